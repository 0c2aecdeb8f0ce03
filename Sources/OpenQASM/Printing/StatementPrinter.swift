/// Writes statements in version 3.
struct StatementPrinter {
  let expressions: ExpressionPrinter
  private(set) var text = ""
  private var indentation = 0

  init(names: [String: String] = [:]) { expressions = ExpressionPrinter(version: 3, names: names) }

  private func name(_ name: Statement.Name) -> String { expressions.names[name.text] ?? name.text }

  private mutating func line(_ line: String) {
    text += String(repeating: "  ", count: indentation) + line + "\n"
  }

  mutating func print(_ statements: [Statement]) {
    for statement in statements { print(statement) }
  }

  mutating func print(_ statement: Statement) {
    for annotation in statement.annotations { line("@\(annotation.name)\(annotation.payload)") }
    func text(_ expression: Expression) -> String { expressions.text(expression) }
    switch statement.kind {
    case .library: line("include \"\(StandardLibrary.standardGates.rawValue)\";")
    case .included(let statements): print(statements)
    case .pragma(let payload): line("pragma\(payload)")
    case .qubits(let name, let size): line("qubit\(size.map { "[\(text($0))]" } ?? "") \(self.name(name));")
    case .declaration(let declaration): print(declaration)
    case .alias(let name, let value): line("let \(self.name(name)) = \(text(value));")
    case .gate(let gate):
      let parameters = gate.parameters.isEmpty ? "" : "(\(gate.parameters.map(name).joined(separator: ", ")))"
      print("gate \(name(gate.name))\(parameters) \(gate.qubits.map(name).joined(separator: ", "))", gate.body)
    case .ownGate(let name, let kind):
      self.text += kind.openQASMDefinition(name: name.text) ?? ""
    case .opaque(let gate): line("// opaque \(gate.name.text)")
    case .subroutine(let subroutine): print(subroutine)
    case .external(let name, let types): line("extern \(self.name(name))\(types);")
    case .call(let call): print(call)
    case .measurement(let measurement):
      line("\(measurement.target.map { text($0) + " = " } ?? "")measure \(text(measurement.qubits));")
    case .assignment(let assignment):
      line(
        "\(text(assignment.target)) \(assignment.combination?.rawValue ?? "")= \(self.text(of: assignment.value));")
    case .reset(let operand): line("reset \(text(operand));")
    case .barrier(let operands): line(operands.isEmpty ? "barrier;" : "barrier \(expressions.list(operands));")
    case .delay(let duration, let operands):
      line("delay[\(text(duration))]\(operands.isEmpty ? "" : " ")\(expressions.list(operands));")
    case .box(let duration, let body): print("box\(duration.map { "[\(text($0))]" } ?? "")", body)
    case .conditional(let condition, let body, let otherwise):
      print("if (\(text(condition)))", body)
      if !otherwise.isEmpty { print("else", otherwise) }
    case .forLoop(let loop):
      let values = if case .range = loop.values.kind { "[\(text(loop.values))]" } else { text(loop.values) }
      print("for \(expressions.text(loop.type)) \(name(loop.name)) in \(values)", loop.body)
    case .whileLoop(let condition, let body): print("while (\(text(condition)))", body)
    case .choice(let value, let cases, let otherwise):
      line("switch (\(text(value))) {")
      indentation += 1
      for one in cases { print("case \(expressions.list(one.labels))", one.body) }
      if let otherwise { print("default", otherwise) }
      indentation -= 1
      line("}")
    case .breakLoop: line("break;")
    case .continueLoop: line("continue;")
    case .end: line("end;")
    case .giveBack(let value): line(value.map { "return \(self.text(of: $0));" } ?? "return;")
    case .expression(let expression): line("\(text(expression));")
    }
  }

  private mutating func print(_ head: String, _ body: [Statement]) {
    line(head + " {")
    indentation += 1
    print(body)
    indentation -= 1
    line("}")
  }

  private func text(of value: Statement.Value) -> String {
    switch value {
    case .expression(let expression): expressions.text(expression)
    case .measurement(let qubits, _): "measure \(expressions.text(qubits))"
    }
  }

  private mutating func print(_ declaration: Statement.Declaration) {
    let role =
      switch declaration.role {
      case .variable: ""
      case .constant: "const "
      case .input: "input "
      case .output: "output "
      }
    let value = declaration.value.map { " = \(text(of: $0))" } ?? ""
    line("\(role)\(expressions.text(declaration.type)) \(name(declaration.name))\(value);")
  }

  private mutating func print(_ subroutine: Statement.Subroutine) {
    let parameters = subroutine.parameters.map { parameter in
      switch parameter.role {
      case .qubits(let size): "qubit\(size.map { "[\(expressions.text($0))]" } ?? "") \(name(parameter.name))"
      case .value(let type): "\(expressions.text(type)) \(name(parameter.name))"
      case .array(let type, let isMutable):
        "\(isMutable ? "mutable" : "readonly") \(expressions.text(type)) \(name(parameter.name))"
      }
    }
    let result = subroutine.result.map { " -> \(expressions.text($0))" } ?? ""
    print("def \(name(subroutine.name))(\(parameters.joined(separator: ", ")))\(result)", subroutine.body)
  }

  private mutating func print(_ call: Statement.GateCallStatement) {
    var text = ""
    for modifier in call.modifiers {
      switch modifier.kind {
      case .inverse: text += "inv @ "
      case .power(let exponent): text += "pow(\(expressions.text(exponent))) @ "
      case .control(let isPositive, let count):
        text += (isPositive ? "ctrl" : "negctrl") + (count.map { "(\(expressions.text($0)))" } ?? "") + " @ "
      }
    }
    text += name(call.name)
    if !call.angles.isEmpty { text += "(\(expressions.list(call.angles)))" }
    if !call.operands.isEmpty { text += " " + expressions.list(call.operands) }
    line(text + ";")
  }
}
