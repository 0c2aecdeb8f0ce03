/// A word, number or sign of an OpenQASM text and where it stands.
struct OpenQASMToken {
  enum Kind: Equatable {
    case word(String)
    case integer(String)
    case decimal(String)
    case text(String)
    /// `@name payload`, to the end of the line.
    case annotation(name: String, payload: String)
    case symbol(Unicode.Scalar)
    case end
  }

  let kind: Kind
  let line: Int
  let column: Int

  /// The token as a message shows it: short, whatever was written.
  var shown: String {
    switch kind {
    case .word(let text), .integer(let text), .decimal(let text): shortened(text)
    case .text(let text): "the text \"\(shortened(text))\""
    case .annotation(let name, _): "the annotation @\(shortened(name))"
    case .symbol(let scalar):
      "'\(scalar.isASCII && scalar.value > 31 ? String(scalar) : scalar.escaped(asASCII: true))'"
    case .end: "the end of the text"
    }
  }

  func error(found: String? = nil, allowed: String) -> OpenQASMError {
    OpenQASMError(line: line, column: column, found: found ?? shown, allowed: allowed)
  }
}

/// At most 40 characters of a text, without line breaks.
func shortened(_ text: String) -> String {
  let scalars = text.unicodeScalars.prefix(41).map { $0.value < 32 ? " " : $0 }
  return String(String.UnicodeScalarView(scalars.prefix(40))) + (scalars.count > 40 ? "…" : "")
}

/// Cuts a text into tokens; comments and white space fall away.
struct OpenQASMLexer {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  /// Where the line starts.
  private var lineStart = 0
  private var tokens: [OpenQASMToken] = []

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  static func tokens(of text: String) throws(OpenQASMError) -> [OpenQASMToken] {
    var lexer = OpenQASMLexer(text)
    while try lexer.skipSpace() { try lexer.readToken() }
    lexer.append(.end, from: lexer.position)
    return lexer.tokens
  }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  private func token(_ kind: OpenQASMToken.Kind, from start: Int) -> OpenQASMToken {
    OpenQASMToken(kind: kind, line: line, column: start - lineStart + 1)
  }

  private mutating func append(_ kind: OpenQASMToken.Kind, from start: Int) {
    tokens.append(token(kind, from: start))
  }

  private func string(from start: Int, to end: Int? = nil) -> String {
    String(String.UnicodeScalarView(scalars[start..<(end ?? position)]))
  }

  private mutating func advance() {
    // "\r\n" is one line break: it is counted at its second half.
    if scalars[position] == "\n" || (scalars[position] == "\r" && peek(1) != "\n") {
      line += 1
      lineStart = position + 1
    }
    position += 1
  }

  /// Goes to the next token; false at the end.
  private mutating func skipSpace() throws(OpenQASMError) -> Bool {
    while let scalar = peek() {
      switch (scalar, peek(1)) {
      case (" ", _), ("\t", _), ("\n", _), ("\r", _): advance()
      case ("/", "/"): while let next = peek(), !next.endsLine { advance() }
      case ("/", "*"):
        let start = token(.symbol(scalar), from: position)
        advance()
        advance()
        while peek() != "*" || peek(1) != "/" {
          guard peek() != nil else {
            throw start.error(found: "a comment without an end", allowed: "a comment closed by */")
          }
          advance()
        }
        advance()
        advance()
      default: return true
      }
    }
    return false
  }

  private mutating func readToken() throws(OpenQASMError) {
    let start = position
    let scalar = scalars[position]
    if scalar.startsIdentifier {
      skip { $0.continuesIdentifier }
      append(.word(string(from: start)), from: start)
    } else if scalar.isDigit || (scalar == "." && peek(1)?.isDigit == true) {
      try readNumber()
    } else if scalar == "\"" {
      advance()
      skip { $0 != "\"" && !$0.endsLine }
      guard peek() == "\"" else {
        throw token(.symbol(scalar), from: start)
          .error(found: "a text without an end", allowed: "a text closed by \" on its line")
      }
      append(.text(string(from: start + 1)), from: start)
      advance()
    } else if scalar == "@", peek(1)?.startsIdentifier == true, isStatementStart {
      advance()
      skip { $0.continuesIdentifier || $0 == "." }
      let name = string(from: start + 1)
      let payload = position
      skip { !$0.endsLine }
      append(.annotation(name: name, payload: string(from: payload)), from: start)
    } else {
      advance()
      append(.symbol(scalar), from: start)
    }
  }

  /// Whether an annotation can stand here; elsewhere `@` belongs to a modifier.
  private var isStatementStart: Bool {
    switch tokens.last?.kind {
    case nil, .annotation, .symbol(";"), .symbol("{"), .symbol("}"): true
    default: false
    }
  }

  private mutating func skip(while condition: (Unicode.Scalar) -> Bool) {
    while let next = peek(), condition(next) { advance() }
  }

  private mutating func readNumber() throws(OpenQASMError) {
    let start = position
    var isInteger = true
    skip { $0.isDigit || $0 == "_" }
    if peek() == "." {
      isInteger = false
      advance()
      skip { $0.isDigit || $0 == "_" }
    }
    if peek() == "e" || peek() == "E" {
      let hasSign = peek(1) == "+" || peek(1) == "-"
      if peek(hasSign ? 2 : 1)?.isDigit == true {
        isInteger = false
        advance()
        advance()
        skip { $0.isDigit || $0 == "_" }
      }
    }
    if peek()?.continuesIdentifier == true {
      skip { $0.continuesIdentifier }
      throw token(.integer(string(from: start)), from: start)
        .error(allowed: "a decimal number without a unit or a base")
    }
    let digits = String(String.UnicodeScalarView(scalars[start..<position].filter { $0 != "_" }))
    append(isInteger ? .integer(digits) : .decimal(digits), from: start)
  }
}

extension Unicode.Scalar {
  var isDigit: Bool { ("0"..."9").contains(self) }
  var endsLine: Bool { self == "\n" || self == "\r" }
  var continuesIdentifier: Bool { startsIdentifier || isDigit }

  /// As the grammar of OpenQASM 3 has it: an underscore or a letter of any script.
  var startsIdentifier: Bool {
    if isASCII { return self == "_" || ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber:
      return true
    default: return false
    }
  }
}
