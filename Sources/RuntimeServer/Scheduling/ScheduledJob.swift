internal import Foundation
internal import RuntimeAPI
internal import RuntimeStore
internal import RuntimeWorkers

/// A job that is queued or runs, as the scheduler keeps it in memory.
struct ScheduledJob {
  let id: JobID
  let owner: String
  let program: OfferedProgram
  let texts: [ContentHash]
  /// JSON; nil for large ones, which wait in the store.
  let inputs: Data?
  let timeLimit: Duration
  let sessionID: String?
  /// How often a worker has taken it up.
  var attempts: Int
  /// How many of these attempts ended with the death of the worker.
  var workerDeaths: Int
  var phase = Phase.queued
  /// Whether somebody has asked for its end.
  var isCancelled = false
  /// What broke a schema on the way; such a job fails however its program ends.
  var violation: String?
  /// Counts what has happened to the job since the server has it in memory.
  var changes = 0
  /// Requests that wait for its end.
  var waiting: [Int: Waiting] = [:]
  /// Streams that wait for the next thing to happen.
  var watching: [Int: Watching] = [:]

  struct Waiting {
    var continuation: CheckedContinuation<FinishedJob?, Never>
    var alarm: AlarmClock.Alarm
  }

  struct Watching {
    var continuation: CheckedContinuation<JobScheduler.Change, Never>
    var alarm: AlarmClock.Alarm
  }

  enum Phase {
    case queued
    case running(WorkerLease)
    /// Its end is being written down.
    case ending
  }

  init(_ job: StoredJob, program: OfferedProgram, inputs: Data?) {
    id = job.id
    owner = job.owner
    self.program = program
    texts = job.texts
    self.inputs = inputs.flatMap { $0.count <= Self.largestKept ? $0 : nil }
    timeLimit = .seconds(job.maximumExecutionTime)
    sessionID = job.sessionID
    attempts = job.attempt
    workerDeaths = job.workerDeaths
  }

  var isQueued: Bool { if case .queued = phase { true } else { false } }

  /// Larger inputs are read again when the job starts, so that a long queue does not fill the memory.
  private static let largestKept = 64 << 10
}

/// How a job ended.
struct FinishedJob: Sendable {
  var state: JobState
  /// JSON; only of a completed job.
  var result: Data?
  var failure: JobFailure?
}
