#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Walks over the bytes of a text, token by token, counting lines.
struct ByteScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  /// The line of `position`, the first being 1.
  var line = 1

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }
  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Skips blanks and commas within the line.
  mutating func skipSeparators() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: ",") || byte == 13 else {
        return
      }
      position += 1
    }
  }

  /// Skips blanks and commas, line breaks too.
  mutating func skipSeparatorsAndLines() {
    while true {
      skipSeparators()
      guard skipLineBreak() else { return }
    }
  }

  /// Steps over a line feed that stands here.
  mutating func skipLineBreak() -> Bool {
    guard current == UInt8(ascii: "\n") else { return false }
    position += 1
    line += 1
    return true
  }

  /// The bytes up to the next blank, comma or line break; empty at the end of a line.
  mutating func token() -> Range<Int> {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte <= UInt8(ascii: " ") || byte == UInt8(ascii: ",") { break }
      position += 1
    }
    return start..<position
  }

  /// Steps to the end of the line and returns what stood there.
  mutating func restOfLine() -> String {
    let start = position
    while let byte = current, byte != UInt8(ascii: "\n") { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// A token as it may be printed in a message: in quotes, short, without control characters.
  func quoted(_ token: Range<Int>) -> String {
    let shown = String(decoding: bytes[token.prefix(32)], as: UTF8.self).unicodeScalars.map {
      $0.properties.generalCategory == .control ? "?" : Character($0)
    }
    return "'\(String(shown))\(token.count > 32 ? "…" : "")'"
  }

  /// A decimal integer with an optional sign; nil for anything else, too large values included.
  func integer(_ token: Range<Int>) -> Int? {
    var position = token.lowerBound
    guard position < token.upperBound else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    guard position < token.upperBound, token.upperBound - position <= 18 else { return nil }
    var value = 0
    while position < token.upperBound {
      let digit = Int(bytes[position]) - 48
      guard 0...9 ~= digit else { return nil }
      value = value * 10 + digit
      position += 1
    }
    return isNegative ? -value : value
  }

  /// A decimal number in C or Fortran spelling (`1.5E-3`, `1.5D-3`, `1.5-103`); nil for anything else.
  ///
  /// Out of the range of a double, the value is infinite or zero.
  func number(_ token: Range<Int>) -> Double? {
    guard !token.isEmpty, token.count <= 512 else { return nil }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: token.count + 2) { text in
      var length = 0, digits = 0, exponentDigits = 0
      var hasPoint = false, hasExponent = false
      for position in token {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
          if hasExponent { exponentDigits += 1 } else { digits += 1 }
        case UInt8(ascii: "."):
          guard !hasPoint, !hasExponent else { return nil }
          hasPoint = true
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
          let follows = position > token.lowerBound ? bytes[position - 1] | 0x20 : 0
          if position > token.lowerBound, follows != UInt8(ascii: "e"), follows != UInt8(ascii: "d") {
            guard !hasExponent, digits > 0 else { return nil }
            hasExponent = true
            text[length] = CChar(UInt8(ascii: "e"))
            length += 1
          }
        case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "d"), UInt8(ascii: "D"):
          guard !hasExponent, digits > 0 else { return nil }
          hasExponent = true
          text[length] = CChar(UInt8(ascii: "e"))
          length += 1
          continue
        default: return nil
        }
        text[length] = CChar(byte)
        length += 1
      }
      guard digits > 0, !hasExponent || exponentDigits > 0 else { return nil }
      text[length] = 0
      return text.baseAddress.map { strtod($0, nil) }
    }
  }
}
