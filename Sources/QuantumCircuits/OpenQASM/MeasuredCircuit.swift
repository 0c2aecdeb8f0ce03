/// A circuit whose qubits are measured at its end, into classical registers.
public struct MeasuredCircuit: Hashable, Sendable {
  /// The gates, without the measurements.
  public var circuit: Circuit
  /// In the order of their declaration.
  public var registers: [ClassicalRegister]
  /// Whether the qubits are those of a device (`$0`, `$1`, …), of which there may be more than the circuit has.
  public var hasPhysicalQubits: Bool

  public init(circuit: Circuit, registers: [ClassicalRegister] = [], hasPhysicalQubits: Bool = false) {
    self.circuit = circuit
    self.registers = registers
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
  /// The circuit that a text in OpenQASM 3 describes, with its measurements.
  ///
  /// Everything that `Circuit(openQASM3:)` reads, and classical registers (`bit`, `creg`) with measurements of registers
  /// or single qubits (`c = measure q;`, `c[0] = measure q[1];`, `measure q -> c;`), each behind all gates on its qubits.
  /// Of several measurements into a bit the last counts.
  /// - Throws: ``OpenQASMError``, as for a circuit without measurements; also for a gate behind a measurement of its qubit.
  public init(openQASM3 text: String) throws(OpenQASMError) {
    var parser = try OpenQASMParser(text, allowsMeasurements: true)
    try parser.parse()
    self.init(
      circuit: try parser.circuit(),
      registers: parser.classicalNames.map { name in
        ClassicalRegister(name: name, qubits: Array(parser.bits[parser.classicalRegisters[name]?.bits ?? 0..<0]))
      },
      hasPhysicalQubits: parser.usesPhysicalQubits)
  }

  /// Whether anything is measured into a bit.
  public var hasMeasurements: Bool { registers.contains { $0.qubits.contains { $0 != nil } } }
}
