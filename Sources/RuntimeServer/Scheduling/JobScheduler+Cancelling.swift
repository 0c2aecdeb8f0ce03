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
      case inTheStore(isQueued: Bool)
      case onTheWorker(WorkerLease)
      case alreadyEnding
    }
    let way = state.withLock { state -> Way in
      guard let job = state.jobs[id] else { return .inTheStore(isQueued: false) }
      state.jobs[id]?.isCancelled = true
      switch job.phase {
      case .queued:
        state.jobs[id]?.phase = .ending
        return .inTheStore(isQueued: true)
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
    case .inTheStore(let isQueued):
      do {
        return try await cancelInStore(id, reason: reason)
      } catch {
        if isQueued { state.withLock { queueAgain(id, &$0) } }
        throw error
      }
    }
  }

  /// Ends a job that is queued in the store, and tells all who wait for it.
  ///
  /// - Returns: false if it is not queued there.
  func cancelInStore(_ id: JobID, reason: String?) async throws -> Bool {
    let isCancelled = try await store.cancelQueued(id, reason: reason)
    await forget(id, as: isCancelled ? FinishedJob(state: JobState(.cancelled, reason: reason)) : nil)
    return isCancelled
  }

  /// Takes back that a job is about to end. Should its demand still stand, the second one will find nothing to do.
  private func queueAgain(_ id: JobID, _ state: inout State) {
    guard let job = state.jobs[id] else { return }
    state.jobs[id]?.phase = .queued
    state.jobs[id]?.isCancelled = false
    demand(id, session: job.sessionID, first: false, &state)
  }

  // MARK: - The start of the service

  /// Takes up what a former server left: open sessions, and jobs that are queued or were running.
  func recover() async throws {
    let now = Timestamp.now()
    for session in try await store.openSessions() {
      add(session, remaining: .seconds(max(0, Double(session.maximumTime) - now.seconds(since: session.started))))
    }
    for job in try await store.recover() { _ = await enqueue(job, inputs: nil, wait: nil) }
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
