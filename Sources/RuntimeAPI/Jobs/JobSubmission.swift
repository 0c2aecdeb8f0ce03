public import JSONSchemas

/// The body of `POST /jobs`.
public struct JobSubmission: Codable, Sendable {
  public var programID: String
  public var backend: String
  /// The program's inputs; the server checks them against its schema and looks no further.
  public var params: JSONValue
  public var sessionID: String?
  public var tags: [String]?
  /// The longest time the job may run, in seconds; nil takes the program's.
  public var cost: Int?
  /// Hashes of texts that `params` refers to in place of the texts themselves.
  public var texts: [ContentHash]?
  public var logLevel: String?
  /// Whether params are left out of what anybody is shown of the job.
  public var isPrivate: Bool?

  enum CodingKeys: String, CodingKey {
    case programID = "program_id"
    case sessionID = "session_id"
    case logLevel = "log_level"
    case isPrivate = "private"
    case backend, params, tags, cost, texts
  }

  public init(
    programID: String, backend: String, params: JSONValue, sessionID: String? = nil, tags: [String]? = nil,
    cost: Int? = nil, texts: [ContentHash]? = nil, logLevel: String? = nil, isPrivate: Bool? = nil
  ) {
    self.programID = programID
    self.backend = backend
    self.params = params
    self.sessionID = sessionID
    self.tags = tags
    self.cost = cost
    self.texts = texts
    self.logLevel = logLevel
    self.isPrivate = isPrivate
  }
}

/// The answer to `POST /jobs`; `state` and `results` only where the caller waits for them.
public struct JobReceipt: Codable, Sendable {
  public var id: JobID
  public var backend: String
  public var sessionID: String?
  public var state: JobState?
  /// What the program returned, once it has.
  public var results: JSONValue?
  public var error: JobFailure?

  enum CodingKeys: String, CodingKey {
    case sessionID = "session_id"
    case id, backend, state, results, error
  }

  public init(
    id: JobID, backend: String, sessionID: String? = nil, state: JobState? = nil, results: JSONValue? = nil,
    error: JobFailure? = nil
  ) {
    self.id = id
    self.backend = backend
    self.sessionID = sessionID
    self.state = state
    self.results = results
    self.error = error
  }
}
