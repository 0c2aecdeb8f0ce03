internal import HTTPTypes
internal import Hummingbird
internal import JSONSchemas
internal import NIOCore

extension Response {
  /// A JSON body.
  static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    json(ByteBuffer(bytes: try JSONValue(encoding: value).bytes), status: status)
  }

  /// A body of bytes that are JSON already.
  static func json(_ bytes: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: bytes))
  }

  /// A body of bytes that are UTF-8.
  static func text(_ bytes: ByteBuffer) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8"], body: ResponseBody(byteBuffer: bytes))
  }

  /// 204: done, and nothing to show.
  static var noContent: Response { Response(status: .noContent) }
}

extension ByteBuffer {
  /// Adds a member to the JSON object that the buffer holds, which has one already.
  mutating func appendMember(_ name: StaticString, json: some Sequence<UInt8>) {
    moveWriterIndex(to: writerIndex - 1)  // in place of the closing brace
    writeString(",\"\(name)\":")
    writeBytes(json)
    writeString("}")
  }
}
