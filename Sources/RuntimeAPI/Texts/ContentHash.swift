internal import Crypto
public import Foundation

/// The name of a text by its content: `sha256:` and 64 hexadecimal digits.
///
/// Who has sent a circuit once may send its hash from then on.
public struct ContentHash: Hashable, Sendable, Codable, CustomStringConvertible {
  /// `sha256:` and 64 lower-case hexadecimal digits.
  public let description: String

  private static let scheme = "sha256:"

  /// The hash of some bytes.
  public init(of bytes: some DataProtocol) {
    description = Self.scheme + hexadecimal(SHA256.hash(data: bytes))
  }

  /// The hash of a text's UTF-8.
  public init(of text: String) {
    self.init(of: Array(text.utf8))
  }

  /// Reads `sha256:…`; nil for anything else.
  public init?(_ text: String) {
    let digits = text.utf8.dropFirst(Self.scheme.utf8.count)
    guard text.hasPrefix(Self.scheme), digits.count == 64, digits.allSatisfy(isLowerCaseHexadecimal) else { return nil }
    description = text
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let hash = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text.prefix(80))' is no content hash; it is sha256: and 64 digits.")
    }
    self = hash
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Two lower-case digits a byte.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

private func isLowerCaseHexadecimal(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
}
