/// How long a request is repeated that got no answer, or the answer to come later.
///
/// The pause before a repetition doubles from `firstDelay` to `largestDelay`, and each is shortened at random by up to a
/// half, so that clients that lost the same server do not come back together.
public struct RetryPolicy: Sendable {
  public var firstDelay: Duration
  public var largestDelay: Duration
  /// Time from the first failure after which the client gives up.
  public var budget: Duration
  /// The same as long as the service has never answered: a wrong address is found out soon.
  public var firstContactBudget: Duration
  /// Waits; tests put something faster in its place.
  package var sleep: @Sendable (Duration) async throws -> Void
  /// The time that passes while waiting.
  package var now: @Sendable () -> ContinuousClock.Instant
  /// A number from 0 to 1.
  package var random: @Sendable () -> Double

  /// About thirty seconds, two for the first contact.
  public init(
    firstDelay: Duration = .milliseconds(100), largestDelay: Duration = .seconds(5), budget: Duration = .seconds(30),
    firstContactBudget: Duration = .seconds(2)
  ) {
    self.firstDelay = firstDelay
    self.largestDelay = largestDelay
    self.budget = budget
    self.firstContactBudget = firstContactBudget
    sleep = { try await Task.sleep(for: $0) }
    now = { ContinuousClock.now }
    random = { Double.random(in: 0...1) }
  }

  /// Every request is sent once.
  public static let never = RetryPolicy(budget: .zero, firstContactBudget: .zero)
}

/// The pauses of one request, or of one stream since it last got on.
struct BackOff {
  private let policy: RetryPolicy
  private var delay: Duration
  private var firstFailure: ContinuousClock.Instant?

  init(_ policy: RetryPolicy) {
    self.policy = policy
    delay = policy.firstDelay
  }

  /// Waits before the next try, or returns false at once when the next try would come too late.
  ///
  /// - Parameters:
  ///   - asked: What the server asked for.
  ///   - isFirstContact: Whether the service has never answered.
  mutating func wait(atLeast asked: Duration? = nil, isFirstContact: Bool = false) async throws -> Bool {
    let now = policy.now()
    let started = firstFailure ?? now
    firstFailure = started
    let pause = max(delay * (1 - policy.random() / 2), asked ?? .zero)
    let budget = isFirstContact ? min(policy.firstContactBudget, policy.budget) : policy.budget
    guard started.duration(to: now) + pause <= budget else { return false }
    try await policy.sleep(pause)
    delay = min(delay * 2, policy.largestDelay)
    return true
  }

  mutating func reset() { self = BackOff(policy) }
}
