internal import Foundation
internal import RuntimeAPI
internal import Synchronization

extension JobScheduler {
  /// What a stream learns when it waits for something to happen to a job.
  enum Change {
    case changed
    case silent
    /// The service ends.
    case closed
  }

  // MARK: - The end of a job

  /// How the job ended, once it has.
  ///
  /// - Returns: nil when it has not ended after `wait`, when too many wait already, or when the scheduler does not know
  ///   the job, because it has ended before: the store knows then.
  func waitForEnd(of id: JobID, wait: Duration) async -> FinishedJob? {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        guard var job = state.jobs[id] else { return continuation.resume(returning: nil) }
        register(continuation, in: &job, wait: wait, &state)
        state.jobs[id] = job
      }
    }
  }

  /// Keeps a continuation with a job until the job ends or the time has passed.
  func register(
    _ continuation: CheckedContinuation<FinishedJob?, Never>, in job: inout ScheduledJob, wait: Duration,
    _ state: inout State
  ) {
    guard !state.isClosed, state.waiterCount < JobScheduler.maximumWaiters, .zero < wait else {
      return continuation.resume(returning: nil)
    }
    state.waiterCount += 1
    state.nextNumber += 1
    let (id, number) = (job.id, state.nextNumber)
    let alarm = alarms.after(wait) { [weak self] in self?.giveUpWaiting(number, for: id) }
    job.waiting[number] = ScheduledJob.Waiting(continuation: continuation, alarm: alarm)
  }

  private func giveUpWaiting(_ number: Int, for id: JobID) {
    state.withLock { state in
      guard let waiting = state.jobs[id]?.waiting.removeValue(forKey: number) else { return }
      state.waiterCount -= 1
      waiting.continuation.resume(returning: nil)
    }
  }

  /// Takes a job out and tells all who wait for it; what they are told stands in the store.
  func forget(_ id: JobID, as finished: FinishedJob?) async {
    let session = state.withLock { state -> String? in
      guard let job = state.jobs.removeValue(forKey: id) else { return nil }
      state.pendingByOwner[job.owner, default: 1] -= 1
      if state.pendingByOwner[job.owner] == 0 { state.pendingByOwner[job.owner] = nil }
      state.waiterCount -= job.waiting.count
      for waiting in job.waiting.values {
        alarms.cancel(waiting.alarm)
        waiting.continuation.resume(returning: finished)
      }
      for watching in job.watching.values {
        alarms.cancel(watching.alarm)
        watching.continuation.resume(returning: .changed)
      }
      return job.sessionID
    }
    if let session { await endJob(inSession: session) }
  }

  // MARK: - Events of a job

  /// How much has happened to a job so far; nil for one that the scheduler does not know.
  func changes(of id: JobID) -> Int? { state.withLock { $0.jobs[id]?.changes } }

  /// Says that events of a job have been written to the store.
  func note(_ id: JobID) {
    state.withLock { state in
      guard state.jobs[id] != nil else { return }
      state.jobs[id]?.changes += 1
      guard let watching = state.jobs[id]?.watching, !watching.isEmpty else { return }
      state.jobs[id]?.watching = [:]
      for watching in watching.values {
        alarms.cancel(watching.alarm)
        watching.continuation.resume(returning: .changed)
      }
    }
  }

  /// Waits until more has happened to a job than `seen`.
  func waitForChange(of id: JobID, after seen: Int, atMost time: Duration) async -> Change {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        guard !state.isClosed else { return continuation.resume(returning: .closed) }
        guard let job = state.jobs[id], job.changes == seen else { return continuation.resume(returning: .changed) }
        state.nextNumber += 1
        let number = state.nextNumber
        let alarm = alarms.after(time) { [weak self] in self?.giveUpWatching(number, for: id) }
        state.jobs[id]?.watching[number] = ScheduledJob.Watching(continuation: continuation, alarm: alarm)
      }
    }
  }

  private func giveUpWatching(_ number: Int, for id: JobID) {
    state.withLock { state in
      state.jobs[id]?.watching.removeValue(forKey: number)?.continuation.resume(returning: .silent)
    }
  }
}
