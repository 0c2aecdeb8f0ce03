import RuntimeClient
import Synchronization

/// Time that passes only where the client waits, and the pauses it made.
final class ScriptedTime: Sendable {
  private let state: Mutex<(now: ContinuousClock.Instant, pauses: [Duration])>

  init() { state = Mutex((ContinuousClock.now, [])) }

  var pauses: [Duration] { state.withLock { $0.pauses } }

  /// - Parameter random: What decides by how much a pause is shortened; 0 leaves it whole.
  func policy(budget: Duration = .seconds(30), random: Double = 0) -> RetryPolicy {
    var policy = RetryPolicy(budget: budget)
    policy.random = { random }
    policy.now = { self.state.withLock { $0.now } }
    policy.sleep = { pause in
      try Task.checkCancellation()
      self.advance(by: pause)
      await Task.yield()
    }
    return policy
  }

  func advance(by duration: Duration) {
    state.withLock {
      $0.now += duration
      $0.pauses.append(duration)
    }
  }
}

extension ScriptedServer {
  /// A client of this server that waits in scripted time.
  func service(
    _ time: ScriptedTime = ScriptedTime(), authentication: Authentication = .bearer("secret"),
    budget: Duration = .seconds(30), timeouts: Timeouts = Timeouts()
  ) throws -> RuntimeService {
    try RuntimeService(
      url: url, authentication: authentication, retries: time.policy(budget: budget), timeouts: timeouts)
  }
}

/// Opens once; whoever comes before waits.
final class Gate: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func open() { continuation.finish() }
  func pass() async { for await _ in stream {} }
}
