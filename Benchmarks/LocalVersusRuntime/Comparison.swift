public import Ritz
public import RuntimeClient

/// What is compared, and how often.
public struct ComparisonOptions: Sendable {
  public var molecules: [BenchmarkMolecule]
  public var optimizers: [OptimizerName]
  /// Shots for each energy; nil for exact ones.
  public var shots: Int?
  /// For optimizers that would take longer; nil for their own limits.
  public var maximumEvaluations: Int?
  public var seed: UInt64
  /// How often each arm runs, after one run to warm up.
  public var runs: Int
  /// Jobs of the latency measurement.
  public var roundTrips: Int
  /// Seconds of the throughput measurement.
  public var throughputSeconds: Double
  public var clientCount: Int
  /// What the modelled device does for each circuit.
  public var shotsPerCircuit: Int

  /// All molecules with L-BFGS, SPSA and COBYLA, exact energies, five runs of each arm.
  public init() {
    molecules = BenchmarkMolecule.allCases
    optimizers = [.lBFGS, .spsa, .cobyla]
    maximumEvaluations = 1000
    seed = 0
    runs = 5
    roundTrips = 1000
    throughputSeconds = 3
    clientCount = 16
    shotsPerCircuit = 1000
  }

  /// To see that it works: small molecules, one optimizer, one run.
  public static var quick: ComparisonOptions {
    var options = ComparisonOptions()
    options.molecules = [.hydrogen, .smallLithiumHydride]
    options.optimizers = [.lBFGS]
    options.runs = 1
    options.roundTrips = 100
    options.throughputSeconds = 0.5
    return options
  }

  var cases: [VariationalCase] {
    molecules.flatMap { molecule in
      optimizers.map { optimizer in
        VariationalCase(
          molecule, optimizer: optimizer, shots: shots, maximumEvaluations: maximumEvaluations, seed: seed)
      }
    }
  }
}

/// Local against runtime: the same variational runs in this process and by a service, side by side.
public struct Comparison: Sendable {
  public let options: ComparisonOptions
  private let service: RuntimeService
  private let backendName: String

  public init(_ options: ComparisonOptions, on service: RuntimeService, backend: String = "statevector") {
    self.options = options
    self.service = service
    backendName = backend
  }

  /// Measures everything by a service that is started for it, in a store of its own, and ended however this ends.
  ///
  /// - Parameter executable: The path of `ritz`.
  public static func run(
    _ options: ComparisonOptions, startingServiceFrom executable: String,
    onCase: (CaseReport) throws -> Void = { _ in }
  ) async throws -> ComparisonReport {
    let server = try await OwnServer(executable: executable)
    do {
      let service = try RuntimeService(url: server.url, authentication: .bearer(server.token))
      let report = try await Comparison(options, on: service).run(onCase: onCase)
      await server.end()
      return report
    } catch {
      let end = server.untimelyEnd
      await server.end()
      throw end ?? error
    }
  }

  /// Measures everything.
  ///
  /// - Parameter onCase: Called with each case as soon as it is done, in order.
  public func run(onCase: (CaseReport) throws -> Void = { _ in }) async throws -> ComparisonReport {
    var reports: [CaseReport] = []
    for variationalCase in options.cases {
      let report = try await CaseComparison(variationalCase, options: options, service: service, backend: backendName)
        .run()
      reports.append(report)
      try onCase(report)
    }
    let speed = try await ServiceSpeed(options: options, service: service, backend: backendName).measure()
    return ComparisonReport(service: service.url, cases: reports, speed: speed)
  }
}
