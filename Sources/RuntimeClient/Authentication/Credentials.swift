internal import AsyncHTTPClient
internal import JSONSchemas
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// What goes into the `Authorization` header, renewed where it ends.
final class Credentials: Sendable {
  private let authentication: Authentication
  /// An access token, and when to ask for the next one.
  private struct AccessToken {
    var header: String
    var renewal: ContinuousClock.Instant
  }
  private struct State {
    var token: AccessToken?
    /// Tasks that need a token at the same time share one exchange.
    var exchange: Task<AccessToken, any Error>?
  }
  private enum Supply {
    case token(String)
    case exchange(Task<AccessToken, any Error>)
  }
  private let state = Mutex(State())

  init(_ authentication: Authentication) { self.authentication = authentication }

  /// The header of a token that never changes.
  var fixedHeader: String? {
    if case .bearer(let token) = authentication { "Bearer \(token)" } else { nil }
  }

  var instance: String? {
    if case .iam(_, let instance, _) = authentication { instance } else { nil }
  }

  /// Forgets a token that was refused; false where there is no other to be had.
  func discard(_ header: String) -> Bool {
    guard fixedHeader == nil else { return false }
    state.withLock { if $0.token?.header == header { $0.token = nil } }
    return true
  }

  /// - Throws: ``RuntimeError`` when the identity service refuses the key, ``TransportFailure``.
  func header(over transport: HTTPTransport, limit: Duration, retries: RetryPolicy) async throws -> String {
    guard case .iam(let key, _, let url) = authentication else { return fixedHeader ?? "" }
    let now = retries.now()
    let exchange: Task<AccessToken, any Error>
    switch state.withLock({ state -> Supply in
      if let token = state.token, now < token.renewal { return .token(token.header) }
      if let exchange = state.exchange { return .exchange(exchange) }
      let exchange = Task {
        try await Self.exchange(key, at: url, over: transport, limit: limit, now: retries.now)
      }
      state.exchange = exchange
      return .exchange(exchange)
    }) {
    case .token(let header): return header
    case .exchange(let running): exchange = running
    }
    let outcome = await exchange.result
    state.withLock { state in
      guard state.exchange == exchange else { return }
      state.exchange = nil
      if case .success(let token) = outcome { state.token = token }
    }
    return try outcome.get().header
  }

  private struct TokenAnswer: Decodable {
    var accessToken: String
    /// Seconds.
    var lifetime: Double?

    enum CodingKeys: String, CodingKey {
      case accessToken = "access_token"
      case lifetime = "expires_in"
    }
  }

  private static func exchange(
    _ key: String, at url: String, over transport: HTTPTransport, limit: Duration,
    now: @Sendable () -> ContinuousClock.Instant
  ) async throws -> AccessToken {
    var address = url
    while address.hasSuffix("/") { address.removeLast() }
    var request = HTTPClientRequest(url: address + "/identity/token")
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
    request.headers.add(name: "Accept", value: "application/json")
    let form =
      "grant_type=urn%3Aibm%3Aparams%3Aoauth%3Agrant-type%3Aapikey&apikey=\(percentEncoded(key))"
      + "&response_type=cloud_iam"
    request.body = .bytes(ByteBuffer(string: form))
    let begun = now()
    let (status, headers, body) = try await transport.send(request, within: limit)
    let answer = Answer(status: status, headers: headers, body: body)
    guard status == 200 else {
      if status >= 500 { throw TransportFailure(kind: .lost, underlying: IdentityServiceFailed(status: status)) }
      let reason = (try? answer.json())?["errorMessage"]?.stringValue ?? "status \(status)"
      throw RuntimeError(
        .unauthorized, "The identity service at \(address) refused the API key: \(reason)",
        solution: "Give an API key that is valid there.", status: status)
    }
    let token: TokenAnswer = try answer.decoded()
    // At 80 % of its life, so that none ends on the way.
    let lifetime = max(0, min(token.lifetime ?? 3600, 1e6))
    return AccessToken(
      header: "Bearer \(token.accessToken)", renewal: begun.advanced(by: .seconds(0.8 * lifetime)))
  }
}

/// What stands below a ``TransportFailure`` of an identity service that has trouble of its own.
private struct IdentityServiceFailed: Error, CustomStringConvertible {
  var status: Int
  var description: String { "The identity service answered with status \(status)." }
}

/// A text as it stands in a form or a query: everything but letters, digits and `-._~` as %XX.
func percentEncoded(_ text: String) -> String {
  var encoded = ""
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let digits = Array("0123456789ABCDEF")
      encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
  }
  return encoded
}
