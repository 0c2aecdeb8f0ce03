internal import NIOCore
internal import Synchronization

/// The socket that a service listens on, for whoever waits until there is one.
final class BoundAddress: Sendable {
  private struct State {
    var outcome: Result<any Channel, any Error>?
    var waiting: [CheckedContinuation<any Channel, any Error>] = []
  }

  private let state = Mutex(State())

  /// Says what came of listening; only the first time counts.
  func set(_ outcome: Result<any Channel, any Error>) {
    let waiting = state.withLock { state -> [CheckedContinuation<any Channel, any Error>] in
      guard state.outcome == nil else { return [] }
      state.outcome = outcome
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume(with: outcome) }
  }

  /// nil before it listens.
  var channel: (any Channel)? { state.withLock { try? $0.outcome?.get() } }

  func port() async throws -> Int {
    let channel = try await withCheckedThrowingContinuation { continuation in
      let outcome = state.withLock { state in
        if state.outcome == nil { state.waiting.append(continuation) }
        return state.outcome
      }
      if let outcome { continuation.resume(with: outcome) }
    }
    return channel.localAddress?.port ?? 0
  }
}
