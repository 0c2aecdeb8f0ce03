internal import Foundation
internal import Logging
internal import RuntimeAPI
internal import RuntimeStore
internal import RuntimeWorkers
internal import Synchronization

extension JobScheduler {
  // MARK: - What clients do with sessions

  /// Takes a session that stands in the store.
  ///
  /// - Parameter remaining: The time until it closes by itself.
  func add(_ stored: StoredSession, remaining: Duration) {
    state.withLock { state in
      var session = ScheduledSession(stored)
      session.lifetime = alarms.after(remaining) { [weak self] in
        guard let self else { return }
        Task { await self.close(session: stored.id, reason: "The session's time was over.") }
      }
      state.sessions[stored.id] = session
    }
  }

  /// A session that is not closed, or has jobs that are not over.
  func session(_ id: String) -> StoredSession? { state.withLock { $0.sessions[id]?.stored } }

  /// Takes no more jobs; those that are queued and running finish, and then the session is closed.
  func stopAccepting(session id: String) async {
    let stored = change(session: id) { $0.stored.acceptsJobs = false }
    await save(stored)
    dropSessionIfOver(id)
  }

  /// Closes a session now: what is queued is cancelled, what runs goes on to its end.
  func close(session id: String, reason: String) async {
    let stored = change(session: id) { $0.close() }
    await save(stored)
    let queued = state.withLock { state in
      state.jobs.values.filter { $0.sessionID == id && $0.isQueued }.map(\.id)
    }
    for job in queued {
      do {
        _ = try await cancel(job, reason: reason)
      } catch {
        logger.error(
          "a job of a closed session is not cancelled", metadata: ["job": "\(job)", "error": "\(error)"])
      }
    }
    dropSessionIfOver(id)
  }

  /// Changes a session, closes it where nothing more can come of it, and wakes the worker that it holds if so.
  ///
  /// - Returns: The session after the change, to be stored; nil if there is none.
  @discardableResult
  private func change(session id: String, _ body: (inout ScheduledSession) -> Void) -> StoredSession? {
    state.withLock { state in
      guard var session = state.sessions[id] else { return nil }
      body(&session)
      if !session.stored.acceptsJobs, session.pendingCount == 0 { session.close() }
      if session.isClosed {
        if let lifetime = session.lifetime { alarms.cancel(lifetime) }
        if case .idle(let continuation, let alarm) = session.holder {
          alarms.cancel(alarm)
          session.holder = .vacant
          continuation.resume(returning: nil)
        }
      }
      state.sessions[id] = session
      return session.stored
    }
  }

  private func save(_ session: StoredSession?) async {
    guard let session else { return }
    do {
      // Two changes may be on their way at once; whichever is written last has both. A session that is gone was closed,
      // which may be this very change, but none from before.
      _ = try await store.updateSession(session.id, owner: nil) { stored in
        if let latest = self.session(session.id) {
          stored = latest
        } else if session.state == .closed {
          stored = session
        }
      }
    } catch {
      logger.error("a session is not stored", metadata: ["session": "\(session.id)", "error": "\(error)"])
    }
  }

  /// Forgets a closed session once its last job is over; the store knows it from then on.
  private func dropSessionIfOver(_ id: String) {
    state.withLock { state in
      guard let session = state.sessions[id], session.isClosed, session.pendingCount == 0 else { return }
      state.sessions[id] = nil
    }
  }

  // MARK: - Jobs of a session

  /// Puts a job behind its session's others, and asks for a worker where the session holds none.
  func demand(_ id: JobID, in session: String, first: Bool, _ state: inout State) {
    switch state.sessions[session]?.holder {
    case .idle(let continuation, let alarm):
      alarms.cancel(alarm)
      state.sessions[session]?.holder = .busy
      continuation.resume(returning: id)
    case .vacant:
      state.sessions[session]?.put(id, first: first)
      state.sessions[session]?.holder = .asked
      state.demands.append(.session(session))
    case .asked, .busy:
      state.sessions[session]?.put(id, first: first)
    case nil:
      break
    }
  }

  /// Says that a job of a session begins.
  func beginJob(inSession id: String) async {
    var isNew = false
    let stored = change(session: id) { session in
      session.stored.lastJobStarted = .now()
      isNew = session.stored.state != .active && !session.isClosed
      if isNew { session.mark(.active) }
    }
    if isNew { await save(stored) }
  }

  /// Says that a job of a session is over.
  func endJob(inSession id: String) async {
    var wasClosed = false
    let stored = change(session: id) { session in
      wasClosed = session.isClosed
      session.pendingCount -= 1
      session.stored.lastJobCompleted = .now()
    }
    if let stored, stored.state == .closed, !wasClosed { await save(stored) }
    dropSessionIfOver(id)
  }

  /// Runs the jobs of a dedicated session on one worker until it is closed or has had none for a while.
  func serve(session id: String, on lease: WorkerLease) async {
    while let job = await nextJob(ofSession: id) { await run(job, on: lease) }
    await save(session(id))
  }

  private func nextJob(ofSession id: String) async -> JobID? {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        while let job = state.sessions[id]?.queue.popFirst() {
          guard state.jobs[job]?.isQueued == true else { continue }
          state.sessions[id]?.holder = .busy
          return continuation.resume(returning: job)
        }
        guard let session = state.sessions[id], !session.isClosed, !state.isClosed else {
          state.sessions[id]?.holder = .vacant
          return continuation.resume(returning: nil)
        }
        let alarm = alarms.after(interactiveTime) { [weak self] in self?.giveUpWorker(ofSession: id) }
        state.sessions[id]?.holder = .idle(continuation, alarm)
      }
    }
  }

  private func giveUpWorker(ofSession id: String) {
    change(session: id) { session in
      guard case .idle(let continuation, _) = session.holder else { return }
      session.holder = .vacant
      session.mark(.inactive)
      continuation.resume(returning: nil)
    }
  }
}
