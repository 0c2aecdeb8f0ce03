import QuantumCircuits

extension OpenQASMMachine {
  mutating func executeQuantum(_ instruction: Instruction) throws(ValueError) {
    switch instruction {
    case .gate(let index): try begin(program.code.parts.gateSites[index])
    case .measure(let place, let isSelected):
      let targets = isSelected ? try numbers(of: place, stack.pop()) : numbers(of: place)
      let qubits = stack.popQubits()
      guard qubits.count == targets.count else {
        throw ValueError(
          found: "a measurement of \(qubits.count) qubits into \(targets.count) bits", allowed: "as many bits as qubits"
        )
      }
      for target in targets { bits[target] = .waiting }
      ready = zip(qubits, targets).reversed().map { .measure(qubit: $0, bit: $1) }
    case .discard: ready = stack.popQubits().reversed().map { .measure(qubit: $0, bit: nil) }
    case .reset: ready = stack.popQubits().reversed().map { .reset(qubit: $0) }
    default: break
    }
  }

  /// Begins to unfold a gate, whose parts that are not known lie on the stack.
  private mutating func begin(_ site: GateSite) throws(ValueError) {
    var rest = stack.pop(site.computedCount)[...]
    var angles: [LinearForm] = []
    for angle in site.angles {
      switch angle {
      case .known(let form): angles.append(form)
      case .computed: angles.append(try (rest.popFirst() ?? .void).form())
      }
    }
    if let angle = angles.first(where: { !$0.isFinite }) {
      throw ValueError(found: "the angle \(angle.value)", allowed: "finite angles and coefficients")
    }
    var powers: [Double] = []
    for power in site.powers {
      if let power { powers.append(power) } else { powers.append(try (rest.popFirst() ?? .void).number()) }
    }
    var operands: [(qubits: [Int], isRegister: Bool)] = []
    for operand in site.operands {
      switch operand {
      case .known(let qubits, let isRegister): operands.append((qubits, isRegister))
      case .computed(let isRegister):
        guard case .qubits(let qubits)? = rest.popFirst() else { continue }
        operands.append((qubits, isRegister))
      }
    }
    let call = GateExpansion.Call(gate: site.gate, powers: powers, angles: angles, qubits: [], position: site.position)
    let expansion = GateExpansion(limits: program.limits, parameters: program.code.parts.parameters)
    do {
      broadcast = try Broadcast(call, controls: site.controls, operands: operands, expansion: expansion)
    } catch {
      throw ValueError(found: error.found, allowed: error.allowed)
    }
  }
}
