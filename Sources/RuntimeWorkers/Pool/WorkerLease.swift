internal import NIOCore
internal import RuntimePrograms
internal import Synchronization

/// The right to a worker until it is released.
///
/// A worker that dies is replaced under the same lease. A lease that nobody holds any more is released.
public final class WorkerLease: Sendable {
  private struct State {
    /// The job that runs and where its news go.
    var running: (id: String, inbox: JobInbox)?
    var isReleased = false
    /// Jobs that were cancelled before they ran.
    var cancelled: Set<String> = []
  }

  private let pool: WorkerPool
  private let place: WorkerPlace
  private let state = Mutex(State())

  init(pool: WorkerPool, place: WorkerPlace) {
    self.pool = pool
    self.place = place
  }

  deinit { release() }

  /// Runs a job; one at a time.
  ///
  /// Cancelling the task changes nothing: a job is cancelled by ``cancel()`` and ``cancel(_:)`` only.
  /// - Parameters:
  ///   - job: Its identifier need not differ from those of the jobs before.
  ///   - onEvent: Called in order, one at a time, and for all of the job's events before this returns. While it is busy
  ///     the program waits as soon as a megabyte of interim results is on the way.
  /// - Returns: How the job ended. Without a worker, the job waits for one; after three that could not be started it is
  ///   ``WorkerOutcome/died(reason:)``.
  public func run(
    _ job: WorkerJob, onEvent: @escaping @Sendable (WorkerEvent) async -> Void
  ) async -> WorkerOutcome {
    let inbox = JobInbox()
    let request: WorkerRequest
    do { request = try WorkerRequest(job, inbox: inbox) } catch { return .failed(error) }
    if let refusal = begin(request) { return refusal }
    defer { state.withLock { $0.running = nil } }
    // Granted in few and large portions.
    var credit = 0
    while true {
      for item in await inbox.take() {
        switch item {
        case .event(let event, let bytes):
          await onEvent(event)
          credit += bytes
          if credit >= WorkerProtocol.interimWindow / 4 {
            place.eventLoop.execute { [place, credit] in place.grant(credit, to: inbox) }
            credit = 0
          }
        case .finished(let outcome): return outcome
        }
      }
    }
  }

  /// Asks the running job to end, and kills its worker if that takes longer than a grace of 2 s; nothing if none runs.
  public func cancel() {
    state.withLock { state in
      if let running = state.running { cancel(running.inbox) }
    }
  }

  /// Cancels the job with that identifier: the running one, or one that ``run(_:onEvent:)`` will be called for later.
  public func cancel(_ jobID: String) {
    state.withLock { state in
      if let running = state.running, running.id == jobID {
        cancel(running.inbox)
      } else {
        state.cancelled.insert(jobID)
      }
    }
  }

  private func cancel(_ inbox: JobInbox) {
    place.eventLoop.execute { [place] in place.cancel(inbox) }
  }

  /// Gives the worker back, once; not while a job runs.
  public func release() {
    let isFirst = state.withLock { state in
      defer { state.isReleased = true }
      return !state.isReleased
    }
    if isFirst { pool.release(place.index) }
  }

  /// Hands a job over to the event loop, under the lock so that no cancellation gets there before it.
  ///
  /// - Returns: The outcome of a job that must not run.
  private func begin(_ request: WorkerRequest) -> WorkerOutcome? {
    state.withLock { state in
      if state.isReleased { return .died(reason: "The lease of the worker has been released.") }
      if state.running != nil { return .died(reason: "The lease of the worker already runs a job.") }
      if state.cancelled.remove(request.job.id) != nil { return .cancelled }
      state.running = (request.job.id, request.inbox)
      place.eventLoop.execute { [place] in place.take(request) }
      return nil
    }
  }
}
