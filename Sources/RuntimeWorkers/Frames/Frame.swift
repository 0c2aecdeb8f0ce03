package import Foundation
package import JSONSchemas

/// What crosses the socket between a pool and a worker: a JSON object, and bytes that are not looked at on the way.
package struct Frame: Sendable {
  package let header: JSONObject
  package let body: Data
  /// The header as it is on the wire.
  private let headerBytes: Data

  package init(_ header: JSONObject, body: Data = Data()) {
    self.header = header
    self.body = body
    headerBytes = Data(JSONValue.object(header).bytes)
  }

  /// A frame that was read.
  ///
  /// - Throws: ``FrameError`` for a header that is no JSON object.
  init(headerBytes: Data, body: Data) throws(FrameError) {
    let value: JSONValue
    do { value = try JSONValue(parsing: headerBytes) } catch { throw .headerNotJSON("\(error)") }
    guard let header = value.objectValue else { throw .headerNotObject }
    self.header = header
    self.headerBytes = headerBytes
    self.body = body
  }

  /// Two lengths of four bytes each, most significant first.
  package static let prefixLength = 8
  package static let maximumHeaderLength = 1 << 20
  package static let maximumBodyLength = 256 << 20

  /// A limit on bytes counts frames whole: prefix, header and body.
  package var size: Int { Self.prefixLength + headerBytes.count + body.count }

  /// All that stands before the body on the wire.
  package var head: Data {
    var bytes = Data(capacity: Self.prefixLength + headerBytes.count)
    for length in [headerBytes.count, body.count] {
      withUnsafeBytes(of: UInt32(length).bigEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes + headerBytes
  }
}

/// Why bytes are no frame, or a frame no message.
package enum FrameError: Error, Hashable, CustomStringConvertible {
  case headerTooLong(found: Int)
  case bodyTooLong(found: Int)
  case headerNotJSON(String)
  case headerNotObject
  case unknownMessage(String)
  case invalidField(String, message: String, allowed: String)
  case unexpected(String)

  package var description: String {
    switch self {
    case .headerTooLong(let found):
      "a frame with a header of \(found) bytes was received; 1 to \(Frame.maximumHeaderLength) are allowed"
    case .bodyTooLong(let found):
      "a frame with a body of \(found) bytes was received; at most \(Frame.maximumBodyLength) are allowed"
    case .headerNotJSON(let reason): "the header of a frame is no JSON text: \(reason)"
    case .headerNotObject: "the header of a frame is no JSON object"
    case .unknownMessage(let type): "the message '\(type.prefix(80))' is not known"
    case .invalidField(let field, let message, let allowed): "'\(field)' of the message '\(message)' must be \(allowed)"
    case .unexpected(let sentence): sentence
    }
  }
}
