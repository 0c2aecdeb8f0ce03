import QuantumCircuits

/// Cuts a text into tokens; comments and white space fall away.
struct Lexer {
  /// UTF-8.
  let bytes: [UInt8]
  /// The number of the text among those that a program is made of.
  private let file: Int
  var position = 0
  private var line = 1
  /// Where the line starts.
  private var lineStart = 0
  /// How many bytes of the line so far begin no scalar, which is what columns count.
  private var continuationCount = 0
  var tokens: [Token] = []
  /// Whether definitions may be known again by their letters: the text begins as ours do, so that the names in bodies
  /// have the meaning that they have in ours, and all definitions under names of ours were ours so far.
  private var recognizesDefinitions: Bool

  /// Where a token begins.
  struct Mark {
    let position: Int
    let source: SourcePosition

    func token(_ kind: Token.Kind) -> Token { Token(kind: kind, position: source) }
  }

  private init(_ text: String, file: Int, recognizesDefinitions: Bool) {
    bytes = Array(text.utf8)
    self.file = file
    self.recognizesDefinitions = recognizesDefinitions && bytes.starts(with: OpenQASMNames.head.utf8)
    tokens.reserveCapacity(bytes.count / 4)
  }

  /// - Parameter recognizesDefinitions: Whether a definition that is ours letter by letter may become one token.
  static func tokens(
    of text: String, file: Int = 0, recognizesDefinitions: Bool
  ) throws(OpenQASMError) -> [Token] {
    var lexer = Lexer(text, file: file, recognizesDefinitions: recognizesDefinitions)
    while try lexer.skipSpace() { try lexer.readToken() }
    lexer.tokens.append(lexer.mark.token(.end))
    return lexer.tokens
  }

  var mark: Mark {
    Mark(
      position: position,
      source: SourcePosition(line: line, column: position - lineStart - continuationCount + 1, file: file))
  }

  func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  func string(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

  mutating func advance() {
    let byte = bytes[position]
    position += 1
    if byte == UInt8(ascii: "\n") || (byte == UInt8(ascii: "\r") && peek() != UInt8(ascii: "\n")) {
      // "\r\n" is one line break: it is counted at its second half.
      line += 1
      lineStart = position
      continuationCount = 0
    } else if byte & 0b1100_0000 == 0b1000_0000 {
      continuationCount += 1
    }
  }

  mutating func skip(while condition: (UInt8) -> Bool) {
    while let next = peek(), condition(next) { advance() }
  }

  /// The scalar that begins here.
  private func scalar() -> Unicode.Scalar {
    var decoder = UTF8()
    var rest = bytes[position..<min(position + 4, bytes.count)].makeIterator()
    if case .scalarValue(let scalar) = decoder.decode(&rest) { return scalar }
    return "\u{FFFD}"
  }

  /// Takes the scalar that begins here.
  private mutating func advance(over scalar: Unicode.Scalar) {
    for _ in 0..<UTF8.width(scalar) { advance() }
  }

  /// Whether an identifier can begin here.
  var startsIdentifier: Bool {
    guard let byte = peek() else { return false }
    return byte < 128 ? byte.startsIdentifier : scalar().startsIdentifier
  }

  mutating func skipIdentifier(orDots: Bool = false) {
    while let byte = peek() {
      if byte < 128 {
        guard byte.startsIdentifier || byte.isDigit || (orDots && byte == UInt8(ascii: ".")) else { return }
        position += 1
      } else {
        let scalar = scalar()
        guard scalar.continuesIdentifier else { return }
        advance(over: scalar)
      }
    }
  }

  /// Goes to the next token; false at the end.
  private mutating func skipSpace() throws(OpenQASMError) -> Bool {
    while let byte = peek() {
      switch (byte, peek(1)) {
      case (UInt8(ascii: " "), _), (UInt8(ascii: "\t"), _), (UInt8(ascii: "\n"), _), (UInt8(ascii: "\r"), _): advance()
      case (UInt8(ascii: "/"), UInt8(ascii: "/")): skip { !$0.endsLine }
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        let start = mark.token(.symbol(.divide))
        advance()
        advance()
        while peek() != UInt8(ascii: "*") || peek(1) != UInt8(ascii: "/") {
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
    let start = mark
    let byte = bytes[position]
    if startsIdentifier {
      skipIdentifier()
      let word = string(from: start.position)
      if recognizesDefinitions, word == "gate", readDefinition(from: start) { return }
      if word == "pragma", isStatementStart {
        readPragma(from: start)
      } else {
        tokens.append(start.token(.word(word)))
      }
    } else if byte.isDigit || (byte == UInt8(ascii: ".") && peek(1)?.isDigit == true) {
      try readNumber()
    } else if byte == UInt8(ascii: "\"") {
      advance()
      skip { $0 != UInt8(ascii: "\"") && !$0.endsLine }
      guard peek() == UInt8(ascii: "\"") else {
        throw start.token(.unknown("\"")).error(
          found: "a text without an end", allowed: "a text closed by \" on its line")
      }
      tokens.append(start.token(.text(string(from: start.position + 1))))
      advance()
    } else if byte == UInt8(ascii: "@"), isStatementStart {
      readAnnotation()
    } else if byte == UInt8(ascii: "#"), bytes[position...].starts(with: "#pragma".utf8), isStatementStart {
      position += 7
      readPragma(from: start)
    } else if let symbol = symbol() {
      position += symbol.rawValue.utf8.count
      tokens.append(start.token(.symbol(symbol)))
    } else {
      let scalar = scalar()
      advance(over: scalar)
      tokens.append(start.token(.unknown(scalar)))
    }
  }

  /// The longest symbol that begins here.
  private func symbol() -> Symbol? {
    let byte = bytes[position]
    guard byte < 128 else { return nil }
    candidates: for (candidate, symbol) in Symbol.byFirstByte[Int(byte)] {
      for (offset, expected) in candidate.enumerated() where peek(offset) != expected { continue candidates }
      return symbol
    }
    return nil
  }

  /// The rest of the line behind `pragma`.
  private mutating func readPragma(from start: Mark) {
    let payload = position
    skip { !$0.endsLine }
    tokens.append(start.token(.pragma(string(from: payload))))
  }

  /// `@name payload`, or the sign `@` where no name follows.
  private mutating func readAnnotation() {
    let start = mark
    advance()
    guard startsIdentifier else {
      tokens.append(start.token(.symbol(.at)))
      return
    }
    skipIdentifier(orDots: true)
    let name = string(from: start.position + 1)
    let payload = position
    skip { !$0.endsLine }
    tokens.append(start.token(.annotation(name: name, payload: string(from: payload))))
  }

  /// Whether an annotation can stand here; elsewhere `@` belongs to a modifier.
  private var isStatementStart: Bool {
    switch tokens.last?.kind {
    case nil, .annotation, .pragma, .symbol(.semicolon), .symbol(.openBrace), .symbol(.closeBrace), .definition: true
    default: false
    }
  }

  /// Takes a definition behind `gate` that is ours letter by letter; false, with nothing taken, for any other.
  ///
  /// Most of the letters of our texts stand in such definitions.
  private mutating func readDefinition(from start: Mark) -> Bool {
    guard peek() == UInt8(ascii: " "), bytes[(position + 1)...].starts(with: OpenQASMNames.nativePrefix.utf8) else {
      return false
    }
    let end = bytes[position...].firstIndex(of: UInt8(ascii: "(")) ?? bytes.count
    let name = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    guard let kind = Circuit.Operation.Kind(rotationNamed: name), let text = kind.rotationText(name: name),
      bytes[start.position...].starts(with: text)
    else {
      // Another text may name many large gates of ours: what they are is not written out for each.
      recognizesDefinitions = false
      return false
    }
    let nameOffset = position + 1 - start.position
    let place = SourcePosition(
      line: Int(start.source.line), column: Int(start.source.column) + nameOffset, file: file)
    tokens.append(Token(kind: .definition(name: name, kind), position: place))
    position = start.position + text.count
    // The text ends with a line break.
    line += text.count { $0 == UInt8(ascii: "\n") }
    lineStart = position
    continuationCount = 0
    return true
  }
}

extension UInt8 {
  var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
  var endsLine: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
  var startsIdentifier: Bool {
    self == UInt8(ascii: "_") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= self
      || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self
  }
}

extension Unicode.Scalar {
  var isDigit: Bool { ("0"..."9").contains(self) }
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
