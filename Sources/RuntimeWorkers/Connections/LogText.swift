/// Bytes that a program prints, as text in pieces that never cut a character in two.
struct LogText {
  /// The beginning of a character whose end has not come yet.
  private var rest: [UInt8] = []

  /// - Returns: The characters that are complete; bytes that are no UTF-8 become U+FFFD.
  mutating func text(of bytes: UnsafeRawBufferPointer) -> String {
    let all = rest + bytes
    let incomplete = Self.incompleteSuffix(all)
    rest = Array(all.suffix(incomplete))
    return String(decoding: all.dropLast(incomplete), as: UTF8.self)
  }

  /// What there is, complete or not.
  mutating func finish() -> String {
    defer { rest = [] }
    return String(decoding: rest, as: UTF8.self)
  }

  /// How many bytes at the end are the beginning of a character that is longer.
  private static func incompleteSuffix(_ bytes: [UInt8]) -> Int {
    for (distance, byte) in bytes.reversed().prefix(3).enumerated() where byte & 0b1100_0000 != 0b1000_0000 {
      let length = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : byte >= 0b1100_0000 ? 2 : 1
      return length > distance + 1 ? distance + 1 : 0
    }
    return 0
  }
}
