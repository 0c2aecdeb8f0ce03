import QuantumCircuits

/// A gate on qubits or, once for each of their qubits, on registers.
struct Broadcast: Sendable {
  private var call: GateExpansion.Call
  private let controls: [Bool]
  private let operands: [(qubits: [Int], isRegister: Bool)]
  private let repetitions: Int
  private var repetition = 0
  private var expansion: GateExpansion

  init(
    _ call: GateExpansion.Call, controls: [Bool], operands: [(qubits: [Int], isRegister: Bool)],
    expansion: GateExpansion
  ) throws(OpenQASMError) {
    let sizes = operands.lazy.filter(\.isRegister).map(\.qubits.count)
    repetitions = try Self.repetitionCount(registers: sizes, at: call.position)
    self.call = call
    self.controls = controls
    self.operands = operands
    self.expansion = expansion
  }

  /// How often a gate is repeated over registers of such sizes.
  static func repetitionCount(
    registers: some Sequence<Int>, at position: SourcePosition
  ) throws(OpenQASMError) -> Int {
    let sizes = Set(registers)
    guard sizes.count <= 1 else {
      throw position.error(
        found: "registers of \(sizes.sorted().map(String.init).joined(separator: " and ")) qubits",
        allowed: "registers of the same size")
    }
    return sizes.first ?? 1
  }

  mutating func next(
    _ definitions: [GateDefinition], steps: inout Int
  ) throws(OpenQASMError) -> Circuit.Operation? {
    while true {
      if let operation = try expansion.next(definitions, steps: &steps) { return operation }
      guard repetition < repetitions else { return nil }
      let qubits = operands.map { $0.isRegister ? $0.qubits[repetition] : $0.qubits.first ?? 0 }
      repetition += 1
      guard areDistinct(qubits) else {
        throw call.position.error(found: "a gate that names a qubit twice", allowed: "different qubits")
      }
      steps -= 1
      guard steps >= 0 else {
        throw expansion.limits.tooManySteps(at: call.position)
      }
      call.controls = zip(qubits, controls).map { GateExpansion.Control(qubit: $0, isPositive: $1) }
      call.qubits = Array(qubits.dropFirst(controls.count))
      try expansion.begin(call, definitions, steps: &steps)
    }
  }
}
