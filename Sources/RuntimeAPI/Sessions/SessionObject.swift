/// The body of `POST /sessions`.
public struct SessionRequest: Codable, Sendable {
  public var backend: String?
  public var mode: SessionMode?
  /// Seconds after which the session closes by itself.
  public var maximumTime: Int?
  public var instance: String?

  enum CodingKeys: String, CodingKey {
    case maximumTime = "max_ttl"
    case backend, mode, instance
  }

  public init(backend: String, mode: SessionMode, maximumTime: Int? = nil, instance: String? = nil) {
    self.backend = backend
    self.mode = mode
    self.maximumTime = maximumTime
    self.instance = instance
  }
}

public enum SessionMode: String, Codable, Sendable {
  /// Jobs have a worker to themselves.
  case dedicated
  /// Jobs belong together and take whatever worker is free.
  case batch
}

public enum SessionStatus: String, Codable, Sendable {
  /// No job has run yet.
  case open
  /// Holds a worker.
  case active
  /// Has given its worker back for want of jobs.
  case inactive
  case closed
}

/// A session as `GET /sessions/{id}` shows it.
public struct SessionObject: Codable, Sendable {
  public struct Timestamp: Codable, Hashable, Sendable {
    public var status: SessionStatus
    public var timestamp: String

    public init(status: SessionStatus, timestamp: String) {
      self.status = status
      self.timestamp = timestamp
    }
  }

  public var id: String
  public var backendName: String
  public var mode: SessionMode
  /// Seconds.
  public var maximumTime: Int
  /// Seconds without a job after which the worker is given back.
  public var interactiveTime: Int
  public var activeTime: Int
  public var state: SessionStatus
  public var acceptingJobs: Bool
  public var startedAt: String
  public var activatedAt: String?
  public var closedAt: String?
  public var lastJobStarted: String?
  public var lastJobCompleted: String?
  /// Seconds.
  public var elapsedTime: Double
  public var timestamps: [Timestamp]
  public var userID: String

  enum CodingKeys: String, CodingKey {
    case backendName = "backend_name"
    case maximumTime = "max_ttl"
    case interactiveTime = "interactive_ttl"
    case activeTime = "active_ttl"
    case acceptingJobs = "accepting_jobs"
    case startedAt = "started_at"
    case activatedAt = "activated_at"
    case closedAt = "closed_at"
    case lastJobStarted = "last_job_started"
    case lastJobCompleted = "last_job_completed"
    case elapsedTime = "elapsed_time"
    case userID = "user_id"
    case id, mode, state, timestamps
  }

  public init(
    id: String, backendName: String, mode: SessionMode, maximumTime: Int, interactiveTime: Int, activeTime: Int,
    state: SessionStatus, acceptingJobs: Bool, startedAt: String, activatedAt: String? = nil, closedAt: String? = nil,
    lastJobStarted: String? = nil, lastJobCompleted: String? = nil, elapsedTime: Double, timestamps: [Timestamp],
    userID: String
  ) {
    self.id = id
    self.backendName = backendName
    self.mode = mode
    self.maximumTime = maximumTime
    self.interactiveTime = interactiveTime
    self.activeTime = activeTime
    self.state = state
    self.acceptingJobs = acceptingJobs
    self.startedAt = startedAt
    self.activatedAt = activatedAt
    self.closedAt = closedAt
    self.lastJobStarted = lastJobStarted
    self.lastJobCompleted = lastJobCompleted
    self.elapsedTime = elapsedTime
    self.timestamps = timestamps
    self.userID = userID
  }
  /// Asks for no more than every service of this API says.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    backendName = try container.decode(String.self, forKey: .backendName)
    mode = try container.decode(SessionMode.self, forKey: .mode)
    maximumTime = try container.decodeIfPresent(Int.self, forKey: .maximumTime) ?? 0
    interactiveTime = try container.decodeIfPresent(Int.self, forKey: .interactiveTime) ?? 0
    activeTime = try container.decodeIfPresent(Int.self, forKey: .activeTime) ?? maximumTime
    state = try container.decode(SessionStatus.self, forKey: .state)
    acceptingJobs = try container.decode(Bool.self, forKey: .acceptingJobs)
    startedAt = try container.decodeIfPresent(String.self, forKey: .startedAt) ?? ""
    activatedAt = try container.decodeIfPresent(String.self, forKey: .activatedAt)
    closedAt = try container.decodeIfPresent(String.self, forKey: .closedAt)
    lastJobStarted = try container.decodeIfPresent(String.self, forKey: .lastJobStarted)
    lastJobCompleted = try container.decodeIfPresent(String.self, forKey: .lastJobCompleted)
    elapsedTime = try container.decodeIfPresent(Double.self, forKey: .elapsedTime) ?? 0
    timestamps = try container.decodeIfPresent([Timestamp].self, forKey: .timestamps) ?? []
    userID = try container.decodeIfPresent(String.self, forKey: .userID) ?? ""
  }
}
