public import Foundation
public import RuntimeAPI
import RuntimePrograms

/// Everything about a job but its inputs, its result and its events, which may be large.
public struct StoredJob: Hashable, Sendable {
  public var id: JobID
  /// The user who submitted it.
  public var owner: String
  public var program: String
  public var programVersion: String
  public var backend: String
  public var sessionID: String?
  public var tags: [String]
  /// Seconds.
  public var maximumExecutionTime: Int
  public var isPrivate: Bool
  public var logLevel: String?
  /// Texts that its inputs name by their hashes.
  public var texts: [ContentHash]
  public var state: JobState
  /// What went wrong, in a job that failed.
  public var failure: JobFailure?
  /// How often a worker has taken it up.
  public var attempt: Int
  /// How many of these attempts ended with the death of the worker; restarts of the server do not count.
  public var workerDeaths: Int
  /// The worker that took it up last.
  public var worker: String?
  public var created: Timestamp
  /// When a worker took it up last.
  public var running: Timestamp?
  public var ended: Timestamp?
  /// Seconds that workers were busy with it.
  public var usageSeconds: Double
  /// The number of its last event.
  public var eventCount: Int

  package init(
    id: JobID, owner: String, program: String, programVersion: String, backend: String, sessionID: String?,
    tags: [String], maximumExecutionTime: Int, isPrivate: Bool, logLevel: String?, texts: [ContentHash],
    state: JobState, failure: JobFailure? = nil, attempt: Int, workerDeaths: Int, worker: String? = nil,
    created: Timestamp, running: Timestamp? = nil, ended: Timestamp? = nil, usageSeconds: Double, eventCount: Int
  ) {
    self.id = id
    self.owner = owner
    self.program = program
    self.programVersion = programVersion
    self.backend = backend
    self.sessionID = sessionID
    self.tags = tags
    self.maximumExecutionTime = maximumExecutionTime
    self.isPrivate = isPrivate
    self.logLevel = logLevel
    self.texts = texts
    self.state = state
    self.failure = failure
    self.attempt = attempt
    self.workerDeaths = workerDeaths
    self.worker = worker
    self.created = created
    self.running = running
    self.ended = ended
    self.usageSeconds = usageSeconds
    self.eventCount = eventCount
  }
}

/// A job to be stored.
public struct NewJob: Sendable {
  /// What tells a submission that is sent again from another one.
  public struct Idempotency: Hashable, Sendable {
    /// Chosen by the client; counts among the submissions of one owner.
    public var key: String
    /// Of the request's body.
    public var bodyHash: ContentHash

    public init(key: String, bodyHash: ContentHash) {
      self.key = key
      self.bodyHash = bodyHash
    }
  }

  public var owner: String
  public var program: String
  public var programVersion: String
  public var backend: String
  /// JSON, kept byte for byte.
  public var parameters: Data
  public var sessionID: String?
  public var tags: [String]
  /// Seconds.
  public var maximumExecutionTime: Int
  public var isPrivate: Bool
  public var logLevel: String?
  public var texts: [ContentHash]
  public var idempotency: Idempotency?

  public init(
    owner: String, program: String, programVersion: String, backend: String, parameters: Data,
    sessionID: String? = nil, tags: [String] = [], maximumExecutionTime: Int, isPrivate: Bool = false,
    logLevel: String? = nil, texts: [ContentHash] = [], idempotency: Idempotency? = nil
  ) {
    self.owner = owner
    self.program = program
    self.programVersion = programVersion
    self.backend = backend
    self.parameters = parameters
    self.sessionID = sessionID
    self.tags = tags
    self.maximumExecutionTime = maximumExecutionTime
    self.isPrivate = isPrivate
    self.logLevel = logLevel
    self.texts = texts
    self.idempotency = idempotency
  }
}

/// What became of a ``NewJob``; all was checked in the transaction that stored it.
public enum Insertion: Hashable, Sendable {
  case new(StoredJob)
  /// The owner has sent the same body with the same key before: the job it made.
  case existing(StoredJob)
  /// The owner has sent another body with the same key before.
  case conflict
  /// The owner has no session of that id.
  case unknownSession
  /// The session takes no jobs any more.
  case sessionClosed
  /// The owner has not sent these texts, in the order of ``NewJob/texts``.
  case unknownTexts([ContentHash])
}

/// How a job ends.
public enum JobOutcome: Hashable, Sendable {
  /// With a result: JSON, kept byte for byte.
  case completed(Data)
  /// - reason: One line.
  case failed(reason: String, reasonCode: Int, JobFailure)
  case cancelled(reason: String? = nil, reasonCode: Int? = nil)

  /// The state of a job that has ended so.
  public var state: JobState {
    switch self {
    case .completed: JobState(.completed)
    case .failed(let reason, let code, _): JobState(.failed, reason: reason, reasonCode: code)
    case .cancelled(let reason, let code): JobState(.cancelled, reason: reason, reasonCode: code)
    }
  }
}

/// Why a running job goes back to the queue.
public enum RequeueCause: Hashable, Sendable {
  /// Counts against the job, which may be the reason.
  case workerDied
  /// Not the job's fault.
  case serverStopped
}

/// What became of a job that was to be deleted.
public enum Deletion: Hashable, Sendable {
  case deleted
  /// It must be cancelled first.
  case running
  case unknown
}
