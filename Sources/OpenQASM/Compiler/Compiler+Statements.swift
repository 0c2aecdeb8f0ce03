extension Compiler {
  mutating func compile(_ statement: Statement) throws(OpenQASMError) {
    let position = statement.position
    try checkLength(at: position)
    try spend(1, at: position)
    switch statement.kind {
    case .library(let library, let place): try include(library, at: place)
    case .included(let statements):
      for statement in statements { try compile(statement) }
    case .pragma: break
    case .qubits(let name, let size): try compile(qubits: name, size: size, at: position)
    case .declaration(let declaration): try compile(declaration, statement.annotations)
    case .alias(let name, let value): try compile(alias: name, value)
    case .gate(let gate): try compile(gate, statement.annotations)
    case .ownGate(let name, let kind): try define(own: name, kind)
    case .opaque(let gate): try define(gate.name, .opaque, as: "gate")
    case .subroutine(let subroutine): try compile(subroutine)
    case .external(let name, _): try define(name, .external, as: "function")
    case .call(let call): try compile(statement: call, statement.annotations, at: position)
    case .measurement(let measurement): try compile(measurement, at: position)
    case .assignment(let assignment): try compile(assignment)
    case .reset(let operand):
      steps += try compile(qubits: operand).pushed
      emit(.reset, at: position)
    case .barrier(let operands):
      for operand in operands { _ = try compile(qubits: operand) }
    case .delay(let duration, let operands):
      try check(duration: duration)
      for operand in operands { _ = try compile(qubits: operand) }
    case .box(let duration, let body):
      if let duration { try check(duration: duration) }
      try compile(block: body)
    case .expression(let expression): try compile(discarding: expression)
    case .conditional, .forLoop, .whileLoop, .choice, .breakLoop, .continueLoop, .giveBack, .end:
      try compile(controlFlow: statement)
    }
  }

  /// Delays have no effect on an ideal device; only their form is checked.
  private mutating func check(duration: Expression) throws(OpenQASMError) {
    let fragment = try compile(duration)
    guard fragment.type == .duration else {
      throw duration.position.error(
        found: "a value of the type \(fragment.type.name) as a duration", allowed: "a duration such as 100ns")
    }
  }

  /// A gate; or a lone name, which is a gate without qubits or an expression without effect.
  private mutating func compile(
    statement call: Statement.GateCallStatement, _ annotations: [Annotation], at position: SourcePosition
  ) throws(OpenQASMError) {
    if call.operands.isEmpty, call.angles.isEmpty, call.modifiers.isEmpty, call.name.text != "gphase" {
      switch definition(of: call.name.text) {
      case .variable, .constant, .bits: return
      default: break
      }
    }
    try compile(call, annotations, at: position)
  }

  /// The call of a subroutine, or of a gate without qubits.
  private mutating func compile(discarding expression: Expression) throws(OpenQASMError) {
    if case .call(let name, let angles) = expression.kind, case .gate = definition(of: name) ?? .external {
      let call = Statement.GateCallStatement(
        modifiers: [], name: Statement.Name(text: name, position: expression.position), angles: angles, operands: [])
      return try compile(call, [], at: expression.position)
    }
    let value = try compile(expression)
    steps += value.steps
    if value.constant == nil, value.type != .void { emit(.pop, at: expression.position) }
  }
}

extension Expression {
  /// What stands in front of all brackets.
  var base: Expression {
    var expression = self
    while case .index(let inner, _) = expression.kind { expression = inner }
    return expression
  }
}

extension Statement {
  /// How the statement begins, for messages.
  var word: String {
    switch kind {
    case .library, .included: "include"
    case .pragma: "pragma"
    case .qubits: "qubit"
    case .declaration(let declaration): declaration.role == .constant ? "const" : "a declaration"
    case .alias: "let"
    case .gate, .ownGate: "gate"
    case .opaque: "opaque"
    case .subroutine: "def"
    case .external: "extern"
    case .call(let call): shortened(call.name.text)
    case .measurement: "measure"
    case .assignment: "an assignment"
    case .reset: "reset"
    case .barrier: "barrier"
    case .delay: "delay"
    case .box: "box"
    case .conditional: "if"
    case .forLoop: "for"
    case .whileLoop: "while"
    case .choice: "switch"
    case .breakLoop: "break"
    case .continueLoop: "continue"
    case .end: "end"
    case .giveBack: "return"
    case .expression: "an expression"
    }
  }
}
