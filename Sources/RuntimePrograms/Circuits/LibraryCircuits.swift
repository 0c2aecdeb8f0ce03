internal import PauliAlgebra
public import QuantumBackends
public import QuantumCircuits

/// A circuit and its observables out of a library: compiled, with what is needed to read a pub's parameters.
public struct LibraryEstimation: Sendable {
  /// Prepared on a backend. Qubits of a device on which there are no gates are left out.
  public let circuit: PreparedCircuit
  /// Positions in `circuit.observables`, in the shape that was asked for.
  public private(set) var observables: ShapedArray<Int>
  /// The inputs of the circuit's text.
  public let inputs: CircuitInputs

  init(circuit: PreparedCircuit, observables: ShapedArray<Int>, inputs: CircuitInputs) {
    self.circuit = circuit
    self.observables = observables
    self.inputs = inputs
  }

  /// The same with other positions, unless they are nil.
  func selecting(_ positions: ShapedArray<Int>?) -> LibraryEstimation {
    guard let positions else { return self }
    var selection = self
    selection.observables = positions
    return selection
  }
}

/// A circuit with measurements out of a library, compiled.
public struct LibrarySampling: Sendable {
  /// Prepared on a backend. Qubits of a device on which there are no gates are left out.
  public let circuit: PreparedCircuit
  /// The inputs of the circuit's text.
  public let inputs: CircuitInputs
  /// The classical registers of the text, each bit with the qubit of `circuit` that it reads; nil reads 0.
  public let registers: [ClassicalRegister]
}
