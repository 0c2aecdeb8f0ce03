internal import Foundation
internal import Logging
internal import RuntimeAPI
internal import RuntimePrograms
internal import RuntimeStore
internal import RuntimeWorkers
internal import Synchronization

/// Runs jobs on workers, first come, first served, and tells whoever waits.
///
/// What is queued and what runs stands in memory under one lock; every change is written to the store before anybody is
/// told of it. A worker goes to the oldest demand: a job, or a dedicated session that then keeps the worker for its jobs.
final class JobScheduler: Sendable {
  /// What a free worker is for.
  enum Demand {
    case job(JobID)
    case session(String)
  }

  struct State {
    var jobs: [JobID: ScheduledJob] = [:]
    var demands = FirstInFirstOut<Demand>()
    var sessions: [String: ScheduledSession] = [:]
    /// Workers that no task holds or is about to hold.
    var freeWorkers: Int
    var pendingByOwner: [String: Int] = [:]
    var nextNumber = 0
    var waiterCount = 0
    /// Set when the service listens: nothing starts before.
    var isOpen = false
    /// Set at the end of the service: nothing starts any more.
    var isClosed = false
    /// Woken when the last task that holds a worker ends.
    var whenIdle: CheckedContinuation<Void, Never>?
  }

  let state: Mutex<State>
  let store: RuntimeStore
  let pool: WorkerPool
  let programs: ProgramCatalogue
  let alarms: AlarmClock
  let logger: Logger
  let workerCount: Int
  let maximumPendingJobs: Int
  let interactiveTime: Duration
  /// How many requests may wait for the end of jobs at once; more are answered as if their time had passed.
  static let maximumWaiters = 4096

  init(
    store: RuntimeStore, pool: WorkerPool, programs: ProgramCatalogue, alarms: AlarmClock,
    configuration: RuntimeServerConfiguration
  ) {
    self.store = store
    self.pool = pool
    self.programs = programs
    self.alarms = alarms
    logger = configuration.logger
    workerCount = configuration.workerCount
    maximumPendingJobs = configuration.maximumPendingJobs
    interactiveTime = configuration.interactiveTime
    state = Mutex(State(freeWorkers: configuration.workerCount))
  }

  /// Jobs that no worker has taken up yet.
  var queueLength: Int {
    state.withLock { state in
      state.jobs.values.count { if case .queued = $0.phase { true } else { false } }
    }
  }

  // MARK: - Taking jobs up

  /// - Throws: ``APIError`` `too-many-jobs` for a user who has as many queued and running as one may.
  func admit(owner: String) throws(APIError) {
    let pending = state.withLock { $0.pendingByOwner[owner] ?? 0 }
    guard pending < maximumPendingJobs else {
      throw APIError(
        .tooManyJobs, "\(pending) jobs of yours are queued or run; at most \(maximumPendingJobs) may.",
        solution: "Wait for some to end, or cancel them.")
    }
  }

  /// Queues a job that stands in the store, and may wait for its end; cancels it when its session is over already.
  ///
  /// - Parameters:
  ///   - inputs: JSON, if it is at hand.
  ///   - wait: nil returns at once.
  /// - Returns: How the job ended; nil if it has not ended when the time has passed.
  func enqueue(_ job: StoredJob, inputs: Data?, wait: Duration?) async -> FinishedJob? {
    guard let program = programs[job.program] else {
      await fail(job, reason: "The program '\(job.program)' is not offered any more.")
      return nil
    }
    var scheduled = ScheduledJob(job, program: program, inputs: inputs)
    var isTaken = false
    let finished = await withCheckedContinuation { continuation in
      isTaken = state.withLock { state in
        let isTaken = takes(scheduled, state)
        register(continuation, in: &scheduled, wait: isTaken ? wait ?? .zero : .zero, &state)
        if isTaken { insert(scheduled, into: &state) }
        return isTaken
      }
    }
    if !isTaken { await cancelLate(job.id) }
    return finished
  }

  /// Whether a job may still be queued: one that never ran goes with its session, which may have been closed since the
  /// job was stored.
  private func takes(_ job: ScheduledJob, _ state: State) -> Bool {
    guard let session = job.sessionID, job.attempts == 0 else { return true }
    return state.sessions[session]?.isClosed == false
  }

  private func cancelLate(_ id: JobID) async {
    do {
      _ = try await store.cancelQueued(id, reason: "The session was closed.")
    } catch {
      logger.error(
        "a job of a closed session is not cancelled before the next start",
        metadata: ["job": "\(id)", "error": "\(error)"])
    }
  }

  private func insert(_ job: ScheduledJob, into state: inout State) {
    state.jobs[job.id] = job
    state.pendingByOwner[job.owner, default: 0] += 1
    if let session = job.sessionID { state.sessions[session]?.pendingCount += 1 }
    demand(job.id, session: job.sessionID, first: false, &state)
  }

  /// Asks for a worker for a job: its session's, or one of its own.
  func demand(_ id: JobID, session: String?, first: Bool, _ state: inout State) {
    if let session, state.sessions[session]?.isDedicated == true {
      demand(id, in: session, first: first, &state)
    } else if first {
      state.demands.prepend(.job(id))
    } else {
      state.demands.append(.job(id))
    }
    dispatch(&state)
  }

  /// Sends free workers to the oldest demands.
  private func dispatch(_ state: inout State) {
    while state.isOpen, !state.isClosed, state.freeWorkers > 0, let demand = nextDemand(&state) {
      state.freeWorkers -= 1
      Task { await work(for: demand) }
    }
  }

  /// The oldest demand that still stands.
  private func nextDemand(_ state: inout State) -> Demand? {
    while let demand = state.demands.popFirst() {
      switch demand {
      case .job(let id):
        if state.jobs[id]?.isQueued == true { return demand }
      case .session(let id):
        guard let session = state.sessions[id] else { continue }
        if session.wantsWorker { return demand }
        state.sessions[id]?.holder = .vacant
      }
    }
    return nil
  }

  /// Takes a worker and keeps it as long as there is something to do.
  private func work(for first: Demand) async {
    do {
      let lease = try await pool.lease()
      var next: Demand? = first
      while let demand = next {
        switch demand {
        case .job(let id): await run(id, on: lease)
        case .session(let id): await serve(session: id, on: lease)
        }
        next = state.withLock { state in state.isClosed ? nil : nextDemand(&state) }
      }
      lease.release()
    } catch {
      // The pool is shut down; what is queued stays so in the store.
      logger.debug("no worker: \(error)")
    }
    state.withLock { state in
      state.freeWorkers += 1
      dispatch(&state)
      guard state.freeWorkers == workerCount else { return }
      state.whenIdle?.resume()
      state.whenIdle = nil
    }
  }

  // MARK: - The beginning and the end of the service

  /// Begins to run what is queued.
  func open() {
    state.withLock { state in
      state.isOpen = true
      dispatch(&state)
    }
  }

  /// Starts nothing any more, and answers all who wait with what is known now.
  func close() {
    state.withLock { state in
      state.isClosed = true
      for id in state.jobs.keys {
        for waiting in state.jobs[id]?.waiting.values ?? [:].values { waiting.continuation.resume(returning: nil) }
        for watching in state.jobs[id]?.watching.values ?? [:].values {
          watching.continuation.resume(returning: .closed)
        }
        state.jobs[id]?.waiting = [:]
        state.jobs[id]?.watching = [:]
      }
      state.waiterCount = 0
      for id in state.sessions.keys {
        guard case .idle(let continuation, _) = state.sessions[id]?.holder else { continue }
        state.sessions[id]?.holder = .vacant
        continuation.resume(returning: nil)
      }
    }
  }

  /// Waits until no task holds a worker; ``close()`` comes before, and the end of the pool.
  func waitUntilIdle() async {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        if state.freeWorkers == workerCount { continuation.resume() } else { state.whenIdle = continuation }
      }
    }
  }
}
