internal import Ritz

/// How fast a service answers small jobs.
public struct ServiceReport: Hashable, Sendable {
  /// Seconds of `GET /health`, on the connection of ``roundTrips``.
  public var health: Sample
  /// Seconds from the submission of an estimator job of 4 qubits to its result, one at a time.
  public var roundTrips: Sample
  public var clientCount: Int
  /// Jobs of that kind with ``clientCount`` clients at the same time.
  public var jobsPerSecond: Double

  public init(health: Sample, roundTrips: Sample, clientCount: Int, jobsPerSecond: Double) {
    self.health = health
    self.roundTrips = roundTrips
    self.clientCount = clientCount
    self.jobsPerSecond = jobsPerSecond
  }
}

/// A number that was measured beside what it should be.
public struct Goal: Hashable, Sendable {
  public var name: String
  public var unit: String
  public var measured: Double
  public var goal: Double
  /// Whether more than the goal is better; else less is.
  public var isAtLeast: Bool

  public init(_ name: String, unit: String, measured: Double, goal: Double, isAtLeast: Bool = false) {
    self.name = name
    self.unit = unit
    self.measured = measured
    self.goal = goal
    self.isAtLeast = isAtLeast
  }

  /// How many times better than the goal; above 1 it is met.
  public var ratio: Double { isAtLeast ? measured / goal : goal / measured }
  public var isMet: Bool { ratio >= 1 }
}

extension ServiceReport {
  public var goals: [Goal] {
    [
      Goal("round trip, median", unit: "ms", measured: 1000 * roundTrips.median, goal: 3),
      Goal("round trip / GET health", unit: "times", measured: roundTrips.median / health.median, goal: 5),
      Goal(
        "round trip, 99th percentile / median", unit: "times", measured: roundTrips.quantile(0.99) / roundTrips.median,
        goal: 5),
      Goal("\(clientCount) clients", unit: "jobs/s", measured: jobsPerSecond, goal: 500, isAtLeast: true),
    ]
  }
}

extension CaseReport {
  /// The program arm in no more than the local time and 5 % of it, or 10 ms, whichever is more.
  public var programGoal: Goal? {
    guard let local = self[.local]?.seconds.median, let program = self[.program]?.seconds.median else { return nil }
    return Goal(
      "program arm, \(variationalCase.molecule.rawValue) \(variationalCase.optimizer.rawValue)", unit: "ms",
      measured: 1000 * program, goal: 1000 * (local + max(0.05 * local, 0.01)))
  }
}
