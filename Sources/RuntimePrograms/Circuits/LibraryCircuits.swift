internal import PauliAlgebra
internal import OpenQASM
public import QuantumBackends
internal import QuantumCircuits

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

/// A circuit with measurements, or a program, out of a library; circuits compiled.
public struct LibrarySampling: Sendable {
  /// A circuit is prepared on a backend; qubits of a device on which there are no gates are left out.
  public let source: SamplerPub.Source
  /// The inputs of the text.
  public let inputs: CircuitInputs

  /// The width of each classical register.
  var registerWidths: [Int] {
    switch source {
    case .circuit(let prepared, let registers): registers?.map(\.qubits.count) ?? [prepared.circuit.qubitCount]
    case .program(let program, _): program.outputRegisters.map(\.bits.count)
    }
  }
}
