import QuantumCircuits

extension Compiler {
  /// What the statements of a gate's body may name, and what they are so far.
  struct GateBody {
    var qubits: [String: Int] = [:]
    var calls: [GateCall] = []
    /// How deep gates are nested.
    var depth = 1
    /// How often bodies of loops were written out.
    var repetitions = 0
  }

  /// A definition that is ours letter by letter.
  mutating func define(own name: Statement.Name, _ kind: Circuit.Operation.Kind) throws(OpenQASMError) {
    try define(name, .gate(GateSignature(native: kind)), as: "gate")
  }

  /// `gate name(a, b) x, y { … }`, kept as one of our gates when its name and body are those of one.
  mutating func compile(_ gate: Statement.GateStatement, _ annotations: [Annotation]) throws(OpenQASMError) {
    let outer = (frame, scopes.count)
    frame = Frame(isGlobal: false, slotCount: gate.parameters.count, firstScope: scopes.count)
    scopes.append([:])
    gateBody = GateBody()
    defer { gateBody = nil }
    for (index, parameter) in gate.parameters.enumerated() {
      try define(parameter, .constant(.linear(.variable(index)), .float(64)), as: "parameter")
    }
    for (index, qubit) in gate.qubits.enumerated() {
      try define(qubit, .qubits([index], isSingle: true), as: "qubit")
      gateBody?.qubits[qubit.text] = index
    }
    for statement in gate.body { try compile(inGate: statement) }
    scopes.removeLast(scopes.count - outer.1)
    frame = outer.0
    let body = gateBody ?? GateBody()
    gateBody = nil
    try define(
      gate.name, .gate(try signature(of: gate, body, annotations)), as: "gate")
  }

  private mutating func signature(
    of gate: Statement.GateStatement, _ body: GateBody, _ annotations: [Annotation]
  ) throws(OpenQASMError) -> GateSignature {
    let definition = GateDefinition(
      parameterCount: gate.parameters.count, qubitCount: gate.qubits.count, calls: body.calls)
    if recognizesGates, let kind = Circuit.Operation.Kind(recognizing: definition, named: gate.name.text, annotations) {
      return GateSignature(native: kind)
    }
    guard !body.calls.contains(where: { $0.gate == .withoutBody }) else {
      throw gate.name.position.error(
        found: "\(shortened(gate.name.text)), a gate without a body",
        allowed: "one whose annotation describes a gate of ours")
    }
    program.definitions.append(definition)
    program.depths.append(body.depth)
    return GateSignature(
      gate: .defined(program.definitions.count - 1), angleCount: gate.parameters.count, qubitCount: gate.qubits.count)
  }

  private mutating func compile(inGate statement: Statement) throws(OpenQASMError) {
    try spend(1, at: statement.position)
    switch statement.kind {
    case .call(let call): try compile(inGate: call, at: statement.position)
    case .barrier(let operands):
      try spend(operands.count, at: statement.position)
      for operand in operands { _ = try gateQubit(operand) }
    case .pragma: break
    case .forLoop(let loop): try unroll(loop, at: statement.position)
    default: throw statement.position.error(found: statement.word, allowed: "a gate or '}'")
    }
  }

  /// A loop in a gate's body: its values are constants, and it is written out.
  private mutating func unroll(_ loop: Statement.ForLoop, at position: SourcePosition) throws(OpenQASMError) {
    let type = try resolve(loop.type)
    var values: [Value] = []
    switch loop.values.kind {
    case .range(let first?, let step, let last?):
      var parts: [Fragment] = []
      for part in [first, step, last] {
        guard let part else { continue }
        parts.append(try convert(try constantFragment(part), to: .int(64)))
      }
      let start = parts[0].constant?.index ?? 0, end = parts[parts.count - 1].constant?.index ?? 0
      let stride = parts.count == 3 ? parts[1].constant?.index ?? 0 : 1
      guard let count = rangeCount(start, stride, end), count <= limits.elementCount else {
        throw position.error(
          found: "a loop in a gate", allowed: "at most \(limits.elementCount) repetitions, by steps that are not 0")
      }
      values = (0..<count).map { .int(Int64(start &+ $0 &* stride)) }
    case .list(let list):
      for element in list { values.append(try constantFragment(element).constant ?? .void) }
    default:
      throw loop.values.position.error(
        found: "a loop over these values in a gate", allowed: "a range or a list of constants")
    }
    for value in values {
      gateBody?.repetitions += 1
      guard gateBody?.repetitions ?? 0 <= limits.elementCount else {
        throw position.error(found: "loops in a gate", allowed: "at most \(limits.elementCount) repetitions in all")
      }
      scopes.append([:])
      defer { scopes.removeLast() }
      do throws(ValueError) {
        scopes[scopes.count - 1][loop.name.text] = .constant(try value.converted(to: type), type)
      } catch {
        throw error.at(loop.values.position)
      }
      for statement in loop.body { try compile(inGate: statement) }
    }
  }

  private mutating func compile(
    inGate call: Statement.GateCallStatement, at position: SourcePosition
  ) throws(OpenQASMError) {
    try spend(call.operands.count + call.modifiers.count, at: position)
    let callee = try callee(of: call, [], at: position)
    var result = GateCall(callee.gate, controls: callee.controls, on: [])
    result.position = position
    for operand in call.operands { result.qubits.append(try gateQubit(operand)) }
    try checkQubitCount(result.qubits.count, of: callee, at: position)
    guard areDistinct(result.qubits) else {
      throw position.error(found: "a gate that names a qubit twice", allowed: "different qubits")
    }
    for (index, angle) in callee.angles.enumerated() {
      let form = angle.constant.flatMap { try? $0.form() }
      result.angles.append(form ?? .number(0))
      if form == nil { result.computed.append(ComputedNumber(role: .angle(index), steps: angle.steps)) }
    }
    for (index, power) in callee.powers.enumerated() {
      if case .float(let number)? = power.constant {
        result.powers.append(number)
      } else {
        result.powers.append(1)
        result.computed.append(ComputedNumber(role: .power(index), steps: try deferred(power)))
      }
    }
    try append(result, at: position)
  }

  private mutating func append(_ call: GateCall, at position: SourcePosition) throws(OpenQASMError) {
    guard var body = gateBody else { return }
    // The only copy, so that its list grows in its place.
    gateBody = nil
    if case .defined(let index) = call.gate {
      body.depth = max(body.depth, program.depths[index] + 1)
      guard body.depth <= limits.nestingDepth else {
        throw position.error(found: "gates within gates", allowed: "\(limits.nestingDepth) within each other")
      }
    }
    guard body.calls.count < limits.instructionCount else {
      throw position.error(found: "a gate too long", allowed: "\(limits.instructionCount) statements")
    }
    body.calls.append(call)
    gateBody = body
  }

  private func gateQubit(_ operand: Expression) throws(OpenQASMError) -> Int {
    if case .name(let name) = operand.kind, let index = gateBody?.qubits[name] { return index }
    if case .name(let name) = operand.kind {
      throw operand.position.error(found: shortened(name), allowed: "a qubit of the gate")
    }
    throw operand.position.error(found: "an indexed or physical qubit", allowed: "a qubit of the gate")
  }
}
