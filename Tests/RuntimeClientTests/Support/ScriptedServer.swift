import JSONSchemas
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// One request as a scripted server received it.
struct ReceivedRequest: Sendable {
  var method: String
  var path: String
  var query: String
  var headers: HTTPHeaders
  var body: [UInt8]

  var json: JSONValue? { try? JSONValue(parsing: body) }
  var key: String? { headers.first(name: "Idempotency-Key") }
}

/// What a scripted server does with a request; bytes are sent as they are, so that a test can cut them anywhere.
enum Reply: Sendable {
  case bytes([UInt8])
  /// The beginning of an answer, then the end of the connection.
  case cut([UInt8])
  /// An answer in pieces, then the end of the connection.
  case pieces(AsyncStream<[UInt8]>)
  /// Nothing, ever.
  case silence

  static let drop = Reply.cut([])

  static func answer(
    _ status: Int, _ body: String = "", type: String = "application/json", headers: [(String, String)] = []
  ) -> Reply {
    .bytes(message(status, body, type: type, headers: headers))
  }

  static func json(_ value: JSONValue, status: Int = 200, headers: [(String, String)] = []) -> Reply {
    answer(status, value.text, headers: headers)
  }

  static func refusal(_ status: Int, _ name: String, _ message: String = "Refused.", solution: String = "") -> Reply {
    let error: JSONValue = [
      "code": 1, "name": .string(name), "message": .string(message), "solution": .string(solution), "more_info": "",
    ]
    return json(["errors": [error], "trace": "0"], status: status)
  }

  static func message(
    _ status: Int, _ body: String, type: String = "application/json", headers: [(String, String)] = []
  ) -> [UInt8] {
    var head = "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\nContent-Type: \(type)\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    return Array((head + "\r\n" + body).utf8)
  }

  /// The head of a stream of events, whose end is the end of the connection.
  static let eventStreamHead = Array("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".utf8)
}

/// An HTTP server on a port of its own that does with every request what a test says, for as long as a body runs.
final class ScriptedServer: Sendable {
  typealias Script = @Sendable (ReceivedRequest) async -> Reply

  private let script: Script
  private let listener = Mutex<(any Channel)?>(nil)
  private let connections = Mutex<[any Channel]>([])
  private let received = Mutex<[ReceivedRequest]>([])
  private let bytes = Mutex((received: 0, sent: 0))

  private init(_ script: @escaping Script) { self.script = script }

  var port: Int { listener.withLock { $0?.localAddress?.port } ?? 0 }
  var url: String { "http://127.0.0.1:\(port)" }
  /// All requests so far.
  var requests: [ReceivedRequest] { received.withLock { $0 } }
  /// Bytes that went over its sockets.
  var traffic: (received: Int, sent: Int) { bytes.withLock { $0 } }

  static func run<R: Sendable>(
    _ script: @escaping Script, _ body: @Sendable (ScriptedServer) async throws -> R
  ) async throws -> R {
    let server = ScriptedServer(script)
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          server.connections.withLock { $0.append(channel) }
          try channel.pipeline.syncOperations.addHandler(Conversation(server))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    server.listener.withLock { $0 = listener }
    let outcome: Result<R, any Error>
    do {
      outcome = .success(try await body(server))
    } catch {
      outcome = .failure(error)
    }
    try? await listener.close()
    for connection in server.connections.withLock({ $0 }) { connection.close(promise: nil) }
    return try outcome.get()
  }

  /// One connection: requests are answered in turn.
  private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: ScriptedServer
    private var reader = RequestReader()

    init(_ server: ScriptedServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let part = unwrapInboundIn(data)
      server.bytes.withLock { $0.received += part.readableBytes }
      reader.buffer.writeImmutableBuffer(part)
      while let request = reader.next() {
        server.received.withLock { $0.append(request) }
        let (server, channel) = (server, context.channel)
        Task { await server.answer(request, over: channel) }
      }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }

  private func answer(_ request: ReceivedRequest, over channel: any Channel) async {
    switch await script(request) {
    case .bytes(let message): await write(message, channel)
    case .cut(let message):
      await write(message, channel)
      try? await channel.close()
    case .pieces(let pieces):
      for await piece in pieces { await write(piece, channel) }
      try? await channel.close()
    case .silence: break
    }
  }

  private func write(_ message: [UInt8], _ channel: any Channel) async {
    guard !message.isEmpty else { return }
    bytes.withLock { $0.sent += message.count }
    try? await channel.writeAndFlush(ByteBuffer(bytes: message))
  }
}

/// Takes requests with a `Content-Length` out of the bytes of a connection.
private struct RequestReader {
  var buffer = ByteBuffer()

  mutating func next() -> ReceivedRequest? {
    let view = buffer.readableBytesView
    let end = Array("\r\n\r\n".utf8)
    guard let headEnd = view.indices.first(where: { view[$0...].starts(with: end) }) else { return nil }
    let lines = String(decoding: view[..<headEnd], as: UTF8.self).split(separator: "\r\n")
    let first = lines[0].split(separator: " ")
    var headers = HTTPHeaders()
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers.add(name: String(parts[0]), value: parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
    }
    let length = headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
    let bodyStart = headEnd + end.count
    guard view.endIndex - bodyStart >= length else { return nil }
    let body = Array(view[bodyStart..<bodyStart + length])
    buffer.moveReaderIndex(to: bodyStart + length)
    buffer.discardReadBytes()
    let target = first[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return ReceivedRequest(
      method: String(first[0]), path: String(target[0]), query: target.count > 1 ? String(target[1]) : "",
      headers: headers, body: body)
  }
}
