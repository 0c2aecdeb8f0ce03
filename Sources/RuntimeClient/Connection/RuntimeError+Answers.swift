internal import NIOCore
internal import JSONSchemas
internal import RuntimeAPI

extension RuntimeError {
  /// A request that was refused.
  init(_ answer: Answer, _ request: Request, base: String) {
    let refusal = answer.refusal
    let code: Code =
      if let name = refusal?.name { Code(name) } else {
        switch answer.status {
        case 401, 403: .unauthorized
        case 429, 503: .busy
        default: .unexpectedAnswer
        }
      }
    let message =
      if let refusal { refusal.message } else {
        "The service at \(base) answered \(request.method) \(request.path.prefix { $0 != "?" }) with status "
          + "\(answer.status)\(answer.excerpt)."
      }
    var solution = refusal.flatMap { $0.solution.isEmpty ? nil : $0.solution }
    if code == .unauthorized {
      solution = "Log in with `ritz login \(serviceAddress(of: base)) --token TOKEN`, or give another token."
    }
    self.init(code, message, solution: solution, status: answer.status)
  }

  /// A request that got no answer.
  init(_ failure: TransportFailure, base: String) {
    let address = serviceAddress(of: base)
    switch failure.kind {
    case .notSent:
      self.init(
        .unreachable, "Nobody answers at \(address).",
        solution: "Check the address, or start a service there with `ritz serve`.", cause: failure.underlying)
    case .lost:
      self.init(
        .unreachable, "The service at \(address) broke off before it answered.",
        solution: "See whether it is still running; `ritz serve` goes on where it was killed.",
        cause: failure.underlying)
    case .timedOut:
      self.init(.timedOut, "The service at \(address) did not answer in time.", cause: failure.underlying)
    case .permanent:
      self.init(
        .unreachable, "The service at \(address) cannot be talked to: \(failure.underlying).",
        cause: failure.underlying)
    }
  }

  /// An answer that is not what the protocol says.
  static func unexpected(_ what: String, _ answer: Answer? = nil, cause: (any Error)? = nil) -> RuntimeError {
    RuntimeError(
      .unexpectedAnswer, "The service answered with \(what)\(answer?.excerpt ?? "").", status: answer?.status,
      cause: cause)
  }
}

extension Answer {
  /// The first of the errors in a body of the service.
  var refusal: APIError? {
    let body = try? JSONValue(parsing: body.readableBytesView).decoded(as: Refusal.self)
    return body?.errors.first
  }

  /// The beginning of a body that is something else, for people.
  fileprivate var excerpt: String {
    let line = text.prefix(200).split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.isEmpty ? "" : ": \(line)"
  }

  /// ``ErrorBody`` without what other services leave out.
  private struct Refusal: Decodable {
    var errors: [APIError]
  }

  /// The body as JSON.
  ///
  /// - Throws: ``RuntimeError`` with code `unexpected-answer` for anything else.
  func json() throws -> JSONValue {
    do {
      return try JSONValue(parsing: body.readableBytesView)
    } catch {
      throw RuntimeError.unexpected("something that is no JSON (\(error))", self, cause: error)
    }
  }

  /// The body as a value of a type.
  ///
  /// - Throws: ``RuntimeError`` with code `unexpected-answer` for anything else.
  func decoded<T: Decodable>(as type: T.Type = T.self) throws -> T {
    let value = try json()
    do {
      return try value.decoded()
    } catch {
      throw RuntimeError.unexpected("something that is no \(T.self) (\(error))", self, cause: error)
    }
  }
}

/// What people call a service: its address without the path of the protocol.
func serviceAddress(of base: String) -> String {
  for path in ["/api/v1", "/experimental"] where base.hasSuffix(path) { return String(base.dropLast(path.count)) }
  return base
}
