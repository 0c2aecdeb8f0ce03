extension JSONParser {
  /// The number at `offset`, which is a digit or a minus sign.
  mutating func number() throws(Failure) -> JSONValue {
    let start = offset
    let isNegative = next == UInt8(ascii: "-")
    if isNegative {
      offset += 1
      if next == UInt8(ascii: "I") { return try word("Infinity", .number(-.infinity)) }
    }
    guard digit != nil else { throw unexpected("a digit") }
    let first = offset
    var significand = Significand()
    significand.take(from: &self)
    let integerDigits = offset - first
    if integerDigits > 1, bytes[first] == UInt8(ascii: "0") {
      throw Failure(offset: first, message: "a number with a leading zero was found, none is allowed")
    }
    guard next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") else {
      return try integer(significand, digits: integerDigits, isNegative: isNegative, start: start)
    }
    var exponent = 0
    if next == UInt8(ascii: ".") {
      offset += 1
      guard digit != nil else { throw unexpected("a digit") }
      let first = offset
      significand.take(from: &self)
      exponent -= offset - first
    }
    if next | 0x20 == UInt8(ascii: "e") {
      exponent += try self.exponent()
    }
    return .number(try double(significand, exponent: exponent, isNegative: isNegative, start: start))
  }

  /// The leading digits of a number as an integer.
  struct Significand {
    var value: UInt64 = 0
    /// Up to 19 digits after leading zeros fit for sure.
    var digits = 0
    /// How many digits stand behind those.
    var dropped = 0
    /// Whether one of those is not zero.
    var isInexact = false

    /// Takes all digits that follow.
    @inline(__always) mutating func take(from parser: inout JSONParser) {
      while let digit = parser.digit {
        if digits < 19 {
          value = value &* 10 &+ UInt64(digit)
          if value != 0 { digits += 1 }
        } else {
          dropped += 1
          if digit != 0 { isInexact = true }
        }
        parser.offset += 1
      }
    }
  }

  /// The next byte as a digit.
  var digit: UInt8? {
    @inline(__always) get {
      let digit = next &- UInt8(ascii: "0")
      return digit < 10 ? digit : nil
    }
  }

  /// What follows the `e` at `offset`; far beyond every double it may be clipped.
  private mutating func exponent() throws(Failure) -> Int {
    offset += 1
    let isNegative = next == UInt8(ascii: "-")
    if isNegative || next == UInt8(ascii: "+") { offset += 1 }
    guard digit != nil else { throw unexpected("a digit") }
    var exponent = 0
    while let digit {
      // No text is so long that its digits make up for this.
      if exponent < 1 << 52 { exponent = exponent * 10 + Int(digit) }
      offset += 1
    }
    return isNegative ? -exponent : exponent
  }

  private func integer(
    _ significand: Significand, digits: Int, isNegative: Bool, start: Int
  ) throws(Failure) -> JSONValue {
    if significand.dropped == 0 {
      let value = significand.value
      if !isNegative { return JSONValue(value) }
      if value == 0 { return .number(-0.0) }
      if value <= 1 << 63 { return .integer(0 &- Int64(truncatingIfNeeded: value)) }
    } else if !isNegative, digits == 20, let value = UInt64(String(decoding: bytes[start..<offset], as: UTF8.self)) {
      return .unsigned(value)
    }
    return .number(try double(significand, exponent: 0, isNegative: isNegative, start: start))
  }

  /// The nearest double to the number that reaches from `start` to `offset`.
  private func double(
    _ significand: Significand, exponent: Int, isNegative: Bool, start: Int
  ) throws(Failure) -> Double {
    let scale = exponent + significand.dropped
    var magnitude = DecimalConversion.double(significand.value, exponent: scale)
    if significand.isInexact, magnitude != DecimalConversion.double(significand.value + 1, exponent: scale) {
      // The digits beyond the first 19 decide.
      let text = String(decoding: bytes[start..<offset], as: UTF8.self)
      magnitude = Double(text)?.magnitude ?? magnitude
    }
    guard magnitude.isFinite else {
      let text = quoted(String(decoding: bytes[start..<offset], as: UTF8.self), limit: 40)
      throw Failure(offset: start, message: "the number \(text) was found, one below 1.8e308 is allowed")
    }
    return isNegative ? -magnitude : magnitude
  }
}
