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

  /// Whether states may be computed among those basis states alone that a circuit can reach; true unless a backend was told
  /// to keep to the full register.
  ///
  /// Values differ by rounding, so records and checkpoints, which promise the same bits, hold it.
  var usesSector: Bool { get }

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
  public var usesSector: Bool { true }

  /// The parameter-shift rule by ``estimate(_:options:)``: two evaluations per angle of a Pauli rotation, four per excitation.
  ///
  /// Algorithms that ask again and again hold a ``ParameterShiftRule`` instead, which prepares its circuit once.
  public func gradients(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> GradientResult {
    var results: [GradientPubResult] = []
    for (index, pub) in pubs.enumerated() {
      let rule = try await ParameterShiftRule(
        for: pub.circuit.circuit, observables: pub.circuit.observables, on: self)
      results.append(
        try await rule.gradient(of: pub, options: options.derived(forPub: index), on: self))
    }
    return GradientResult(pubs: results, seed: options.seed)
  }

  public func withSession<R: Sendable>(_ body: (any Backend) async throws -> R) async throws -> R {
    try await body(self)
  }

  /// The exact expectation values of some observables in the state that a circuit prepares.
  ///
  /// - Parameter parameters: One angle in radians per parameter, in the order of `circuit.parameters`.
  /// - Returns: One value per observable, in its unit.
  /// - Throws: ``BackendError`` with code `unsupported` on a backend without exact values; estimate with shots there.
  public func expectationValues(
    of observables: [PauliSum], in circuit: Circuit, parameters: [Double] = []
  ) async throws -> [Double] {
    guard try await capabilities.supportsExactExpectationValues else {
      throw BackendError(
        .unsupported, "The backend \(name) has no exact expectation values; estimate with shots or a precision.")
    }
    let positions = ShapedArray(row: Array(observables.indices))
    let pub = EstimatorPub(
      PreparedCircuit(circuit, observables: observables), observables: positions, parameters: ShapedArray(parameters))
    return try await estimate([pub], options: .exact).pubs[0].values.elements
  }
}

/// What a backend can do, and how much of it.
public struct BackendCapabilities: Hashable, Sendable, Codable {
  /// The widest circuit that fits.
  public var maximumQubitCount: Int
  /// Whether expectation values without sampling error are to be had; else options without shots and precision are
  /// refused with the code `unsupported`.
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
  /// What the backend keeps for itself: a plan, a content hash. Anyone can make a value with any payload, so a backend
  /// compares what it kept with `circuit` and `observables` before it relies on it.
  public let payload: (any Sendable)?

  public init(_ circuit: Circuit, observables: [PauliSum] = [], payload: (any Sendable)? = nil) {
    self.circuit = circuit
    self.observables = observables
    self.payload = payload
  }

  /// Roughly the bytes that the payload holds, where it says so.
  package var payloadBytes: Int { (payload as? any SizedPayload)?.byteCount ?? 0 }
}

/// What a backend keeps with a prepared circuit, and how much memory that takes.
package protocol SizedPayload: Sendable {
  var byteCount: Int { get }
}
