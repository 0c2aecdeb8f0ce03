internal import JSONSchemas
public import RuntimePrograms

/// Something that happened to a job; numbered from 1 without gaps.
public struct JobEvent: Hashable, Sendable {
  /// What happened.
  public enum Content: Hashable, Sendable {
    case status(StatusChange)
    /// JSON text that the program published, byte for byte.
    case interimResult(String)
    case log(LogText)
  }

  /// The job went into another state.
  public struct StatusChange: Codable, Hashable, Sendable {
    public var status: JobStatus
    /// 0 before a worker has taken the job up for the first time.
    public var attempt: Int
    /// ISO 8601, UTC.
    public var time: String
    public var reason: String?
    public var reasonCode: Int?

    enum CodingKeys: String, CodingKey {
      case reasonCode = "reason_code"
      case status, attempt, time, reason
    }

    public init(_ status: JobStatus, attempt: Int, time: String, reason: String? = nil, reasonCode: Int? = nil) {
      self.status = status
      self.attempt = attempt
      self.time = time
      self.reason = reason
      self.reasonCode = reasonCode
    }
  }

  /// What the program wrote.
  public struct LogText: Codable, Hashable, Sendable {
    /// `stdout` or `stderr`.
    public var stream: String
    public var text: String

    public init(stream: String, text: String) {
      self.stream = stream
      self.text = text
    }
  }

  public var number: Int
  public var content: Content

  public init(number: Int, content: Content) {
    self.number = number
    self.content = content
  }

  /// Whether nothing comes after it.
  public var isLast: Bool {
    if case .status(let change) = content { change.status.isFinal } else { false }
  }

  /// The name of the kind on the wire.
  public var kind: String {
    switch content {
    case .status: "status"
    case .interimResult: "interim_result"
    case .log: "log"
    }
  }

  /// The event's data on the wire: one JSON text.
  public func data() throws -> String {
    switch content {
    case .status(let change): try JSONValue(encoding: change).text
    case .interimResult(let text): text
    case .log(let log): try JSONValue(encoding: log).text
    }
  }

  /// An event as it came over the wire.
  ///
  /// - Throws: `DecodingError` or `JSONError` for other data; nil for a kind that this version does not know.
  public init?(number: Int, kind: String, data: String) throws {
    self.number = number
    switch kind {
    case "status": content = .status(try JSONValue(parsing: data).decoded())
    case "interim_result": content = .interimResult(data)
    case "log": content = .log(try JSONValue(parsing: data).decoded())
    default: return nil
    }
  }
}
