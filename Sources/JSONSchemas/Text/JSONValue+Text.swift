extension JSONValue {
  /// The value that a text in UTF-8 holds, after RFC 8259 without leniency.
  ///
  /// Refused are keys that stand twice, more than 256 levels, numbers beyond the doubles, bytes that are not UTF-8 and
  /// halves of surrogate pairs. Beyond the standard, `NaN`, `Infinity` and `-Infinity` are taken as numbers, as Python
  /// writes them. Integers beyond 64 bits become the nearest double.
  public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
    let result = bytes.withContiguousStorageIfAvailable(Self.parse) ?? Array(bytes).withUnsafeBufferPointer(Self.parse)
    self = try result.get()
  }

  /// The value that a text holds; see ``init(parsing:)-(Collection<UInt8>)``.
  public init(parsing text: String) throws(JSONError) {
    var text = text
    self = try text.withUTF8(Self.parse).get()
  }

  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONError> {
    var parser = JSONParser(bytes: bytes)
    do throws(JSONParser.Failure) {
      return .success(try parser.parse())
    } catch {
      return .failure(JSONError(error, in: bytes))
    }
  }

  /// Compact JSON in UTF-8.
  ///
  /// Parsed again it gives the same value to the last bit; but NaN and the infinities, which JSON does not have, are
  /// written as `null`.
  public var bytes: [UInt8] {
    var printer = JSONPrinter()
    printer.print(self)
    return printer.bytes
  }

  /// The same as ``bytes`` as a string.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension JSONError {
  init(_ failure: JSONParser.Failure, in bytes: UnsafeBufferPointer<UInt8>) {
    let before = bytes[..<min(failure.offset, bytes.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    column = 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 }
    message = failure.message
  }
}

/// `text` in quotation marks, escaped, cut off in the middle of a long one.
func quoted(_ text: String, limit: Int = 60) -> String {
  let cut = text.unicodeScalars.count > limit ? String(text.unicodeScalars.prefix(limit - 1)) + "…" : text
  return JSONValue.string(cut).text
}
