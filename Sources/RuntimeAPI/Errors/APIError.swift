/// Why the service refused a request: a status, a code for programs, sentences for people.
public struct APIError: Error, Codable, Hashable, Sendable, CustomStringConvertible {
  /// A kind of refusal; new kinds may come.
  public struct Code: Hashable, Sendable {
    /// The number that clients of the Qiskit Runtime REST API show.
    public let number: Int
    /// The word that programs compare.
    public let name: String
    /// HTTP.
    public let status: Int

    public static let unauthorized = Code(number: 1000, name: "unauthorized", status: 401)
    public static let invalidRequest = Code(number: 1200, name: "invalid-request", status: 400)
    public static let malformedJSON = Code(number: 1201, name: "malformed-json", status: 400)
    public static let invalidInputs = Code(number: 1202, name: "invalid-inputs", status: 400)
    public static let unknownProgram = Code(number: 1216, name: "unknown-program", status: 404)
    public static let unknownBackend = Code(number: 1217, name: "unknown-backend", status: 404)
    public static let unknownSession = Code(number: 1218, name: "unknown-session", status: 404)
    public static let unknownText = Code(number: 1219, name: "unknown-text", status: 409)
    public static let unknownPath = Code(number: 1220, name: "unknown-path", status: 404)
    public static let methodNotAllowed = Code(number: 1221, name: "method-not-allowed", status: 405)
    public static let bodyTooLarge = Code(number: 1222, name: "body-too-large", status: 413)
    public static let unknownJob = Code(number: 1291, name: "unknown-job", status: 404)
    public static let jobIsFinal = Code(number: 1292, name: "job-is-final", status: 409)
    public static let jobIsRunning = Code(number: 1293, name: "job-is-running", status: 409)
    public static let sessionClosed = Code(number: 1294, name: "session-closed", status: 409)
    public static let idempotencyConflict = Code(number: 1295, name: "idempotency-conflict", status: 409)
    public static let tooManyJobs = Code(number: 1296, name: "too-many-jobs", status: 429)
    public static let internalError = Code(number: 1900, name: "internal-error", status: 500)
  }

  public let code: Int
  /// nil from services that have numbers only.
  public let name: String?
  /// What was found and what is allowed.
  public let message: String
  /// What to do next.
  public let solution: String
  public let moreInfo: String
  /// HTTP; not part of the body.
  public var status: Int?

  enum CodingKeys: String, CodingKey {
    case moreInfo = "more_info"
    case code, name, message, solution
  }

  public init(_ code: Code, _ message: String, solution: String = "") {
    self.code = code.number
    name = code.name
    self.message = message
    self.solution = solution
    moreInfo = ""
    status = code.status
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    code = try container.decodeIfPresent(Int.self, forKey: .code) ?? 0
    name = try container.decodeIfPresent(String.self, forKey: .name)
    message = try container.decode(String.self, forKey: .message)
    solution = try container.decodeIfPresent(String.self, forKey: .solution) ?? ""
    moreInfo = try container.decodeIfPresent(String.self, forKey: .moreInfo) ?? ""
  }

  public var description: String {
    solution.isEmpty ? message : "\(message) \(solution)"
  }
}

/// The body of every answer that refuses something.
public struct ErrorBody: Codable, Sendable {
  public var errors: [APIError]
  /// Finds the request in the server's log.
  public var trace: String

  public init(_ error: APIError, trace: String) {
    errors = [error]
    self.trace = trace
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    errors = try container.decode([APIError].self, forKey: .errors)
    trace = try container.decodeIfPresent(String.self, forKey: .trace) ?? ""
  }

  enum CodingKeys: String, CodingKey { case errors, trace }
}
