internal import HTTPTypes
internal import Hummingbird
internal import JSONSchemas
internal import NIOCore
internal import NIOPosix
internal import RuntimeAPI
internal import Synchronization

/// Reads the bodies of requests as far as they may go, and parses the large ones away from threads that serve others.
struct RequestBodyReader: Sendable {
  /// In bytes.
  let limit: Int
  /// From this size on a body is parsed and checked on a thread that may be busy for a while.
  static let largeSize = 64 << 10

  /// The whole body.
  ///
  /// - Throws: ``BodyTooLarge`` as soon as the declared or the received length passes the limit.
  func bytes(of request: Request) async throws -> ByteBuffer {
    var parts = request.body.makeAsyncIterator()
    if let declared = request.headers[.contentLength].flatMap({ Int($0) }), declared > limit {
      throw BodyTooLarge(limit: limit, declared: declared, rest: RestOfBody(parts))
    }
    var whole = ByteBuffer()
    while var part = try await parts.next() {
      guard whole.readableBytes + part.readableBytes <= limit else {
        throw BodyTooLarge(limit: limit, declared: nil, rest: RestOfBody(parts))
      }
      if whole.readableBytes == 0 { whole = part } else { whole.writeBuffer(&part) }
    }
    return whole
  }

  /// The body as a JSON object, made into something else on the thread that parsed it.
  ///
  /// - Throws: An ``APIError`` `malformed-json` that says where, or `invalid-request` when the JSON is no object.
  func object<T: Sendable>(
    in bytes: ByteBuffer, _ convert: @escaping @Sendable (JSONObject) throws -> T
  ) async throws -> T {
    try await offEventLoops(size: bytes.readableBytes) { try convert(parsedObject(bytes)) }
  }
}

/// More bytes than are read of one request.
struct BodyTooLarge: Error {
  var limit: Int
  var declared: Int?
  /// What has not been read of it.
  var rest: RestOfBody

  var refusal: APIError {
    APIError(
      .bodyTooLarge,
      "The body has \(declared.map { "\($0)" } ?? "more than \(limit)") bytes; at most \(limit) are taken.",
      solution: "Send circuits and observables as texts first and refer to them by their hashes.")
  }
}

/// The end of a body whose beginning has been read: a body can be iterated once only.
final class RestOfBody: Sendable {
  private let parts: Mutex<RequestBody.AsyncIterator?>

  init(_ parts: sending RequestBody.AsyncIterator) { self.parts = Mutex(parts) }

  /// Reads and drops what comes until there is no more or the time has passed.
  func drop(atMost time: Duration) async {
    await withTaskGroup { group in
      group.addTask { await self.drop() }
      group.addTask { try? await Task.sleep(for: time) }
      await group.next()
      group.cancelAll()
    }
  }

  private func drop() async {
    var parts = parts.withLock { $0.take() }
    while (try? await parts?.next()) != nil {}
  }
}

private func parsedObject(_ bytes: ByteBuffer) throws(APIError) -> JSONObject {
  let value: JSONValue
  do {
    value = try JSONValue(parsing: bytes.readableBytesView)
  } catch {
    throw APIError(
      .malformedJSON, "The body is no JSON: line \(error.line), column \(error.column): \(error.message).",
      solution: "Send one JSON object.")
  }
  guard let object = value.objectValue else {
    throw APIError(.invalidRequest, "The body is a JSON text but no object.", solution: "Send one JSON object.")
  }
  return object
}

/// Runs work that takes the longer the larger `size` is: at once when small, else on a thread that may block.
func offEventLoops<T: Sendable>(size: Int, _ work: @escaping @Sendable () throws -> T) async throws -> T {
  if size < RequestBodyReader.largeSize { return try work() }
  return try await NIOThreadPool.singleton.runIfActive(work)
}
