extension JSONParser {
  /// The string whose opening quotation mark is at `offset`.
  mutating func string() throws(Failure) -> String {
    let opening = offset
    offset += 1
    skipPlain()
    if next == UInt8(ascii: "\"") {
      let content = UnsafeBufferPointer(rebasing: bytes[opening + 1..<offset])
      offset += 1
      return try validated(content, at: opening + 1)
    }
    return try stringWithEscapes(opening: opening)
  }

  /// Moves to the next quotation mark, backslash or control character.
  @inline(__always) private mutating func skipPlain() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return }
    // Eight at a time: a byte's high bit is set below where it is less than 0x20, 0x22 or 0x5C. Bytes above a hit may
    // be marked falsely, never the lowest one.
    while offset + 8 <= bytes.count {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let quotation = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let control = (word &- ones &* 0x20) & ~word
      let hits = (control | ((quotation &- ones) & ~quotation) | ((backslash &- ones) & ~backslash)) & highs
      if hits != 0 {
        offset += hits.trailingZeroBitCount >> 3
        return
      }
      offset += 8
    }
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
      offset += 1
    }
  }

  private mutating func stringWithEscapes(opening: Int) throws(Failure) -> String {
    var content = Array(bytes[opening + 1..<offset])
    while true {
      guard offset < bytes.count else {
        throw Failure(
          offset: opening, message: "a string without a closing quotation mark was found, one with it is allowed")
      }
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return try content.withUnsafeBufferPointer { content throws(Failure) in
          try validated(content, at: opening + 1)
        }
      case UInt8(ascii: "\\"): try appendEscape(to: &content)
      case 0..<0x20:
        let byte = hexadecimal(bytes[offset])
        throw Failure(
          offset: offset, message: "the control character \(byte) was found in a string, an escape is allowed")
      default:
        let start = offset
        skipPlain()
        content.append(contentsOf: bytes[start..<offset])
      }
    }
  }

  /// `content` as a string; bad UTF-8 is refused with its place.
  private func validated(_ content: UnsafeBufferPointer<UInt8>, at start: Int) throws(Failure) -> String {
    if let string = String(validating: content, as: UTF8.self) { return string }
    // The wrong byte is looked for where it can be seen: in the text, escapes and all.
    var bad = start
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes[start..<offset].makeIterator()
    scan: while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): bad += scalar.count
      case .error, .emptyInput: break scan
      }
    }
    let byte = bad < bytes.count ? "the byte \(hexadecimal(bytes[bad]))" : "the end"
    throw Failure(offset: bad, message: "\(byte) was found in a string, UTF-8 is allowed")
  }

  private mutating func appendEscape(to content: inout [UInt8]) throws(Failure) {
    let start = offset
    offset += 1
    let byte = next
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      offset += 1
      content.append(contentsOf: Character(try escapedScalar(start: start)).utf8)
      return
    default: throw unexpected("one of \"\\/bfnrtu after a backslash")
    }
    offset += 1
  }

  /// The scalar whose first four hexadecimal digits are at `offset`, from one escape or a pair of them.
  private mutating func escapedScalar(start: Int) throws(Failure) -> Unicode.Scalar {
    let first = try hexadecimalDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, next == UInt8(ascii: "\\") {
      offset += 1
      if next == UInt8(ascii: "u") {
        offset += 1
        let second = try hexadecimalDigits()
        if 0xDC00...0xDFFF ~= second,
          let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        {
          return scalar
        }
      }
    }
    let escape = String(first, radix: 16)
    throw Failure(offset: start, message: "\\u\(escape) was found, half of a surrogate pair, whole pairs are allowed")
  }

  private mutating func hexadecimalDigits() throws(Failure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(next)).hexDigitValue else { throw unexpected("a hexadecimal digit") }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }
}
