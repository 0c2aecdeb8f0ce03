extension Parser {
  /// `{ … }`
  mutating func parseBlock() throws(OpenQASMError) -> [Statement] {
    try expect(.openBrace)
    return try nested { parser throws(OpenQASMError) in
      var statements: [Statement] = []
      while !parser.take(.closeBrace) {
        guard parser.peek.kind != .end else { throw parser.peek.error(allowed: "\(Parser.statements) or '}'") }
        try parser.parseStatement(into: &statements)
      }
      return statements
    }
  }

  /// A block, or one statement in the place of it.
  private mutating func parseBody() throws(OpenQASMError) -> [Statement] {
    if isNext(.openBrace) { return try parseBlock() }
    return try nested { parser throws(OpenQASMError) in
      var statements: [Statement] = []
      try parser.parseStatement(into: &statements)
      return statements
    }
  }

  mutating func parseControlFlow(_ word: String) throws(OpenQASMError) -> Statement.Kind {
    take()
    switch word {
    case "if":
      let condition = try parseCondition()
      let body = try parseBody()
      return .conditional(condition, then: body, otherwise: take(word: "else") ? try parseBody() : [])
    case "while":
      let condition = try parseCondition()
      return .whileLoop(condition, try parseBody())
    case "for": return try parseFor()
    case "switch": return try parseSwitch()
    case "return":
      guard !take(.semicolon) else { return .giveBack(nil) }
      let value = try parseValue()
      try expect(.semicolon, or: "an operator")
      return .giveBack(value)
    default:
      try expect(.semicolon)
      return word == "break" ? .breakLoop : word == "continue" ? .continueLoop : .end
    }
  }

  private mutating func parseCondition() throws(OpenQASMError) -> Expression {
    try expect(.openParenthesis)
    let condition = try nested { parser throws(OpenQASMError) in try parser.parseExpression() }
    try expect(.closeParenthesis, or: "an operator")
    return condition
  }

  /// `for type name in [a:b] …`, `in {a, b} …`, `in register …`
  private mutating func parseFor() throws(OpenQASMError) -> Statement.Kind {
    let type = try parseType()
    let name = try takeName(for: "variable of the loop")
    guard take(word: "in") else { throw peek.error(allowed: "in") }
    let values: Expression
    if take(.openBracket) {
      values = try parseIndexOrRange()
      guard case .range = values.kind else {
        throw values.position.error(found: "brackets without a range", allowed: "first:last")
      }
      try expect(.closeBracket)
    } else {
      values = isNext(.openBrace) ? try parseList() : try parseExpression()
    }
    return .forLoop(Statement.ForLoop(type: type, name: name, values: values, body: try parseBody()))
  }

  private mutating func parseSwitch() throws(OpenQASMError) -> Statement.Kind {
    let value = try parseCondition()
    try expect(.openBrace)
    var cases: [Statement.Case] = []
    var otherwise: [Statement]?
    while !take(.closeBrace) {
      let token = peek
      if take(word: "case"), otherwise == nil {
        var labels: [Expression] = []
        repeat { labels.append(try parseExpression()) } while takeComma(before: .openBrace)
        cases.append(Statement.Case(labels: labels, body: try parseBlock()))
      } else if take(word: "default"), otherwise == nil {
        otherwise = try parseBlock()
      } else {
        throw token.error(allowed: otherwise == nil ? "case, default or '}'" : "'}' behind default")
      }
    }
    guard !cases.isEmpty || otherwise != nil else {
      throw value.position.error(found: "a switch without cases", allowed: "at least one")
    }
    return .choice(value, cases, otherwise: otherwise)
  }
}
