/// A circuit whose qubits are measured at its end, into classical registers.
public struct MeasuredCircuit: Hashable, Sendable {
  /// The gates, without the measurements.
  public var circuit: Circuit
  /// In the order of their declaration.
  public var registers: [ClassicalRegister]
  /// What the text that the circuit was read from calls its parameters, in their order; else their own names.
  public var inputNames: [String]
  /// Whether the qubits are those of a device (`$0`, `$1`, …), of which there may be more than the circuit has.
  public var hasPhysicalQubits: Bool

  public init(circuit: Circuit, registers: [ClassicalRegister] = [], hasPhysicalQubits: Bool = false) {
    self.circuit = circuit
    self.registers = registers
    inputNames = circuit.parameters.map(\.name)
    self.hasPhysicalQubits = hasPhysicalQubits
  }
}

/// Some bits under a name.
public struct ClassicalRegister: Hashable, Sendable {
  public var name: String
  /// For each bit, from the lowest, the qubit that is measured into it; nil for a bit that stays 0.
  public var qubits: [Int?]

  public init(name: String, qubits: [Int?]) {
    self.name = name
    self.qubits = qubits
  }
}

extension MeasuredCircuit {
  /// Whether anything is measured into a bit.
  public var hasMeasurements: Bool { registers.contains { $0.qubits.contains { $0 != nil } } }
}

extension Circuit {
  /// The circuit on those of its qubits that a gate acts on, and their numbers in this one, ascending.
  package func withoutIdleQubits() -> (circuit: Circuit, keptQubits: [Int]) {
    var numbers = [Int](repeating: -1, count: qubitCount)
    for operation in operations {
      for qubit in operation.qubits { numbers[qubit] = 0 }
    }
    let kept = numbers.indices.filter { numbers[$0] == 0 }
    for (number, qubit) in kept.enumerated() { numbers[qubit] = number }
    do {
      var circuit = try Circuit(qubitCount: kept.count, parameters: parameters)
      for operation in operations { circuit.append(checked: operation.renumbered(numbers)) }
      return (circuit, kept)
    } catch {
      preconditionFailure("Fewer qubits and the same parameters make a circuit: \(error)")
    }
  }
}
