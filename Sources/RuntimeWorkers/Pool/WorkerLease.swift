/// The right to a worker until it is released.
///
/// A worker that dies is replaced under the same lease. A lease that nobody holds any more is released.
public final class WorkerLease: Sendable {
  let pool: WorkerPool

  init(pool: WorkerPool) { self.pool = pool }

  /// Runs a job; one at a time.
  ///
  /// Cancelling the task changes nothing: a job is cancelled by ``cancel(_:)`` only.
  /// - Parameter onEvent: Called in order, one at a time, and for all of the job's events before this returns. While it
  ///   is busy the program waits as soon as a megabyte of interim results is on the way.
  public func run(
    _ job: WorkerJob, onEvent: @escaping @Sendable (WorkerEvent) async -> Void
  ) async -> WorkerOutcome {
    .died(reason: "There are no workers yet.")
  }

  /// Asks the running job to end, and kills its worker if that takes longer than a grace of 2 s; nothing if none runs.
  public func cancel() {}

  /// Cancels the job with that identifier: the running one, or one that ``run(_:onEvent:)`` will be called for later.
  public func cancel(_ jobID: String) {}

  /// Gives the worker back, once; not while a job runs.
  public func release() {}
}
