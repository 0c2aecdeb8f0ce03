extension Parser {
  /// An expression, or several joined by `++`.
  mutating func parseExpressionOrConcatenation() throws(OpenQASMError) -> Expression {
    let first = try parseExpression()
    guard isNext(.concatenate) else { return first }
    var parts = [first]
    while take(.concatenate) { parts.append(try parseExpression()) }
    return Expression(.concatenation(parts), at: first.position)
  }

  mutating func parseExpression() throws(OpenQASMError) -> Expression {
    try parseChain(ofRank: 0)
  }

  /// Operators of at least this rank. Those of one rank in a row become one node.
  private mutating func parseChain(ofRank minimum: Int) throws(OpenQASMError) -> Expression {
    var left = try parseSigned()
    while let rank = nextOperator?.rank, rank >= minimum {
      var links: [Expression.Link] = []
      while let symbol = nextOperator, symbol.rank == rank {
        let token = take()
        links.append(
          Expression.Link(symbol: symbol, position: token.position, operand: try parseChain(ofRank: rank + 1)))
      }
      left = Expression(.chain(left, links), at: left.position)
    }
    return left
  }

  /// The operator that comes next, powers excepted.
  private var nextOperator: BinaryOperator? {
    guard let found = nextSymbol?.binaryOperator, found != .power, version == 3 || found.rank >= BinaryOperator.add.rank
    else { return nil }
    return found
  }

  private var isPowerNext: Bool { isNext(version == 2 ? .caret : .power) }

  private mutating func parseSigned() throws(OpenQASMError) -> Expression {
    let start = peek.position
    var signs: [UnaryOperator] = []
    while let sign = nextSymbol?.unaryOperator, version == 3 || sign == .plus || sign == .minus {
      take()
      signs.append(sign)
    }
    var operand = try parsePostfix()
    if isPowerNext {
      var operands = [operand]
      while isPowerNext {
        take()
        // Signs of an exponent reach over the powers behind it.
        if isNext(.minus) || isNext(.plus) || isNext(.exclamation) || isNext(.tilde) {
          operands.append(try nested { parser throws(OpenQASMError) in try parser.parseSigned() })
        } else {
          operands.append(try parsePostfix())
        }
      }
      operand = Expression(.powers(operands), at: operand.position)
    }
    return signs.isEmpty ? operand : Expression(.signs(signs, operand), at: start)
  }

  private mutating func parsePostfix() throws(OpenQASMError) -> Expression {
    var value = try parsePrimary()
    var bracketCount = 0
    while isNext(.openBracket), version == 3 {
      guard bracketCount < 8 else { throw peek.error(allowed: "at most 8 pairs of brackets behind a name") }
      bracketCount += 1
      value = try parseIndex(of: value)
    }
    return value
  }

  /// `[…]` behind something that has elements.
  mutating func parseIndex(of value: Expression) throws(OpenQASMError) -> Expression {
    take()
    let indices = try nested { parser throws(OpenQASMError) in
      var indices: [Expression] = []
      repeat { indices.append(try parser.parseIndexOrRange()) } while parser.takeComma(before: .closeBracket)
      return indices
    }
    if indices.count > 1, let list = indices.first(where: { if case .list = $0.kind { true } else { false } }) {
      throw list.position.error(found: "a list beside another index", allowed: "a list alone, or ranges")
    }
    try expect(.closeBracket)
    return Expression(.index(value, indices), at: value.position)
  }

  /// `a`, `a:b`, `a:step:b`, `:`, or `{a, b}`.
  mutating func parseIndexOrRange() throws(OpenQASMError) -> Expression {
    let start = peek.position
    if isNext(.openBrace) { return try parseList() }
    let first = isNext(.colon) ? nil : try parseExpression()
    guard take(.colon) else {
      guard let first else { throw peek.error(allowed: "a number, a variable or '('") }
      return first
    }
    var last = isEndOfRange ? nil : try parseExpression()
    var step: Expression?
    if take(.colon) {
      guard let second = last else { throw peek.error(found: "a range without its step", allowed: "first:step:last") }
      step = second
      last = isEndOfRange ? nil : try parseExpression()
    }
    return Expression(.range(first: first, step: step, last: last), at: start)
  }

  private var isEndOfRange: Bool { isNext(.closeBracket) || isNext(.comma) || isNext(.colon) }

  /// `{a, b, …}`, whose elements may be lists.
  mutating func parseList() throws(OpenQASMError) -> Expression {
    let start = take().position
    let elements = try nested { parser throws(OpenQASMError) in
      var elements: [Expression] = []
      while !parser.isNext(.closeBrace) {
        elements.append(parser.isNext(.openBrace) ? try parser.parseList() : try parser.parseExpression())
        guard parser.take(.comma) else { break }
      }
      return elements
    }
    try expect(.closeBrace, or: "','")
    return Expression(.list(elements), at: start)
  }

  private mutating func parsePrimary() throws(OpenQASMError) -> Expression {
    let token = peek
    func made(_ kind: Expression.Kind) -> Expression { Expression(kind, at: token.position) }
    switch token.kind {
    case .integer(let digits), .decimal(let digits):
      take()
      if case .word(let unit) = peek.kind, version == 3, Lexer.units.contains(unit) {
        take()
        return made(unit == "im" ? .imaginary(digits) : .duration(digits: digits, unit: unit))
      }
      if case .integer = token.kind { return made(hasRealArithmetic ? .decimal(digits + ".0") : .integer(digits)) }
      return made(.decimal(digits))
    case .quantity(let digits, let unit):
      guard version == 3 else { throw token.error(allowed: "a number without a unit") }
      take()
      return made(unit == "im" ? .imaginary(digits) : .duration(digits: digits, unit: unit))
    case .text(let text):
      let digits = text.filter { $0 != "_" }
      guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "1") }) else {
        throw token.error(allowed: "a number, a variable, '(', or bits such as \"0101\"")
      }
      take()
      return made(.bits(digits))
    case .symbol(.dollar):
      return try parsePhysicalQubit()
    case .symbol(.openParenthesis):
      take()
      let value = try nested { parser throws(OpenQASMError) in try parser.parseExpression() }
      try expect(.closeParenthesis, or: "an operator")
      return value
    case .word(let word):
      return try parseWord(word)
    default:
      throw token.error(allowed: "a number, a variable or '('")
    }
  }

  mutating func parsePhysicalQubit() throws(OpenQASMError) -> Expression {
    let start = take().position
    guard case .integer(let digits) = peek.kind else {
      throw peek.error(
        found: "\(peek.shown) as a physical qubit", allowed: "0 to \(OpenQASMNames.maximumPhysicalQubit)")
    }
    take()
    return Expression(.physicalQubit(digits), at: start)
  }

  private mutating func parseWord(_ word: String) throws(OpenQASMError) -> Expression {
    let token = peek
    if version == 3, OpenQASMNames.keywords.contains(word) {
      switch word {
      case "true", "false":
        take()
        return Expression(.boolean(word == "true"), at: token.position)
      case "measure":
        throw token.error(
          found: "a measurement within an expression", allowed: "one alone on the right of an assignment")
      case "durationof":
        throw token.error(allowed: "durations written as numbers; the durations of blocks are not known here")
      case "im":
        throw token.error(allowed: "a number in front of im")
      default: break
      }
      if OpenQASMNames.scalarTypes.contains(word) {
        let type = try parseType()
        guard take(.openParenthesis) else { throw peek.error(allowed: "'(' and the value to be converted") }
        let value = try nested { parser throws(OpenQASMError) in try parser.parseExpression() }
        try expect(.closeParenthesis, or: "an operator")
        return Expression(.cast(type, value), at: token.position)
      }
      guard word == "pow" else { throw token.error(allowed: "a number, a variable or '('") }
    }
    guard version == 3 || word == "pi" || !isKeyword(word) else {
      throw token.error(allowed: "a number, a variable or '('")
    }
    take()
    guard isNext(.openParenthesis) else { return Expression(.name(word), at: token.position) }
    guard version == 3 || OpenQASMNames.functionsOfVersion2.contains(word) else {
      throw token.error(allowed: "a number, a variable, or sin, cos, tan, exp, ln or sqrt")
    }
    // The natural logarithm has another name in version 3.
    let function = version == 2 && word == "ln" ? "log" : word
    return Expression(.call(function, try parseArguments()), at: token.position)
  }

  /// `(a, b, …)`; nothing between the parentheses is no argument.
  mutating func parseArguments() throws(OpenQASMError) -> [Expression] {
    guard take(.openParenthesis) else { return [] }
    guard !take(.closeParenthesis) else { return [] }
    let hadRealArithmetic = hasRealArithmetic
    hasRealArithmetic = version == 2
    defer { hasRealArithmetic = hadRealArithmetic }
    let arguments = try nested { parser throws(OpenQASMError) in
      var arguments: [Expression] = []
      repeat { arguments.append(try parser.parseExpression()) } while parser.takeComma(before: .closeParenthesis)
      return arguments
    }
    try expect(.closeParenthesis, or: "','")
    return arguments
  }
}
