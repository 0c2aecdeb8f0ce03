internal import RuntimeAPI
internal import PauliAlgebra
internal import QuantumBackends
internal import QuantumCircuits
internal import RuntimePrograms
internal import Synchronization

/// What a backend keeps of a prepared circuit: its texts, which the service has, and their hashes.
final class RemoteCircuit: Sendable {
  /// How a circuit is named in a submission, and the texts behind it.
  struct Naming: Sendable {
    var reference: CircuitReference
    var texts: [HashedText]
  }

  private let circuit: Circuit
  private let observables: [PauliSum]
  /// Made when the circuit is first estimated or sampled.
  private let estimating = Mutex<Naming?>(nil)
  private let sampling = Mutex<Naming?>(nil)

  init(_ circuit: Circuit, observables: [PauliSum]) {
    self.circuit = circuit
    self.observables = observables
  }

  /// Whether this is kept for that circuit with those observables. Equal values mostly share their memory.
  func belongs(to prepared: PreparedCircuit) -> Bool {
    circuit == prepared.circuit && observables == prepared.observables
  }

  /// - Throws: ``BackendError`` with code `unsupported` for an observable with complex coefficients.
  func namingForEstimation() throws -> Naming {
    if let naming = estimating.withLock({ $0 }) { return naming }
    let naming = Self.hashed(try CircuitTexts(estimating: circuit, observables: observables))
    estimating.withLock { $0 = naming }
    return naming
  }

  func namingForSampling() -> Naming {
    if let naming = sampling.withLock({ $0 }) { return naming }
    var naming = Self.hashed(CircuitTexts(sampling: circuit))
    naming.texts.removeLast()
    sampling.withLock { $0 = naming }
    return naming
  }

  private static func hashed(_ texts: CircuitTexts) -> Naming {
    let (circuit, observables) = (HashedText(texts.circuit), HashedText(texts.observables))
    return Naming(
      reference: CircuitReference(
        circuit: .hash(circuit.hash.description), observables: .hash(observables.hash.description),
        parameterNames: texts.parameterNames),
      texts: [circuit, observables])
  }
}
