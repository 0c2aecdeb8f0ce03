public import QuantumBackends
public import QuantumCircuits

/// A circuit and its observables out of a library: compiled, with what is needed to read a pub's parameters.
public struct LibraryEstimation: Sendable {
  /// Prepared on a backend. Idle physical qubits of the text are left out.
  public let circuit: PreparedCircuit
  /// Positions in `circuit.observables`, in the shape that was asked for.
  public let observables: ShapedArray<Int>
  /// The inputs of the circuit's text.
  public let inputs: CircuitInputs
}

/// A circuit with measurements out of a library, compiled.
public struct LibrarySampling: Sendable {
  /// Prepared on a backend. Idle physical qubits of the text are left out.
  public let circuit: PreparedCircuit
  public let inputs: CircuitInputs
  /// The classical registers of the text, each bit with the qubit of `circuit` that it reads; nil reads 0.
  public let registers: [ClassicalRegister]
}

/// The inputs of a circuit's text by name.
public struct CircuitInputs: Hashable, Sendable {
  /// What the text calls them, in the order of the circuit's parameters.
  public let names: [String]
  /// The parameters themselves, whose names may be others.
  public let parameters: [Parameter]
}
