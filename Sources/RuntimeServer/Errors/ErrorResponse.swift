internal import Crypto
internal import HTTPTypes
internal import Hummingbird
internal import JSONSchemas
internal import Logging
internal import NIOCore
internal import RuntimeAPI
internal import RuntimeStore

/// The one place where an error becomes a status and a body.
struct ErrorResponder: Sendable {
  /// What is refused, in the words of the wire; anything unforeseen is an internal error whose words stay in the log.
  func refusal(for error: any Error) -> APIError {
    switch error {
    case let error as APIError: error
    case let error as BodyTooLarge: error.refusal
    case let error as MethodNotAllowed: error.refusal
    case let error as JSONSchemaViolation: APIError(.invalidInputs, "\(error).")
    case let error as any HTTPResponseError where error.status == .notFound: Self.unknownPath
    case let error as any HTTPResponseError where (400..<500).contains(error.status.code):
      APIError(.invalidRequest, "The request cannot be read: \(error.status.reasonPhrase).")
    default:
      APIError(
        .internalError, "The service failed at this request; it is written in its log.",
        solution: "Try again; tell the operator the trace if it stays so.")
    }
  }

  static let unknownPath = APIError(
    .unknownPath, "There is nothing at this path.",
    solution: "Paths begin with /api/v1; see the service's documentation.")

  func response(for error: any Error, to request: Request, logger: Logger) -> Response {
    var generator = SystemRandomNumberGenerator()
    let trace = hexadecimal((0..<8).map { _ in UInt8.random(in: 0...255, using: &generator) })
    let refusal = refusal(for: error)
    let status = HTTPResponse.Status(code: refusal.status ?? 500)
    logger.log(
      level: status.code >= 500 ? .error : .debug, "refused",
      metadata: [
        "trace": "\(trace)", "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(status.code)",
        "error": "\(status.code >= 500 ? String(reflecting: error) : refusal.description)",
      ])
    let body = ByteBuffer(bytes: (try? JSONValue(encoding: ErrorBody(refusal, trace: trace)).bytes) ?? [])
    var response = Response.json(body, status: status)
    if let allowed = (error as? MethodNotAllowed)?.allowed { response.headers[.allow] = allowed }
    if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
    if let error = error as? BodyTooLarge {
      response.headers[.connection] = "close"
      response.body = Self.lastBody(body, dropping: error.rest)
    }
    return response
  }

  /// How long what still comes of a body that is too large is read and dropped.
  private static let lingering: Duration = .seconds(10)

  /// A body after which the connection ends, because the request's own body is not read to its end.
  ///
  /// Who writes a whole request before reading the answer would see a broken connection in place of the answer, so
  /// what comes is dropped for a while first.
  private static func lastBody(_ body: ByteBuffer, dropping rest: RestOfBody) -> ResponseBody {
    ResponseBody(contentLength: body.readableBytes) { writer in
      try await writer.write(body)
      await rest.drop(atMost: lingering)
      throw ConnectionEnds()
    }
  }
}

/// Thrown after an answer to end its connection.
struct ConnectionEnds: Error {}

/// A path that is there, but not for this method.
struct MethodNotAllowed: Error {
  var method: String
  /// As in the header `Allow`.
  var allowed: String

  var refusal: APIError {
    APIError(.methodNotAllowed, "\(method) is not possible here.", solution: "Possible are \(allowed).")
  }
}
