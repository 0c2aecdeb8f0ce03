internal import Foundation

/// Takes bytes as they come and gives frames as they are complete.
package struct FrameParser {
  private enum Part {
    case prefix
    case header(length: Int, bodyLength: Int)
    case body(header: Data, length: Int)
  }

  private var part = Part.prefix
  /// What has come of the part so far.
  private var bytes = Data()

  package init() {}

  /// Consumes bytes up to the end of the next frame.
  ///
  /// - Parameter input: What has not been consumed stays in it.
  /// - Returns: nil when the input ends within a frame, or at the end of one that was given before.
  package mutating func next(_ input: inout UnsafeRawBufferPointer) throws(FrameError) -> Frame? {
    while true {
      switch part {
      case .prefix:
        guard let prefix = take(Frame.prefixLength, &input) else { return nil }
        let (length, bodyLength) = (Self.length(prefix, at: 0), Self.length(prefix, at: 4))
        guard (1...Frame.maximumHeaderLength).contains(length) else { throw .headerTooLong(found: length) }
        guard bodyLength <= Frame.maximumBodyLength else { throw .bodyTooLong(found: bodyLength) }
        part = .header(length: length, bodyLength: bodyLength)
      case .header(let length, let bodyLength):
        guard let header = take(length, &input) else { return nil }
        part = .body(header: header, length: bodyLength)
      case .body(let header, let length):
        guard let body = take(length, &input) else { return nil }
        part = .prefix
        return try Frame(headerBytes: header, body: body)
      }
    }
  }

  /// A part of `count` bytes; nil when there are not so many yet, and then all of the input is kept.
  private mutating func take(_ count: Int, _ input: inout UnsafeRawBufferPointer) -> Data? {
    let missing = count - bytes.count
    guard input.count >= missing else {
      bytes.append(contentsOf: input)
      input = UnsafeRawBufferPointer(rebasing: input[input.count...])
      return nil
    }
    defer {
      bytes = Data()
      input = UnsafeRawBufferPointer(rebasing: input[missing...])
    }
    guard !bytes.isEmpty else { return Data(input[..<missing]) }
    bytes.append(contentsOf: input[..<missing])
    return bytes
  }

  private static func length(_ prefix: Data, at offset: Int) -> Int {
    prefix[prefix.startIndex + offset..<prefix.startIndex + offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
