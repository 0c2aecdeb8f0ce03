public import PauliAlgebra
public import QuantumCircuits

/// Where circuits run: the simulator in this process, or a service far away.
///
/// Algorithms are written against this protocol alone. A conformance supplies ``prepare(_:observables:)``,
/// ``estimate(_:options:)``, ``sample(_:options:)`` and its capabilities; gradients default to the parameter-shift rule and
/// sessions to nothing at all. Cancelling the task that awaits a call cancels the call.
public protocol Backend: Sendable {
  /// A short name for people: what results and records say they were computed on.
  var name: String { get }

  /// What this backend can do.
  var capabilities: BackendCapabilities { get async throws }

  /// Compiles a circuit and its observables once, to be bound to new angles in every iteration.
  ///
  /// - Throws: ``BackendError`` when the circuit does not fit or an observable's width is not the circuit's.
  func prepare(_ circuit: Circuit, observables: [PauliSum]) async throws -> PreparedCircuit

  /// Expectation values: exact when neither shots nor a precision is asked for.
  func estimate(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> EstimatorResult

  /// Measurement outcomes of all qubits in the computational basis.
  func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult

  /// Expectation values with their derivatives by each of the circuit's parameters.
  func gradients(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> GradientResult

  /// Runs `body` with this backend reserved, where that means something.
  func withSession<R: Sendable>(_ body: (any Backend) async throws -> R) async throws -> R
}

extension Backend {
  /// The parameter-shift rule by ``estimate(_:options:)``: two evaluations per angle of a Pauli rotation, four per excitation.
  ///
  /// Algorithms that ask again and again hold a ``ParameterShiftRule`` instead, which prepares its circuit once.
  public func gradients(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> GradientResult {
    var results: [GradientPubResult] = []
    for (index, pub) in pubs.enumerated() {
      let rule = try await ParameterShiftRule(
        for: pub.circuit.circuit, observables: pub.circuit.observables, on: self)
      var options = options
      options.seed = options.seed &+ UInt64(index)
      results.append(try await rule.gradient(of: pub, options: options, on: self))
    }
    return GradientResult(pubs: results, seed: options.seed)
  }

  public func withSession<R: Sendable>(_ body: (any Backend) async throws -> R) async throws -> R {
    try await body(self)
  }
}

/// What a backend can do, and how much of it.
public struct BackendCapabilities: Hashable, Sendable, Codable {
  /// The widest circuit that fits.
  public var maximumQubitCount: Int
  /// Whether expectation values without sampling error are to be had.
  public var supportsExactExpectationValues: Bool
  /// Whether ``Backend/gradients(_:options:)`` is exact and costs a few energies, however many parameters there are.
  public var supportsAdjointGradients: Bool

  public init(maximumQubitCount: Int, supportsExactExpectationValues: Bool, supportsAdjointGradients: Bool) {
    self.maximumQubitCount = maximumQubitCount
    self.supportsExactExpectationValues = supportsExactExpectationValues
    self.supportsAdjointGradients = supportsAdjointGradients
  }
}

/// A circuit with its observables, compiled by a backend or still to be compiled.
///
/// A value made with ``init(_:observables:)`` is good for one call on any backend; what ``Backend/prepare(_:observables:)``
/// returns is good for many calls on that backend.
public struct PreparedCircuit: Sendable {
  /// The circuit as it was given.
  public let circuit: Circuit
  /// The observables that pubs refer to by position.
  public let observables: [PauliSum]
  /// What the backend keeps for itself: a plan, a content hash.
  public let payload: (any Sendable)?

  public init(_ circuit: Circuit, observables: [PauliSum] = [], payload: (any Sendable)? = nil) {
    self.circuit = circuit
    self.observables = observables
    self.payload = payload
  }
}
