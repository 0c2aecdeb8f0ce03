internal import JSONSchemas
internal import OpenQASM
public import PauliAlgebra
public import QuantumBackends
public import QuantumCircuits
internal import RuntimeAPI
internal import RuntimePrograms

/// A backend of a runtime service: each call is a job there.
///
/// On a service of ours the numbers are those of the same call on a `LocalBackend`, to the last bit. Any other service
/// that speaks the REST API with OpenQASM 3 texts works too, as far as it goes: without exact values, and with gradients by
/// the parameter-shift rule.
public struct RuntimeBackend: Backend {
  public let service: RuntimeService
  public let name: String
  public let mode: ExecutionMode
  let traits: BackendTraits
  /// The session that jobs belong to.
  let sessionID: String?

  init(service: RuntimeService, traits: BackendTraits, mode: ExecutionMode, sessionID: String? = nil) {
    self.service = service
    self.traits = traits
    self.mode = mode
    self.sessionID = sessionID
    name = traits.name
  }

  /// Whether the service has our additions to the protocol.
  var hasAdditions: Bool { traits.additions != nil }

  public var capabilities: BackendCapabilities {
    BackendCapabilities(
      maximumQubitCount: traits.qubitCount,
      supportsExactExpectationValues: traits.additions?.supportsExactExpectationValues ?? false,
      supportsAdjointGradients: traits.additions?.supportsGradients ?? false)
  }

  /// Sends the texts of a circuit and its observables, which later calls name by their hashes.
  public func prepare(_ circuit: Circuit, observables: [PauliSum]) async throws -> PreparedCircuit {
    try validate(circuit, observables)
    let remote = RemoteCircuit(circuit, observables: observables)
    if hasAdditions && !observables.isEmpty {
      try await service.connection.send(try remote.namingForEstimation().texts)
    }
    return PreparedCircuit(circuit, observables: observables, payload: remote)
  }

  // MARK: - Calls

  public func estimate(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> EstimatorResult {
    try validate(pubs)
    guard !pubs.isEmpty else { return EstimatorResult(pubs: [], seed: options.seed) }
    try requireExactValuesWhereAsked(pubs, options: options)
    let submission = try submission(of: PrimitiveProgram.estimator, estimating: pubs, options: options)
    let output: EstimatorOutput = try await output(of: submission)
    return try unwrapping { try output.result(for: pubs, seed: options.seed) }
  }

  public func gradients(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> GradientResult {
    try validate(pubs)
    guard !pubs.isEmpty else { return GradientResult(pubs: [], seed: options.seed) }
    guard traits.additions?.supportsGradients == true else {
      try requireExactValuesWhereAsked(pubs, options: options)
      var results: [GradientPubResult] = []
      for (index, pub) in pubs.enumerated() {
        let rule = try await ParameterShiftRule(
          for: pub.circuit.circuit, observables: pub.circuit.observables, on: self)
        results.append(try await rule.gradient(of: pub, options: options.derived(forPub: index), on: self))
      }
      return GradientResult(pubs: results, seed: options.seed)
    }
    let submission = try submission(of: PrimitiveProgram.gradient, estimating: pubs, options: options)
    let output: GradientOutput = try await output(of: submission)
    return try unwrapping { try output.result(for: pubs, seed: options.seed) }
  }

  public func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult {
    for pub in pubs {
      try pub.validated()
      if let circuit = pub.circuit { try validate(circuit.circuit, []) }
    }
    guard !pubs.isEmpty else { return SamplerResult(pubs: [], seed: options.seed) }
    var texts: [HashedText] = []
    let inputs =
      hasAdditions
      ? try SamplerInputs(pubs, options: options) { prepared in
        guard let remote = kept(of: prepared) else {
          let texts = CircuitTexts(sampling: prepared.circuit)
          return CircuitReference(
            circuit: .text(texts.circuit), observables: .inline([]), parameterNames: texts.parameterNames)
        }
        let naming = remote.namingForSampling()
        texts += naming.texts
        return naming.reference
      } : try SamplerInputs(plain: pubs, options: options)
    let submission = Submission(
      program: PrimitiveProgram.sampler, backend: name, inputs: try JSONValue(encoding: inputs),
      texts: texts.uniqued(), sessionID: sessionID, hasAdditions: hasAdditions)
    let output: SamplerOutput = try await output(of: submission)
    return try unwrapping { try output.result(for: pubs, seed: options.seed) }
  }

  private func submission(
    of program: String, estimating pubs: [EstimatorPub], options: EstimatorOptions
  ) throws -> Submission {
    var texts: [HashedText] = []
    let inputs =
      hasAdditions
      ? try EstimatorInputs(pubs, options: options) { prepared in
        guard let remote = kept(of: prepared) else {
          // Good for one call: the texts themselves go with it.
          return CircuitReference(
            circuit: .text(prepared.circuit.openQASM3),
            observables: .inline(try JSONValue(observables: prepared.observables)),
            parameterNames: prepared.circuit.openQASM3ParameterNames)
        }
        let naming = try remote.namingForEstimation()
        texts += naming.texts
        return naming.reference
      } : try EstimatorInputs(plain: pubs, options: options)
    return Submission(
      program: program, backend: name, inputs: try JSONValue(encoding: inputs), texts: texts.uniqued(),
      sessionID: sessionID, hasAdditions: hasAdditions)
  }

  /// What `prepare` kept for a circuit; nil if this is not one of ours, or not of this circuit.
  private func kept(of prepared: PreparedCircuit) -> RemoteCircuit? {
    guard let remote = prepared.payload as? RemoteCircuit, remote.belongs(to: prepared) else { return nil }
    return remote
  }

  private func output<T: Decodable>(of submission: Submission) async throws -> T {
    let results: JSONValue
    do {
      results = try await service.perform(submission)
    } catch let failure as ProgramFailure {
      throw failure.backendError
    }
    do {
      return try results.decoded()
    } catch {
      throw RuntimeError.unexpected("a result of '\(submission.program)' that cannot be read (\(error))", cause: error)
    }
  }

  /// An output that does not fit its pubs is the service's fault.
  private func unwrapping<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let failure as ProgramFailure {
      throw RuntimeError.unexpected("a result that does not fit what was asked: \(failure.message)", cause: failure)
    }
  }

  // MARK: - Checks

  private func validate(_ pubs: [EstimatorPub]) throws(BackendError) {
    for pub in pubs {
      _ = try pub.validated()
      try validate(pub.circuit.circuit, pub.circuit.observables)
    }
  }

  private func validate(_ circuit: Circuit, _ observables: [PauliSum]) throws(BackendError) {
    guard circuit.qubitCount <= traits.qubitCount else {
      throw BackendError(
        .unsupported, "A circuit of \(circuit.qubitCount) qubits was given; '\(name)' has \(traits.qubitCount).")
    }
    for (index, observable) in observables.enumerated() where observable.qubitCount != circuit.qubitCount {
      throw BackendError(
        .invalidPub,
        "Observable \(index) has \(observable.qubitCount) qubits and the circuit \(circuit.qubitCount); they must be equal."
      )
    }
  }

  private func requireExactValuesWhereAsked(
    _ pubs: [EstimatorPub], options: EstimatorOptions
  ) throws(BackendError) {
    guard options.shots == nil, options.precision == nil, pubs.contains(where: { $0.precision == nil }),
      !capabilities.supportsExactExpectationValues
    else { return }
    throw BackendError(
      .unsupported, "The backend \(name) has no exact expectation values; estimate with shots or a precision.")
  }
}

/// The ids of the programs that calls of a backend are jobs of.
package enum PrimitiveProgram {
  package static let estimator = "estimator"
  package static let gradient = "estimator-gradient"
  package static let sampler = "sampler"
}

extension [HashedText] {
  /// Each once, in the order of their first places.
  fileprivate func uniqued() -> [HashedText] {
    var seen: Set<HashedText> = []
    return filter { seen.insert($0).inserted }
  }
}
