public import RuntimeAPI

/// A session as it is kept over restarts of the server.
public struct StoredSession: Codable, Hashable, Sendable {
  public var id: String
  public var owner: String
  public var backend: String
  public var mode: SessionMode
  /// Seconds after which it closes by itself.
  public var maximumTime: Int
  /// Seconds without a job after which it gives its worker back.
  public var interactiveTime: Int
  /// Seconds that it may hold a worker at a time.
  public var activeTime: Int
  public var state: SessionStatus
  public var acceptsJobs: Bool
  public var started: Timestamp
  public var activated: Timestamp?
  public var closed: Timestamp?
  public var lastJobStarted: Timestamp?
  public var lastJobCompleted: Timestamp?
  /// The states it went through, oldest first.
  public var history: [Change]

  /// The session went into another state.
  public struct Change: Codable, Hashable, Sendable {
    public var state: SessionStatus
    public var time: Timestamp

    public init(_ state: SessionStatus, at time: Timestamp) {
      self.state = state
      self.time = time
    }
  }

  /// A session that has just been opened.
  public init(
    id: String, owner: String, backend: String, mode: SessionMode, maximumTime: Int, interactiveTime: Int,
    activeTime: Int, started: Timestamp
  ) {
    self.id = id
    self.owner = owner
    self.backend = backend
    self.mode = mode
    self.maximumTime = maximumTime
    self.interactiveTime = interactiveTime
    self.activeTime = activeTime
    state = .open
    acceptsJobs = true
    self.started = started
    history = [Change(.open, at: started)]
  }
}
