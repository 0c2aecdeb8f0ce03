/// Names a job: 20 characters, each a digit or one of a … v.
///
/// Ids of one process sort by the time they were made: four bytes of seconds, then eight of chance.
public struct JobID: Hashable, Sendable, Codable, CustomStringConvertible, Comparable {
  public let description: String

  private static let alphabet = Array("0123456789abcdefghijklmnopqrstuv".utf8)

  /// A fresh id.
  ///
  /// - Parameter time: Seconds since 1970.
  public init(time: UInt32, using generator: inout some RandomNumberGenerator) {
    var bits = UInt128(time) << 64 | UInt128(generator.next() as UInt64)
    var characters = [UInt8](repeating: 0, count: 20)
    // 96 bits are 19 characters of five bits and one of a single bit, which comes last.
    bits <<= 4
    for index in characters.indices.reversed() {
      characters[index] = Self.alphabet[Int(bits & 31)]
      bits >>= 5
    }
    description = String(decoding: characters, as: UTF8.self)
  }

  /// A fresh id of a job that is made at that moment; of moments outside 1970 to 2106 the remainder counts.
  public init(created: Timestamp, using generator: inout some RandomNumberGenerator) {
    self.init(time: UInt32(truncatingIfNeeded: created.microseconds / 1_000_000), using: &generator)
  }

  /// Takes an id as it came; nil for what no server of ours hands out.
  public init?(_ text: String) {
    guard text.utf8.count == 20, text.utf8.allSatisfy({ Self.alphabet.contains($0) }) else { return nil }
    description = text
  }

  public static func < (left: JobID, right: JobID) -> Bool { left.description < right.description }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text.prefix(80))' is no job id; it has 20 characters of 0-9 and a-v.")
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
