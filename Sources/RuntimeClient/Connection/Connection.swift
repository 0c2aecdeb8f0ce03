internal import AsyncHTTPClient
internal import JSONSchemas
internal import NIOCore
internal import NIOHTTP1
internal import RuntimeAPI
internal import Synchronization

/// One request to a service.
struct Request {
  var method: HTTPMethod
  /// Below the service's address, with its query.
  var path: String
  var headers: [(String, String)] = []
  var body: ByteBuffer?
  /// Whether the service may be asked once more when it is not known whether it acted.
  var isRepeatable = true
  /// Whether `path` is below the service's address without the path of the protocol.
  var isBelowAddress = false
  /// How long the service was asked to wait before it answers.
  var wait = Duration.zero

  init(_ method: HTTPMethod, _ path: String) {
    self.method = method
    self.path = path
  }

  init(_ method: HTTPMethod, _ path: String, json: JSONValue) {
    self.init(method, path)
    headers = [("Content-Type", "application/json")]
    body = ByteBuffer(bytes: json.bytes)
  }
}

/// What a service answered.
struct Answer {
  var status: Int
  var headers: HTTPHeaders
  var body: ByteBuffer

  var text: String { String(buffer: body) }
}

/// A service's address, the way to show it who asks, and patience.
final class Connection: Sendable {
  /// With `/api/v1` or `/experimental`, without a slash at the end.
  let base: String
  let retries: RetryPolicy
  private let transport: HTTPTransport
  private let credentials: Credentials
  private let timeouts: Timeouts
  private let hasAnswered = Atomic(false)
  /// Texts that the service is known to have.
  let texts = KnownTexts()

  init(base: String, authentication: Authentication, retries: RetryPolicy, timeouts: Timeouts) {
    self.base = base
    self.retries = retries
    self.timeouts = timeouts
    transport = HTTPTransport(timeouts)
    credentials = Credentials(authentication)
  }

  var traffic: Traffic { transport.traffic }

  /// Sends a request until it is answered, refused, or patience ends.
  ///
  /// - Throws: ``RuntimeError``; `CancellationError` when the task is cancelled.
  func send(_ request: Request) async throws -> Answer {
    var backOff = BackOff(retries)
    var hasRenewed = false
    while true {
      let failure: RetryableFailure
      do {
        let authorization = try await authorization()
        let (status, headers, body) = try await transport.send(
          httpRequest(request, authorization), within: timeouts.answer + request.wait)
        hasAnswered.store(true, ordering: .relaxed)
        let answer = Answer(status: status, headers: headers, body: body)
        if status < 300 { return answer }
        if status == 401, !hasRenewed, credentials.discard(authorization) {
          hasRenewed = true
          continue
        }
        let error = RuntimeError(answer, request, base: base)
        guard Self.isTemporary(status), request.isRepeatable || status == 429 || status == 503 else { throw error }
        failure = RetryableFailure(error: error, delay: answer.retryAfter)
      } catch let transportFailure as TransportFailure {
        failure = try retryable(transportFailure, request)
      }
      guard try await wait(&backOff, failure) else { throw failure.error }
    }
  }

  /// Sends a request once and gives its answer as it comes.
  ///
  /// - Throws: ``RetryableFailure`` where another try makes sense, else ``RuntimeError``; `CancellationError`.
  func open(_ request: Request) async throws -> HTTPClientResponse {
    for isLastTry in [false, true] {
      do {
        let authorization = try await authorization()
        let response = try await transport.begin(
          httpRequest(request, authorization), within: timeouts.answer + request.wait)
        hasAnswered.store(true, ordering: .relaxed)
        let status = Int(response.status.code)
        if status < 300 { return response }
        if status == 401, !isLastTry, credentials.discard(authorization) { continue }
        let body = (try? await response.body.collect(upTo: 1 << 20)) ?? ByteBuffer()
        let answer = Answer(status: status, headers: response.headers, body: body)
        let error = RuntimeError(answer, request, base: base)
        if Self.isTemporary(status) { throw RetryableFailure(error: error, delay: answer.retryAfter) }
        throw error
      } catch let failure as TransportFailure {
        throw try retryable(failure, request)
      }
    }
    throw RuntimeError(.unauthorized, "The service at \(base) took none of the tokens that it was shown.")
  }

  /// Waits before the next try; false when there should be none.
  func wait(
    _ backOff: inout BackOff, _ failure: RetryableFailure, _ actor: isolated (any Actor)? = nil
  ) async throws -> Bool {
    try await backOff.wait(atLeast: failure.delay, isFirstContact: !hasAnswered.load(ordering: .relaxed))
  }

  private func authorization() async throws -> String {
    if let header = credentials.fixedHeader { return header }
    return try await credentials.header(over: transport, limit: timeouts.answer, retries: retries)
  }

  private func httpRequest(_ request: Request, _ authorization: String) -> HTTPClientRequest {
    var http = HTTPClientRequest(url: (request.isBelowAddress ? serviceAddress(of: base) : base) + request.path)
    http.method = request.method
    http.headers.add(name: "Authorization", value: authorization)
    if let instance = credentials.instance { http.headers.add(name: "Service-CRN", value: instance) }
    http.headers.add(name: "IBM-API-Version", value: Self.apiVersion)
    for (name, value) in request.headers { http.headers.add(name: name, value: value) }
    if let body = request.body { http.body = .bytes(body) }
    return http
  }

  /// The date that selects the form of answers.
  private static let apiVersion = "2026-04-15"

  private static func isTemporary(_ status: Int) -> Bool { [429, 502, 503, 504].contains(status) }

  /// - Throws: ``RuntimeError`` where another try makes no sense.
  private func retryable(_ failure: TransportFailure, _ request: Request) throws -> RetryableFailure {
    let error = RuntimeError(failure, base: base)
    switch failure.kind {
    case .notSent: return RetryableFailure(error: error)
    case .lost, .timedOut:
      guard request.isRepeatable else { throw error }
      return RetryableFailure(error: error)
    case .permanent: throw error
    }
  }
}

/// A failure that may be gone at the next try.
struct RetryableFailure: Error {
  var error: RuntimeError
  /// What the server asked for.
  var delay: Duration?
}

extension Answer {
  /// Seconds; the form with a date is left to the back-off.
  var retryAfter: Duration? {
    headers.first(name: "Retry-After").flatMap { Int($0) }.map { .seconds(max(0, min($0, 3600))) }
  }
}
