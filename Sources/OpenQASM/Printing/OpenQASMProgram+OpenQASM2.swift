import QuantumCircuits

extension OpenQASMProgram {
  /// The program in version 2.
  ///
  /// What is a circuit with measurements at its end is written as one, with subroutines and loops carried out. Else every
  /// statement must have a form in version 2: gates of `qelib1.inc` and definitions of them, measurements, resets, and
  /// conditions `register == number`.
  /// - Throws: ``OpenQASMError`` at the first statement that has none.
  public func openQASM2() throws(OpenQASMError) -> String {
    if version == 3, let text = try? MeasuredCircuit(reading: self).openQASM2() { return text }
    var printer = StatementPrinterOfVersion2(source: version)
    try printer.print(statements)
    return "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n" + printer.definitions + printer.text
  }
}

/// Writes statements in version 2, which has few.
private struct StatementPrinterOfVersion2 {
  /// The version of the program: in version 2, constants of version 3 are names like others.
  private let source: Int
  private let expressions = ExpressionPrinter(version: 2, names: [:])
  private(set) var text = ""
  /// Gates that version 3 has a name for and version 2 has not.
  private(set) var definitions = ""
  private var defined: Set<String> = []
  private var gates: Set<String> = []
  private var condition = ""

  init(source: Int) { self.source = source }

  mutating func print(_ statements: [Statement]) throws(OpenQASMError) {
    for statement in statements { try print(statement) }
  }

  private func refused(_ statement: Statement) -> OpenQASMError {
    statement.position.error(found: statement.word, allowed: "what OpenQASM 2 has")
  }

  private mutating func line(_ line: String) { text += condition + line + "\n" }

  private mutating func print(_ statement: Statement) throws(OpenQASMError) {
    switch statement.kind {
    case .library: break
    case .included(let statements): try print(statements)
    case .pragma(let payload): text += "// pragma\(payload)\n"
    case .qubits(let name, let size): line("qreg \(name.text)[\(try size.map(checked) ?? "1")];")
    case .declaration(let declaration):
      guard declaration.role == .variable || declaration.role == .output,
        case .scalar("bit", let width) = declaration.type.kind, condition.isEmpty
      else { throw refused(statement) }
      line("creg \(declaration.name.text)[\(try width.map(checked) ?? "1")];")
      guard let value = declaration.value else { return }
      guard case .measurement(let qubits, _) = value else { throw refused(statement) }
      line("measure \(try checked(qubits)) -> \(declaration.name.text);")
    case .measurement(let measurement):
      guard let target = measurement.target else { throw refused(statement) }
      line("measure \(try checked(measurement.qubits)) -> \(try checked(target));")
    case .assignment(let assignment):
      guard case .measurement(let qubits, _) = assignment.value else { throw refused(statement) }
      line("measure \(try checked(qubits)) -> \(try checked(assignment.target));")
    case .reset(let operand): line("reset \(try checked(operand));")
    case .barrier(let operands):
      // Without operands it is one on everything; it has no effect either way.
      if !operands.isEmpty, condition.isEmpty { line("barrier \(try checked(operands));") }
    case .delay: break
    case .opaque(let gate):
      line("opaque \(head(gate));")
    case .gate(let gate): try print(gate)
    case .ownGate(let name, let kind):
      gates.insert(name.text)
      text += kind.openQASMDefinition(name: name.text) ?? ""
    case .call(let call):
      line(try self.text(of: call, at: statement.position))
    case .conditional(let expression, let body, let otherwise):
      guard condition.isEmpty, otherwise.isEmpty, case .chain(let register, let links) = expression.kind,
        links.count == 1,
        links[0].symbol == .equal, case .name(let name) = register.kind,
        case .integer(let digits) = links[0].operand.kind
      else { throw refused(statement) }
      // Each statement would ask again: only the last may change the register.
      if body.dropLast().contains(where: \.mayMeasure) { throw refused(statement) }
      condition = "if(\(name)==\(digits)) "
      defer { condition = "" }
      try print(body)
    default: throw refused(statement)
    }
  }

  private func head(_ gate: Statement.GateStatement) -> String {
    let parameters = gate.parameters.isEmpty ? "" : "(\(gate.parameters.map(\.text).joined(separator: ", ")))"
    return "\(gate.name.text)\(parameters) \(gate.qubits.map(\.text).joined(separator: ", "))"
  }

  private mutating func print(_ gate: Statement.GateStatement) throws(OpenQASMError) {
    if isOfLibrary(gate) { return }
    gates.insert(gate.name.text)
    var lines = ""
    for statement in gate.body {
      switch statement.kind {
      case .call(let call): lines += "  \(try text(of: call, at: statement.position))\n"
      case .barrier(let operands): lines += "  barrier \(try checked(operands));\n"
      default: throw refused(statement)
      }
    }
    text += "gate \(head(gate)) {\n\(lines)}\n"
  }

  /// Whether the definition is the one that version 3 gets of a gate of `qelib1.inc`.
  private func isOfLibrary(_ gate: Statement.GateStatement) -> Bool {
    guard let text = GateDefinition.qelib1Texts[gate.name.text],
      let own = try? OpenQASMProgram("include \"stdgates.inc\"; " + text).statements.last
    else { return false }
    var (left, right) = (StatementPrinter(), StatementPrinter())
    left.print(own)
    right.print(Statement(kind: .gate(gate), position: gate.name.position))
    return left.text == right.text
  }

  private static let otherNames = ["U": "U", "CX": "CX", "phase": "u1", "cphase": "cu1"]

  private mutating func text(
    of call: Statement.GateCallStatement, at position: SourcePosition
  ) throws(OpenQASMError) -> String {
    guard let first = call.modifiers.first else {
      let name = call.name.text
      var printed = name
      if !gates.contains(name), GateSignature.qelib1[name] == nil, GateDefinition.qelib1Texts[name] == nil {
        if let other = Self.otherNames[name] {
          printed = other
        } else if let definition = StandardGate(rawValue: name)?.openQASMDefinition {
          if defined.insert(name).inserted { definitions += definition + "\n" }
        } else {
          throw position.error(
            found: shortened(name), allowed: "gates that OpenQASM 2 has, or that the program defines by them")
        }
      }
      let angles = call.angles.isEmpty ? "" : "(\(try checked(call.angles)))"
      return "\(printed)\(angles) \(try checked(call.operands));"
    }
    throw first.position.error(found: "a gate with a modifier", allowed: "gates that OpenQASM 2 has")
  }

  private func checked(_ expressions: [Expression]) throws(OpenQASMError) -> String {
    var texts: [String] = []
    for expression in expressions { texts.append(try checked(expression)) }
    return texts.joined(separator: ", ")
  }

  /// An expression that version 2 has: numbers, π, names, + − * / ^ and functions; one index behind a name.
  private func checked(_ expression: Expression) throws(OpenQASMError) -> String {
    try check(expression)
    return expressions.text(expression)
  }

  private func check(_ expression: Expression) throws(OpenQASMError) {
    let isAllowed: Bool
    switch expression.kind {
    case .integer, .decimal: isAllowed = true
    case .name(let name): isAllowed = source == 2 || OpenQASMNames.constants[name] == nil || name == "pi"
    case .signs(let signs, let operand):
      isAllowed = signs.allSatisfy { $0 == .minus || $0 == .plus }
      try check(operand)
    case .chain(let first, let links):
      isAllowed = links.allSatisfy { [.add, .subtract, .multiply, .divide].contains($0.symbol) }
      try check(first)
      for link in links { try check(link.operand) }
    case .powers(let operands):
      // Readers of version 2 take powers from different sides.
      isAllowed = operands.count == 2
      for operand in operands { try check(operand) }
    case .call(let name, let arguments):
      isAllowed = ["sin", "cos", "tan", "exp", "log", "sqrt"].contains(name)
      for argument in arguments { try check(argument) }
    case .index(let base, let indices):
      if case .name = base.kind, indices.count == 1, case .integer = indices[0].kind {
        isAllowed = true
      } else {
        isAllowed = false
      }
    default: isAllowed = false
    }
    guard isAllowed else {
      throw expression.position.error(found: "an expression of version 3", allowed: "what OpenQASM 2 has")
    }
  }
}

extension Statement {
  /// Whether the statement may change bits.
  fileprivate var mayMeasure: Bool {
    switch kind {
    case .measurement, .assignment, .declaration: true
    default: false
    }
  }
}
