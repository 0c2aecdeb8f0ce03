extension Parser {
  // MARK: Types

  /// A type, such as `int[8]`, `complex[float[64]]` or `array[bit, 2, 3]`.
  mutating func parseType() throws(OpenQASMError) -> TypeName {
    let token = peek
    guard case .word(let word) = token.kind, OpenQASMNames.scalarTypes.contains(word) || word == "array" else {
      throw token.error(allowed: "a type: \(OpenQASMNames.scalarTypes.sorted().joined(separator: ", ")) or array")
    }
    take()
    if word == "array" { return try parseArrayType(at: token.position) }
    if word == "complex" {
      var component: TypeName?
      if take(.openBracket) {
        component = try nested { parser throws(OpenQASMError) in try parser.parseType() }
        try expect(.closeBracket)
      }
      return TypeName(kind: .complex(component: component), position: token.position)
    }
    var width: Expression?
    if take(.openBracket) {
      width = try parseExpression()
      try expect(.closeBracket)
    }
    return TypeName(kind: .scalar(word, width: width), position: token.position)
  }

  private mutating func parseArrayType(at position: SourcePosition) throws(OpenQASMError) -> TypeName {
    try expect(.openBracket)
    let element = try nested { parser throws(OpenQASMError) in try parser.parseType() }
    try expect(.comma)
    if case .unknown("#") = peek.kind {
      take()
      guard take(word: "dim") else { throw peek.error(allowed: "#dim = and a number") }
      try expect(.assign)
      let rank = try parseExpression()
      try expect(.closeBracket)
      return TypeName(kind: .arrayOfRank(element: element, rank: rank), position: position)
    }
    var dimensions: [Expression] = []
    repeat { dimensions.append(try parseExpression()) } while takeComma(before: .closeBracket)
    try expect(.closeBracket, or: "','")
    return TypeName(kind: .array(element: element, dimensions: dimensions), position: position)
  }

  // MARK: Variables

  /// `qubit[2] q;` or `qreg q[2];`
  mutating func parseQubits(isOldStyle: Bool) throws(OpenQASMError) -> Statement.Kind {
    take()
    var size = isOldStyle ? nil : try parseSize()
    let name = try takeName(for: "register")
    if isOldStyle { size = try parseSize() }
    try expect(.semicolon)
    return .qubits(name: name, size: size)
  }

  mutating func parseSize() throws(OpenQASMError) -> Expression? {
    guard take(.openBracket) else { return nil }
    let size = try parseExpression()
    try expect(.closeBracket)
    return size
  }

  /// `creg c[2];`
  mutating func parseOldBits() throws(OpenQASMError) -> Statement.Kind {
    let position = take().position
    let name = try takeName(for: "register")
    let width = try parseSize()
    try expect(.semicolon)
    let type = TypeName(kind: .scalar("bit", width: width), position: position)
    return .declaration(Statement.Declaration(role: .variable, type: type, name: name, value: nil))
  }

  /// A variable, a constant, an input or an output.
  mutating func parseDeclaration() throws(OpenQASMError) -> Statement.Kind {
    var role = Statement.Declaration.Role.variable
    if take(word: "const") {
      role = .constant
    } else if take(word: "input") {
      role = .input
    } else if take(word: "output") {
      role = .output
    }
    let type = try parseType()
    let name = try takeName(for: thing(of: type, role))
    var value: Statement.Value?
    if role != .input, take(.assign) { value = try parseValue() }
    guard role != .constant || value != nil else { throw peek.error(allowed: "'=' and the value of the constant") }
    try expect(
      .semicolon, or: role == .input ? "a further input statement for a further input" : value == nil ? "'='" : "")
    return .declaration(Statement.Declaration(role: role, type: type, name: name, value: value))
  }

  private func thing(of type: TypeName, _ role: Statement.Declaration.Role) -> String {
    if role == .input { return "input" }
    if case .scalar("bit", _) = type.kind { return "register" }
    return "variable"
  }

  /// `let name = q[0:2] ++ r;`
  mutating func parseAlias() throws(OpenQASMError) -> Statement.Kind {
    take()
    let name = try takeName(for: "alias")
    try expect(.assign)
    let value = try parseExpressionOrConcatenation()
    try expect(.semicolon, or: "'++'")
    return .alias(name, value)
  }

  // MARK: Gates and subroutines

  /// `gate name(a, b) x, y { … }`
  mutating func parseGateDefinition() throws(OpenQASMError) -> Statement.Kind {
    take()
    let gate = try parseGateHead()
    let body = try parseBlock()
    return .gate(
      Statement.GateStatement(name: gate.name, parameters: gate.parameters, qubits: gate.qubits, body: body))
  }

  /// A name with parameters and qubits.
  mutating func parseGateHead() throws(OpenQASMError) -> Statement.GateStatement {
    let name = try takeName(for: "gate")
    var parameters: [Statement.Name] = []
    if take(.openParenthesis), !take(.closeParenthesis) {
      repeat { parameters.append(try takeName(for: "parameter")) } while takeComma(before: .closeParenthesis)
      try expect(.closeParenthesis, or: "','")
    }
    var qubits: [Statement.Name] = []
    repeat { qubits.append(try takeName(for: "qubit")) } while takeComma(before: .openBrace)
    guard isNext(.openBrace) || isNext(.semicolon) else { throw peek.error(allowed: "'{' or ','") }
    return Statement.GateStatement(name: name, parameters: parameters, qubits: qubits, body: [])
  }

  /// `def name(qubit q, int[8] n) -> bit { … }`
  mutating func parseSubroutine() throws(OpenQASMError) -> Statement.Kind {
    take()
    let name = try takeName(for: "subroutine")
    var parameters: [Statement.Subroutine.Parameter] = []
    try expect(.openParenthesis)
    if !take(.closeParenthesis) {
      repeat { parameters.append(try parseSubroutineParameter()) } while takeComma(before: .closeParenthesis)
      try expect(.closeParenthesis, or: "','")
    }
    let result = take(.arrow) ? try parseType() : nil
    let body = try parseBlock()
    return .subroutine(
      Statement.Subroutine(name: name, parameters: parameters, result: result, body: body))
  }

  private mutating func parseSubroutineParameter() throws(OpenQASMError) -> Statement.Subroutine.Parameter {
    if take(word: "qubit") {
      let size = try parseSize()
      return Statement.Subroutine.Parameter(role: .qubits(size: size), name: try takeName(for: "parameter"))
    }
    if case .word(let word) = peek.kind, word == "qreg" || word == "creg" {
      take()
      let name = try takeName(for: "parameter")
      let size = try parseSize()
      if word == "qreg" { return Statement.Subroutine.Parameter(role: .qubits(size: size), name: name) }
      let type = TypeName(kind: .scalar("bit", width: size), position: name.position)
      return Statement.Subroutine.Parameter(role: .value(type), name: name)
    }
    let isMutable = take(word: "mutable")
    let isReadOnly = !isMutable && take(word: "readonly")
    let type = try parseType()
    let isArray: Bool
    switch type.kind {
    case .array, .arrayOfRank: isArray = true
    case .scalar, .complex: isArray = false
    }
    guard isArray == (isMutable || isReadOnly) else {
      throw type.position.error(
        found: isArray ? "an array without readonly or mutable" : "readonly or mutable before a value",
        allowed: "readonly or mutable before arrays, and before nothing else")
    }
    let name = try takeName(for: "parameter")
    return Statement.Subroutine.Parameter(role: isArray ? .array(type, isMutable: isMutable) : .value(type), name: name)
  }

  /// `extern name(types) -> type;`, kept as it stands.
  mutating func parseExternal() throws(OpenQASMError) -> Statement.Kind {
    take()
    let name = try takeName(for: "function")
    var words: [String] = []
    while !isNext(.semicolon), peek.kind != .end {
      let token = take()
      switch token.kind {
      case .word(let text), .integer(let text): words.append(text)
      case .symbol(let symbol): words.append(symbol.rawValue)
      default: throw token.error(allowed: "the types of the function")
      }
    }
    try expect(.semicolon)
    return .external(name, text: words.joined(separator: " "))
  }
}
