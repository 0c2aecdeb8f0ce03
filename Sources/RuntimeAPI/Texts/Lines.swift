package import Foundation
internal import Glibc

/// JSON texts one behind the other in a body, a line feed between them.
///
/// In a JSON text a line break can only stand between tokens, where a space does as well.
package enum Lines {
  private static let feed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// The texts in one piece.
  package static func joined(_ texts: some Collection<Data>) -> Data {
    var body = Data(capacity: texts.reduce(texts.count) { $0 + $1.count })
    for (index, text) in texts.enumerated() {
      if index > 0 { body.append(feed) }
      body.append(text)
    }
    return body
  }

  /// The texts of a body; at least one, which may be empty.
  package static func split(_ body: Data) -> [Data] {
    body.withUnsafeBytes { bytes in
      var texts: [Data] = []
      var rest = bytes
      while let end = first(feed, in: rest) {
        texts.append(Data(rest[..<end]))
        rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
      }
      return texts + [Data(rest)]
    }
  }

  /// Whether the text is on one line, so that it comes back from ``split(_:)`` as it is.
  package static func isLine(_ text: Data) -> Bool {
    text.withUnsafeBytes { first(feed, in: $0) ?? first(carriageReturn, in: $0) } == nil
  }

  /// The text on one line.
  package static func line(_ text: Data) -> Data {
    isLine(text)
      ? text
      : Data(text.map { $0 == feed || $0 == carriageReturn ? UInt8(ascii: " ") : $0 })
  }

  private static func first(_ byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let start = bytes.baseAddress, let found = memchr(start, Int32(byte), bytes.count) else { return nil }
    return UnsafeRawPointer(found) - start
  }
}
