internal import Foundation
internal import RuntimeAPI
internal import RuntimeStore

/// Sessions as their owner sees them: what belongs to somebody else is not there.
struct SessionDesk: Sendable {
  let store: RuntimeStore
  let scheduler: JobScheduler
  let configuration: RuntimeServerConfiguration

  /// In seconds.
  var maximumTime: Int { Int(configuration.maximumSessionTime.components.seconds) }

  func open(_ mode: SessionMode, backend: String, maximumTime: Int?, owner: String) async throws -> StoredSession {
    let time = min(maximumTime ?? self.maximumTime, self.maximumTime)
    let now = Timestamp.now()
    var generator = SystemRandomNumberGenerator()
    let id = JobID(time: UInt32(clamping: now.microseconds / 1_000_000), using: &generator)
    let session = StoredSession(
      id: id.description, owner: owner, backend: backend, mode: mode, maximumTime: time,
      interactiveTime: Int(configuration.interactiveTime.components.seconds), activeTime: time, started: now)
    try await store.insert(session)
    scheduler.add(session, remaining: .seconds(time))
    return session
  }

  /// The session whose id stands in a path.
  ///
  /// - Throws: ``APIError`` `unknown-session`.
  func session(_ id: String, owner: String) async throws -> StoredSession {
    var session = scheduler.session(id)
    if session == nil { session = try await store.session(id, owner: owner) }
    guard let session, session.owner == owner else { throw Self.unknownSession(id) }
    return session
  }

  static func unknownSession(_ id: String) -> APIError {
    APIError(.unknownSession, "There is no session '\(id.prefix(80))'.", solution: "POST /sessions opens one.")
  }
}

extension SessionObject {
  /// A session as it crosses the wire.
  init(_ session: StoredSession) {
    self.init(
      id: session.id, backendName: session.backend, mode: session.mode, maximumTime: session.maximumTime,
      interactiveTime: session.interactiveTime, activeTime: session.activeTime, state: session.state,
      acceptingJobs: session.acceptsJobs, startedAt: session.started.description,
      activatedAt: session.activated?.description, closedAt: session.closed?.description,
      lastJobStarted: session.lastJobStarted?.description, lastJobCompleted: session.lastJobCompleted?.description,
      elapsedTime: session.activeSeconds(now: .now()),
      timestamps: session.history.map { Timestamp(status: $0.state, timestamp: $0.time.description) },
      userID: session.owner)
  }
}

extension StoredSession {
  /// How long the session has been active, all times together.
  fileprivate func activeSeconds(now: Timestamp) -> Double {
    let ends = history.dropFirst().map(\.time) + [now]
    return zip(history, ends).reduce(0) { sum, period in
      period.0.state == .active ? sum + period.1.seconds(since: period.0.time) : sum
    }
  }
}
