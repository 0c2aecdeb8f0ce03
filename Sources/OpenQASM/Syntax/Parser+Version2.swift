extension Parser {
  /// A statement of OpenQASM 2, in the form that version 3 has for it.
  mutating func parseStatementOfVersion2(_ word: String) throws(OpenQASMError) -> Statement.Kind {
    switch word {
    case "include": return try parseInclude()
    case "qreg": return try parseQubits(isOldStyle: true)
    case "creg": return try parseOldBits()
    case "gate": return try parseGateDefinition()
    case "opaque":
      take()
      let gate = try parseGateHead()
      try expect(.semicolon, or: "','")
      return .opaque(gate)
    case "measure":
      let measurement = try parseMeasurement()
      if case .measurement(let parts) = measurement, parts.target == nil {
        throw parts.arrow.error(found: "';'", allowed: "'->' and the bits that the outcome goes to")
      }
      return measurement
    case "reset":
      take()
      let operand = try parseOperand()
      try expect(.semicolon)
      return .reset(operand)
    case "barrier": return try parseBarrier()
    case "if": return try parseConditionOfVersion2()
    default:
      guard !OpenQASMNames.keywordsOfVersion2.contains(word) else { throw peek.error(allowed: Self.statements) }
      return try parseCall()
    }
  }

  /// `if (c == 3) gate;`
  private mutating func parseConditionOfVersion2() throws(OpenQASMError) -> Statement.Kind {
    take()
    try expect(.openParenthesis)
    let register = peek
    guard case .word(let name) = register.kind, !isKeyword(name) else {
      throw register.error(allowed: "a declared register of bits")
    }
    take()
    let sign = peek
    try expect(.equal)
    guard case .integer(let digits) = peek.kind else { throw peek.error(allowed: "an integer that is not negative") }
    let number = Expression(.integer(digits), at: take().position)
    try expect(.closeParenthesis)
    let condition = Expression(
      .chain(
        Expression(.name(name), at: register.position),
        [Expression.Link(symbol: .equal, position: sign.position, operand: number)]),
      at: register.position)
    let token = peek
    guard case .word(let word) = token.kind,
      !["include", "qreg", "creg", "gate", "opaque", "if", "barrier"].contains(word)
    else { throw token.error(allowed: "a gate, a measurement or a reset") }
    var body: [Statement] = []
    try parseStatement(into: &body)
    return .conditional(condition, then: body, otherwise: [])
  }
}
