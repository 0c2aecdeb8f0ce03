/// A way to make the same variational run.
public enum Arm: String, CaseIterable, Sendable {
  /// In this process.
  case local
  /// A job for each iteration, queued each time.
  case perIteration = "per-iteration"
  /// A job for each iteration, on a worker that is reserved for the run.
  case session
  /// The whole run as one job.
  case program
}
