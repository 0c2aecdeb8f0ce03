internal import RuntimeAPI
internal import RuntimeStore

/// A session that is not closed yet, or has jobs that are not over yet, as the scheduler keeps it in memory.
struct ScheduledSession {
  var stored: StoredSession
  /// Jobs of a dedicated session that wait for its worker.
  var queue = FirstInFirstOut<JobID>()
  /// How many of its jobs are queued or run.
  var pendingCount = 0
  var holder = Holder.vacant
  /// Closes the session when its time is over.
  var lifetime: AlarmClock.Alarm?

  /// How a dedicated session stands to a worker.
  enum Holder {
    case vacant
    /// Its demand is in the queue of all.
    case asked
    /// A job of it runs, or is about to.
    case busy
    /// It holds a worker and has no job for it.
    case idle(CheckedContinuation<JobID?, Never>, AlarmClock.Alarm)
  }

  init(_ stored: StoredSession) { self.stored = stored }

  var isDedicated: Bool { stored.mode == .dedicated }
  var isClosed: Bool { stored.state == .closed }

  /// Whether a free worker is still of use.
  var wantsWorker: Bool { if case .asked = holder { !queue.isEmpty } else { false } }

  mutating func put(_ job: JobID, first: Bool) { first ? queue.prepend(job) : queue.append(job) }

  /// Goes into another state.
  mutating func mark(_ state: SessionStatus) {
    let now = Timestamp.now()
    stored.state = state
    stored.history.append(StoredSession.Change(state, at: now))
    if state == .active, stored.activated == nil { stored.activated = now }
    if state == .closed { stored.closed = now }
  }

  /// Nothing new from now on; a second time changes nothing.
  mutating func close() {
    guard !isClosed else { return }
    stored.acceptsJobs = false
    mark(.closed)
  }
}
