import Foundation
import JSONSchemas
import NIOCore
import NIOPosix

/// What a service answered.
struct Answer: Sendable {
  var status: Int
  /// Names in lower case.
  var headers: [String: String] = [:]
  var body: [UInt8] = []

  var text: String { String(decoding: body, as: UTF8.self) }
  var json: JSONValue { get throws { try JSONValue(parsing: body) } }
  /// The `name` in an error body.
  var errorName: String? { (try? json)?["errors"]?[0]?["name"]?.stringValue }
  var message: String { (try? json)?["errors"]?[0]?["message"]?.stringValue ?? text }
}

/// One connection to a service that shows every byte: requests are written as they are, answers read as they come.
final class HTTPConnection {
  struct Broken: Error, CustomStringConvertible {
    var description: String
  }

  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private let token: String?
  private var buffer = ByteBuffer()

  private init(
    _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
    token: String?
  ) {
    self.inbound = inbound.makeAsyncIterator()
    self.outbound = outbound
    self.token = token
  }

  static func with<R>(
    port: Int, token: String?, _ body: (HTTPConnection) async throws -> R
  ) async throws -> R {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await body(HTTPConnection(inbound, outbound, token: token))
    }
  }

  // MARK: - Requests

  func send(_ bytes: some Sequence<UInt8>) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  /// Writes the head of a request, with the token unless another is given.
  func sendHead(_ method: String, _ path: String, _ headers: [String: String] = [:]) async throws {
    try await send(head(method, path, headers))
  }

  private func head(_ method: String, _ path: String, _ headers: [String: String]) -> String {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: test\r\n"
    if headers["Authorization"] == nil, let token { head += "Authorization: Bearer \(token)\r\n" }
    for (name, value) in headers where !value.isEmpty { head += "\(name): \(value)\r\n" }
    return head + "\r\n"
  }

  func request(
    _ method: String, _ path: String, _ headers: [String: String] = [:], body: some Sequence<UInt8>
  ) async throws -> Answer {
    let body = Array(body)
    var headers = headers
    if !body.isEmpty || method == "POST" || method == "PUT" { headers["Content-Length"] = "\(body.count)" }
    // All at once: a service that refuses a request may not wait for its body.
    try await send(Array(head(method, path, headers).utf8) + body)
    return try await answer(isHead: method == "HEAD")
  }

  func request(
    _ method: String, _ path: String, _ headers: [String: String] = [:], json: JSONValue? = nil
  ) async throws -> Answer {
    try await request(method, path, headers, body: json?.bytes ?? [])
  }

  // MARK: - Answers

  /// The next answer, whole.
  func answer(isHead: Bool = false) async throws -> Answer {
    var answer = try await answerHead()
    if isHead || answer.status == 204 || answer.status == 304 { return answer }
    if answer.headers["transfer-encoding"] == "chunked" {
      while let chunk = try await chunk() { answer.body += chunk }
    } else if let length = answer.headers["content-length"].flatMap({ Int($0) }) {
      answer.body = try await bytes(length)
    }
    return answer
  }

  /// The next answer up to its body.
  func answerHead() async throws -> Answer {
    let status = try await line().split(separator: " ")
    guard status.count >= 2, status[0] == "HTTP/1.1", let code = Int(status[1]) else {
      throw Broken(description: "no status line: \(status)")
    }
    var answer = Answer(status: code)
    while case let line = try await line(), !line.isEmpty {
      let parts = line.split(separator: ":", maxSplits: 1)
      answer.headers[parts[0].lowercased()] = parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
    }
    return answer
  }

  /// The next chunk of a body in chunks; nil after the last.
  func chunk() async throws -> [UInt8]? {
    guard let length = Int(try await line(), radix: 16) else { throw Broken(description: "no length of a chunk") }
    let chunk = try await bytes(length)
    _ = try await line()
    return length == 0 ? nil : chunk
  }

  /// Reads until the other side closes.
  func rest() async throws -> [UInt8] {
    while try await more() {}
    return Array(buffer.readableBytesView)
  }

  private func line() async throws -> String {
    while true {
      if let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
        let line = buffer.readString(length: end - buffer.readerIndex + 1) ?? ""
        return line.trimmingCharacters(in: .newlines)
      }
      guard try await more() else { throw Broken(description: "the connection was closed in a line") }
    }
  }

  private func bytes(_ count: Int) async throws -> [UInt8] {
    while buffer.readableBytes < count {
      guard try await more() else { throw Broken(description: "the connection was closed in a body") }
    }
    return buffer.readBytes(length: count) ?? []
  }

  private func more() async throws -> Bool {
    guard var part = try await inbound.next() else { return false }
    buffer.discardReadBytes()
    buffer.writeBuffer(&part)
    return true
  }
}
