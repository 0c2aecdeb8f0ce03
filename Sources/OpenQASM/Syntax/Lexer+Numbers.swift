extension Lexer {
  /// The units that a number may carry: those of time, and the imaginary one.
  static let units: Set<String> = ["im", "dt", "ns", "us", "µs", "μs", "ms", "s"]

  /// `12`, `1_000`, `0x1F`, `0b101`, `0o17`, `1.5`, `.5e-3`, `100ns`, `2.5im`.
  mutating func readNumber() throws(OpenQASMError) {
    let start = mark
    if readPrefixedInteger(from: start) { return }
    var isInteger = true
    skip { $0.isDigit || $0 == UInt8(ascii: "_") }
    if peek() == UInt8(ascii: ".") {
      isInteger = false
      advance()
      skip { $0.isDigit || $0 == UInt8(ascii: "_") }
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      let hasSign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
      if peek(hasSign ? 2 : 1)?.isDigit == true {
        isInteger = false
        advance()
        advance()
        skip { $0.isDigit || $0 == UInt8(ascii: "_") }
      }
    }
    let digits = digits(from: start.position)
    guard startsIdentifier else {
      tokens.append(start.token(isInteger ? .integer(digits) : .decimal(digits)))
      return
    }
    let unitStart = position
    skipIdentifier()
    let unit = string(from: unitStart)
    guard Self.units.contains(unit) else {
      throw start.token(.integer(string(from: start.position)))
        .error(allowed: "a number, with a unit of time or im at most, or an integer behind 0x, 0o or 0b")
    }
    tokens.append(start.token(.quantity(digits: digits, unit: unit)))
  }

  /// An integer in another base, which becomes a decimal one; false, with nothing taken, for anything else.
  private mutating func readPrefixedInteger(from start: Mark) -> Bool {
    guard peek() == UInt8(ascii: "0"), let letter = peek(1) else { return false }
    let radix: Int
    switch letter {
    case UInt8(ascii: "x"), UInt8(ascii: "X"): radix = 16
    case UInt8(ascii: "o"), UInt8(ascii: "O"): radix = 8
    case UInt8(ascii: "b"), UInt8(ascii: "B"): radix = 2
    default: return false
    }
    var end = position + 2
    while end < bytes.count, bytes[end].isDigit || bytes[end].startsIdentifier { end += 1 }
    let digits = String(decoding: bytes[(position + 2)..<end].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    guard let value = UInt64(digits, radix: radix) else { return false }
    position = end
    tokens.append(start.token(.integer(String(value))))
    return true
  }

  /// What was read since `start`, without underscores.
  private func digits(from start: Int) -> String {
    let written = bytes[start..<position]
    guard written.contains(UInt8(ascii: "_")) else { return String(decoding: written, as: UTF8.self) }
    return String(decoding: written.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }
}
