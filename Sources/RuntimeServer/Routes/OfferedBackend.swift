internal import QuantumBackends
internal import QuantumCircuits
internal import RuntimeAPI
internal import Simulators

/// The one backend of the service: the state-vector simulator in the workers.
struct OfferedBackend: Sendable {
  static let name = "statevector"
  private static let version = "1.0.0"

  let configuration: BackendConfiguration

  /// - Parameters:
  ///   - memoryLimit: What one worker may take, in bytes; decides how wide a circuit may be.
  ///   - since: ISO 8601.
  /// - Throws: `BackendError` for a limit that is not positive.
  init(memoryLimit: Int?, since: String) throws {
    let capabilities = try LocalBackend(memoryLimit: memoryLimit).capabilities
    configuration = BackendConfiguration(
      name: Self.name, version: Self.version, qubitCount: capabilities.maximumQubitCount,
      basisGates: StandardGate.allCases.map(\.name),
      gates: StandardGate.allCases.map { gate in
        BackendConfiguration.Gate(
          name: gate.name, parameters: (0..<gate.angleCount).map { "t\($0)" }, definition: "")
      },
      isSimulator: true, maximumShots: ShotLimit.most, onlineDate: since,
      description: "Exact state vectors in double precision, with sampling, gradients and whole programs beside them.",
      ritz: BackendConfiguration.Additions(
        supportsExactExpectationValues: capabilities.supportsExactExpectationValues,
        supportsGradients: capabilities.supportsAdjointGradients))
  }

  /// - Throws: ``APIError`` `unknown-backend`.
  func check(_ name: String) throws(APIError) {
    guard name == configuration.name else {
      throw APIError(
        .unknownBackend, "There is no backend '\(name.prefix(80))'.",
        solution: "The backend here is '\(configuration.name)'.")
    }
  }

  func summary(queueLength: Int) -> BackendSummary {
    BackendSummary(
      name: configuration.name, status: BackendSummary.Status(name: "online", reason: "available"), isSimulator: true,
      qubitCount: configuration.qubitCount, queueLength: queueLength)
  }

  func status(queueLength: Int) -> BackendStatus {
    BackendStatus(
      state: true, status: "active", message: "available", queueLength: queueLength, version: configuration.version)
  }
}
