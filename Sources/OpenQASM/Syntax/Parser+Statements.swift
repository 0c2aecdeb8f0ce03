import QuantumCircuits

extension Parser {
  static let statements = "a statement"

  /// One statement, behind its annotations; none for a lone semicolon.
  mutating func parseStatement(into statements: inout [Statement], isGlobal: Bool = false) throws(OpenQASMError) {
    var annotations: [Annotation] = []
    while case .annotation(let name, let payload) = peek.kind {
      annotations.append(Annotation(name: name, payload: payload, position: take().position))
    }
    if annotations.isEmpty && take(.semicolon) { return }
    let start = peek
    let kind: Statement.Kind
    switch start.kind {
    case .definition(let name, let gate):
      take()
      kind = .ownGate(Statement.Name(text: name, position: start.position), gate)
    case .pragma(let text):
      take()
      kind = .pragma(text)
    case .word(let word):
      kind = version == 2 ? try parseStatementOfVersion2(word) : try parseStatement(word, isGlobal: isGlobal)
    case .integer, .decimal, .quantity, .text, .symbol(.openParenthesis), .symbol(.minus), .symbol(.plus),
      .symbol(.exclamation), .symbol(.tilde):
      guard version == 3 else { fallthrough }
      kind = try parseExpressionStatement()
    default: throw start.error(allowed: Self.statements)
    }
    statements.append(Statement(kind: kind, position: start.position, annotations: annotations))
  }

  private mutating func parseStatement(_ word: String, isGlobal: Bool) throws(OpenQASMError) -> Statement.Kind {
    guard OpenQASMNames.keywords.contains(word) else { return try parseNamed() }
    if OpenQASMNames.globalStatements.contains(word), !isGlobal {
      throw peek.error(found: "\(word) within a block", allowed: "\(word) outside of all blocks")
    }
    switch word {
    case "include": return try parseInclude()
    case "qubit", "qreg": return try parseQubits(isOldStyle: word == "qreg")
    case "creg": return try parseOldBits()
    case "input", "output", "const": return try parseDeclaration()
    case "let": return try parseAlias()
    case "gate": return try parseGateDefinition()
    case "def": return try parseSubroutine()
    case "extern": return try parseExternal()
    case "measure": return try parseMeasurement()
    case "reset":
      take()
      let operand = try parseOperand()
      try expect(.semicolon)
      return .reset(operand)
    case "barrier": return try parseBarrier()
    case "delay": return try parseDelay()
    case "box": return try parseBox()
    case "nop": return try parseBarrier()
    case "if", "for", "while", "switch", "break", "continue", "return", "end":
      return try parseControlFlow(word)
    case "gphase", "inv", "ctrl", "negctrl", "pow": return try parseCall()
    case "cal", "defcal", "defcalgrammar":
      throw peek.error(found: "\(word), a statement about pulses", allowed: "circuits of gates")
    default:
      if OpenQASMNames.scalarTypes.contains(word) || word == "array" { return try parseDeclaration() }
      throw peek.error(allowed: Self.statements)
    }
  }

  /// A value that nothing is done with, but whose subroutines are called.
  private mutating func parseExpressionStatement() throws(OpenQASMError) -> Statement.Kind {
    let expression = try parseExpression()
    try expect(.semicolon, or: "an operator")
    return .expression(expression)
  }

  /// A statement that begins with a name: an assignment, a gate, the call of a subroutine, or another expression.
  private mutating func parseNamed() throws(OpenQASMError) -> Statement.Kind {
    let symbol = peek(1).symbol
    if symbol?.binaryOperator != nil { return try parseExpressionStatement() }
    let isAssignment = symbol == .openBracket || symbol == .assign || symbol?.assignedOperator != nil
    return isAssignment ? try parseAssignment() : try parseCall()
  }

  private mutating func parseAssignment() throws(OpenQASMError) -> Statement.Kind {
    let start = position
    let token = take(), bracket = peek
    guard case .word(let name) = token.kind else { throw token.error(allowed: Self.statements) }
    var target = Expression(.name(name), at: token.position)
    var bracketCount = 0
    while isNext(.openBracket), bracketCount < 8 {
      bracketCount += 1
      target = try parseIndex(of: target)
    }
    let sign = peek
    if case .word = sign.kind { throw bracket.error(found: "a gate with a duration", allowed: "gates without one") }
    if isNext(.semicolon) || nextSymbol?.binaryOperator != nil {
      position = start
      return try parseExpressionStatement()
    }
    guard case .symbol(let symbol) = sign.kind, symbol == .assign || symbol.assignedOperator != nil else {
      throw sign.error(allowed: "'='")
    }
    take()
    let value = try parseValue()
    try expect(.semicolon, or: "an operator")
    return .assignment(
      Statement.Assignment(
        target: target, combination: symbol.assignedOperator, position: sign.position, value: value))
  }

  /// What may stand on the right of an assignment.
  mutating func parseValue() throws(OpenQASMError) -> Statement.Value {
    let token = peek
    if take(word: "measure") { return .measurement(try parseOperand(), at: token.position) }
    if isNext(.openBrace) { return .expression(try parseList()) }
    return .expression(try parseExpressionOrConcatenation())
  }

  /// `measure q;` or `measure q -> c;`
  mutating func parseMeasurement() throws(OpenQASMError) -> Statement.Kind {
    take()
    let qubits = try parseOperand()
    let arrow = peek
    var target: Expression?
    if take(.arrow) {
      target = try parseOperand(thing: "a declared register of bits")
    } else if !isNext(.semicolon) {
      throw arrow.error(
        allowed: "'->' and the bits that the outcome goes to, as in c = measure q; or measure q -> c;")
    }
    try expect(.semicolon)
    return .measurement(Statement.Measurement(qubits: qubits, target: target, arrow: arrow.position))
  }

  // MARK: Gates

  /// A name with brackets behind it, or a physical qubit.
  mutating func parseOperand(thing: String = "a register or a qubit") throws(OpenQASMError) -> Expression {
    let token = peek
    if isNext(.dollar) { return try parsePhysicalQubit() }
    guard case .word(let name) = token.kind else { throw token.error(allowed: thing) }
    take()
    var operand = Expression(.name(name), at: token.position)
    var bracketCount = 0
    while isNext(.openBracket), bracketCount < 8 {
      bracketCount += 1
      operand = try parseIndex(of: operand)
    }
    return operand
  }

  private mutating func parseOperands() throws(OpenQASMError) -> [Expression] {
    guard !isNext(.semicolon) else { return [] }
    var operands: [Expression] = []
    repeat { operands.append(try parseOperand()) } while takeComma(before: .semicolon)
    return operands
  }

  /// Modifiers, a name, angles and qubits; a call of a subroutine when there are parentheses and nothing more.
  mutating func parseCall() throws(OpenQASMError) -> Statement.Kind {
    let start = position
    let modifiers = try parseModifiers()
    let token = take()
    guard case .word(let name) = token.kind, modifiers.isEmpty || name == "gphase" || !isKeyword(name) else {
      throw token.error(allowed: "the name of a gate")
    }
    let hasParentheses = isNext(.openParenthesis)
    let angles = try parseArguments()
    if hasParentheses, modifiers.isEmpty, name != "gphase", take(.semicolon) {
      return .expression(Expression(.call(name, angles), at: token.position))
    }
    if version == 3, hasParentheses, modifiers.isEmpty, name != "gphase", nextSymbol?.binaryOperator != nil {
      position = start
      return try parseExpressionStatement()
    }
    if isNext(.openBracket) {
      throw peek.error(found: "a gate with a duration", allowed: "gates without one")
    }
    let operands = try parseOperands()
    try expect(.semicolon, or: "','")
    return .call(
      Statement.GateCallStatement(
        modifiers: modifiers, name: Statement.Name(text: name, position: token.position), angles: angles,
        operands: operands))
  }

  private mutating func parseModifiers() throws(OpenQASMError) -> [Statement.Modifier] {
    var modifiers: [Statement.Modifier] = []
    while version == 3, case .word(let word) = peek.kind,
      word == "inv" || word == "ctrl" || word == "negctrl" || word == "pow"
    {
      let token = take()
      switch word {
      case "inv":
        modifiers.append(Statement.Modifier(kind: .inverse, position: token.position))
      case "pow":
        try expect(.openParenthesis)
        let exponent = try nested { parser throws(OpenQASMError) in try parser.parseExpression() }
        try expect(.closeParenthesis, or: "an operator")
        modifiers.append(Statement.Modifier(kind: .power(exponent), position: token.position))
      default:
        var count: Expression?
        if take(.openParenthesis) {
          count = try nested { parser throws(OpenQASMError) in try parser.parseExpression() }
          try expect(.closeParenthesis, or: "an operator")
        }
        modifiers.append(
          Statement.Modifier(kind: .control(isPositive: word == "ctrl", count: count), position: token.position))
      }
      try expect(.at)
    }
    return modifiers
  }

  /// Barriers keep compilers from moving gates; nothing here moves gates.
  mutating func parseBarrier() throws(OpenQASMError) -> Statement.Kind {
    take()
    let operands = try parseOperands()
    try expect(.semicolon, or: "','")
    return .barrier(operands)
  }

  private mutating func parseDelay() throws(OpenQASMError) -> Statement.Kind {
    take()
    try expect(.openBracket)
    let duration = try parseExpression()
    try expect(.closeBracket, or: "an operator")
    let operands = try parseOperands()
    try expect(.semicolon, or: "','")
    return .delay(duration, operands)
  }

  private mutating func parseBox() throws(OpenQASMError) -> Statement.Kind {
    take()
    var duration: Expression?
    if take(.openBracket) {
      duration = try parseExpression()
      try expect(.closeBracket, or: "an operator")
    }
    return .box(duration: duration, try parseBlock())
  }
}
