/// Reads one JSON text from memory that does not change meanwhile.
///
/// Aims, in this order: nothing from outside can crash it; every violation of RFC 8259 is refused with its place; speed.
struct JSONParser {
  /// What is wrong, and at which byte.
  struct Failure: Error {
    var offset: Int
    var message: String
  }

  /// More levels of arrays and objects than this are refused, which bounds the stack.
  static let maximumDepth = 256

  let bytes: UnsafeBufferPointer<UInt8>
  var offset = 0

  /// The value that is the whole text.
  mutating func parse() throws(Failure) -> JSONValue {
    skipWhitespace()
    let value = try self.value(depth: 0)
    skipWhitespace()
    guard offset == bytes.count else { throw unexpected("the end of the text") }
    return value
  }

  /// The next byte, zero at the end; a zero in the text is as wrong there as the end.
  var next: UInt8 {
    @inline(__always) get { offset < bytes.count ? bytes[offset] : 0 }
  }

  @inline(__always) mutating func skipWhitespace() {
    // Compact texts have none: one comparison.
    while next <= 0x20 {
      switch next {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): offset += 1
      default: return
      }
    }
  }

  /// What starts at `offset`, which is no white space.
  mutating func value(depth: Int) throws(Failure) -> JSONValue {
    switch next {
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "N"): return try word("NaN", .number(.nan))
    case UInt8(ascii: "I"): return try word("Infinity", .number(.infinity))
    default: throw unexpected("a value")
    }
  }

  mutating func word(_ word: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
    for k in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[k] else { throw unexpected("\"\(word)\"") }
      offset += 1
    }
    return value
  }

  private mutating func array(depth: Int) throws(Failure) -> JSONValue {
    guard depth <= Self.maximumDepth else { throw tooDeep() }
    offset += 1
    skipWhitespace()
    var elements: [JSONValue] = []
    if next == UInt8(ascii: "]") {
      offset += 1
      return .array(elements)
    }
    while true {
      elements.append(try value(depth: depth))
      skipWhitespace()
      switch next {
      case UInt8(ascii: ","):
        offset += 1
        skipWhitespace()
      case UInt8(ascii: "]"):
        offset += 1
        return .array(elements)
      default: throw unexpected("\",\" or \"]\"")
      }
    }
  }

  private mutating func object(depth: Int) throws(Failure) -> JSONValue {
    guard depth <= Self.maximumDepth else { throw tooDeep() }
    let start = offset
    offset += 1
    skipWhitespace()
    if next == UInt8(ascii: "}") {
      offset += 1
      return .object(JSONObject())
    }
    var members: [(key: String, value: JSONValue)] = []
    while true {
      guard next == UInt8(ascii: "\"") else { throw unexpected("a key in quotation marks") }
      let key = try string()
      skipWhitespace()
      guard next == UInt8(ascii: ":") else { throw unexpected("\":\"") }
      offset += 1
      skipWhitespace()
      members.append((key, try value(depth: depth)))
      skipWhitespace()
      switch next {
      case UInt8(ascii: ","):
        offset += 1
        skipWhitespace()
      case UInt8(ascii: "}"):
        offset += 1
        return .object(try map(members, start: start))
      default: throw unexpected("\",\" or \"}\"")
      }
    }
  }

  private func map(_ members: [(key: String, value: JSONValue)], start: Int) throws(Failure) -> JSONObject {
    var duplicate = 0
    if let map = OrderedMap(members: members, duplicate: &duplicate) { return JSONObject(map) }
    let key = quoted(members[duplicate].key)
    throw Failure(offset: start, message: "the key \(key) stands twice in this object, a key may stand once")
  }

  func unexpected(_ allowed: String) -> Failure {
    Failure(offset: offset, message: "\(found) was found, \(allowed) is allowed")
  }

  private func tooDeep() -> Failure {
    let limit = Self.maximumDepth
    return Failure(
      offset: offset, message: "more than \(limit) levels of arrays and objects were found, \(limit) are allowed")
  }

  private var found: String {
    guard offset < bytes.count else { return "the end of the text" }
    switch bytes[offset] {
    case 0x21...0x7E: return "\"\(Character(Unicode.Scalar(bytes[offset])))\""
    case 0xEF where bytes[offset...].starts(with: [0xEF, 0xBB, 0xBF]): return "a byte order mark"
    case 0x20: return "a space"
    default: return "the byte \(hexadecimal(bytes[offset]))"
    }
  }
}

/// Such as `0x1F`.
func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return "0x" + (digits.utf8.count < 2 ? "0" : "") + digits
}
