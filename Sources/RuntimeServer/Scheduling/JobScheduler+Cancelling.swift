internal import Foundation
internal import Logging
internal import RuntimeAPI
internal import RuntimePrograms
internal import RuntimeStore
internal import RuntimeWorkers
internal import Synchronization

extension JobScheduler {
  /// Cancels a job: a queued one at once, a running one as soon as its worker has let go of it.
  ///
  /// - Returns: false for a job that has ended.
  func cancel(_ id: JobID, reason: String?) async throws -> Bool {
    enum Way {
      case inTheStore
      case onTheWorker(WorkerLease)
      case alreadyEnding
    }
    let way = state.withLock { state -> Way in
      guard let job = state.jobs[id] else { return .inTheStore }
      state.jobs[id]?.isCancelled = true
      switch job.phase {
      case .queued:
        state.jobs[id]?.phase = .ending
        return .inTheStore
      case .running(let lease): return .onTheWorker(lease)
      case .ending: return .alreadyEnding
      }
    }
    switch way {
    case .onTheWorker(let lease):
      lease.cancel(id.description)
      return true
    case .alreadyEnding:
      return false
    case .inTheStore:
      let isCancelled = try await store.cancelQueued(id, reason: reason)
      await forget(id, as: isCancelled ? FinishedJob(state: JobState(.cancelled, reason: reason)) : nil)
      return isCancelled
    }
  }

  // MARK: - The start of the service

  /// Takes up what a former server left: open sessions, and jobs that are queued or were running.
  func recover() async throws {
    let now = Timestamp.now()
    for session in try await store.openSessions() {
      add(session, remaining: .seconds(max(0, Double(session.maximumTime) - now.seconds(since: session.started))))
    }
    for job in try await store.recover() {
      // A session that was being closed when the service ended: its queue was to be cancelled.
      if let session = job.sessionID, job.attempt == 0, self.session(session) == nil {
        _ = try await store.cancelQueued(job.id, reason: "The session was closed.")
      } else {
        _ = await enqueue(job, inputs: nil, wait: nil)
      }
    }
  }

  /// Ends a job that cannot be run, such as one of a program that is gone.
  func fail(_ job: StoredJob, reason: String) async {
    let failure = JobFailure(code: ProgramFailure.programError, message: reason)
    do {
      _ = try await store.finishQueued(
        job.id, outcome: .failed(reason: reason, reasonCode: JobState.programFailed, failure))
    } catch {
      logger.error("a job cannot be ended", metadata: ["job": "\(job.id)", "error": "\(error)"])
    }
  }
}
