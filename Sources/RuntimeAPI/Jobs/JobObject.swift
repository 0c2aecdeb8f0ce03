public import JSONSchemas
public import RuntimePrograms

/// Where a job stands, and why if it ended without a result.
public struct JobState: Codable, Hashable, Sendable {
  public var status: JobStatus
  /// One line.
  public var reason: String?
  public var reasonCode: Int?

  /// ``reasonCode`` of a job that ran longer than it may.
  public static let ranTooLong = 1305
  /// ``reasonCode`` of a job whose worker died twice.
  public static let workerDied = 1500
  /// ``reasonCode`` of a job that took more memory than it may.
  public static let memoryLimit = 1501
  /// ``reasonCode`` of a job whose program threw an error.
  public static let programFailed = 1517
  /// ``reasonCode`` of a job whose program returned something else than its schema says.
  public static let invalidResult = 1518

  enum CodingKeys: String, CodingKey {
    case reasonCode = "reason_code"
    case status, reason
  }

  public init(_ status: JobStatus, reason: String? = nil, reasonCode: Int? = nil) {
    self.status = status
    self.reason = reason
    self.reasonCode = reasonCode
  }
}

/// What a failed job's program, or its runtime, has to say.
public struct JobFailure: Codable, Hashable, Sendable {
  /// A ``ProgramFailure`` code, `worker-died`, `memory-limit` or `invalid-result`.
  public var code: String
  public var message: String

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}

/// A job as `GET /jobs/{id}` shows it.
public struct JobObject: Codable, Sendable {
  public struct Program: Codable, Hashable, Sendable {
    public var id: String
    public var version: String?

    public init(id: String, version: String? = nil) {
      self.id = id
      self.version = version
    }
  }

  public struct Usage: Codable, Hashable, Sendable {
    /// Seconds that a worker was busy with the job.
    public var seconds: Double

    enum CodingKeys: String, CodingKey { case seconds = "qpu_charge_time_seconds" }

    public init(seconds: Double) { self.seconds = seconds }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      seconds = try container.decodeIfPresent(Double.self, forKey: .seconds) ?? 0
    }
  }

  public var id: JobID
  public var backend: String
  public var state: JobState
  /// ``state``'s status once more, for clients that look here.
  public var status: JobStatus
  public var program: Program
  /// ISO 8601, UTC.
  public var created: String
  public var running: String?
  public var ended: String?
  /// Seconds.
  public var cost: Int
  public var tags: [String]
  public var sessionID: String?
  public var runtime: String
  public var usage: Usage
  public var estimatedRunningTimeSeconds: Double?
  public var userID: String
  public var isPrivate: Bool
  /// How often a worker has taken the job up.
  public var attempt: Int?
  /// The number of the last event.
  public var eventCount: Int?
  public var error: JobFailure?
  public var params: JSONValue?

  enum CodingKeys: String, CodingKey {
    case sessionID = "session_id"
    case estimatedRunningTimeSeconds = "estimated_running_time_seconds"
    case userID = "user_id"
    case isPrivate = "private"
    case eventCount = "event_count"
    case id, backend, state, status, program, created, running, ended, cost, tags, runtime, usage, attempt, error,
      params
  }

  public init(
    id: JobID, backend: String, state: JobState, program: Program, created: String, running: String? = nil,
    ended: String? = nil, cost: Int, tags: [String] = [], sessionID: String? = nil, runtime: String = "",
    usage: Usage = Usage(seconds: 0), estimatedRunningTimeSeconds: Double? = nil, userID: String,
    isPrivate: Bool = false, attempt: Int? = nil, eventCount: Int? = nil, error: JobFailure? = nil,
    params: JSONValue? = nil
  ) {
    self.id = id
    self.backend = backend
    self.state = state
    status = state.status
    self.program = program
    self.created = created
    self.running = running
    self.ended = ended
    self.cost = cost
    self.tags = tags
    self.sessionID = sessionID
    self.runtime = runtime
    self.usage = usage
    self.estimatedRunningTimeSeconds = estimatedRunningTimeSeconds
    self.userID = userID
    self.isPrivate = isPrivate
    self.attempt = attempt
    self.eventCount = eventCount
    self.error = error
    self.params = params
  }

  /// Asks for no more than every service of this API says.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(JobID.self, forKey: .id)
    backend = try container.decode(String.self, forKey: .backend)
    state = try container.decode(JobState.self, forKey: .state)
    status = state.status
    program = try container.decode(Program.self, forKey: .program)
    created = try container.decode(String.self, forKey: .created)
    running = try container.decodeIfPresent(String.self, forKey: .running)
    ended = try container.decodeIfPresent(String.self, forKey: .ended)
    cost = try container.decodeIfPresent(Int.self, forKey: .cost) ?? 0
    tags = try container.decodeIfPresent([String].self, forKey: .tags) ?? []
    sessionID = try container.decodeIfPresent(String.self, forKey: .sessionID)
    runtime = try container.decodeIfPresent(String.self, forKey: .runtime) ?? ""
    usage = try container.decodeIfPresent(Usage.self, forKey: .usage) ?? Usage(seconds: 0)
    estimatedRunningTimeSeconds = try container.decodeIfPresent(Double.self, forKey: .estimatedRunningTimeSeconds)
    userID = try container.decodeIfPresent(String.self, forKey: .userID) ?? ""
    isPrivate = try container.decodeIfPresent(Bool.self, forKey: .isPrivate) ?? false
    attempt = try container.decodeIfPresent(Int.self, forKey: .attempt)
    eventCount = try container.decodeIfPresent(Int.self, forKey: .eventCount)
    error = try container.decodeIfPresent(JobFailure.self, forKey: .error)
    params = try container.decodeIfPresent(JSONValue.self, forKey: .params)
  }
}

/// A page of `GET /jobs`, newest first unless asked otherwise.
public struct JobList: Codable, Sendable {
  public var jobs: [JobObject]
  /// All that match the filter, not only this page.
  public var count: Int
  public var limit: Int
  public var offset: Int

  public init(jobs: [JobObject], count: Int, limit: Int, offset: Int) {
    self.jobs = jobs
    self.count = count
    self.limit = limit
    self.offset = offset
  }
}

/// `GET /jobs/{id}/metrics`.
public struct JobMetrics: Codable, Sendable {
  public struct Timestamps: Codable, Hashable, Sendable {
    public var created: String
    public var running: String?
    public var finished: String?

    public init(created: String, running: String? = nil, finished: String? = nil) {
      self.created = created
      self.running = running
      self.finished = finished
    }
  }

  public struct Usage: Codable, Hashable, Sendable {
    /// `pending` until the job ends, then `complete`.
    public var status: String
    public var seconds: Double

    enum CodingKeys: String, CodingKey {
      case status
      case seconds = "qpu_charge_time_seconds"
    }

    public init(status: String, seconds: Double) {
      self.status = status
      self.seconds = seconds
    }
  }

  public var timestamps: Timestamps
  public var usage: Usage
  public var caller: String

  public init(timestamps: Timestamps, usage: Usage, caller: String) {
    self.timestamps = timestamps
    self.usage = usage
    self.caller = caller
  }
}
