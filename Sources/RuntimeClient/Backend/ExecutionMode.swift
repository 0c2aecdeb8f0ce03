/// How the iterations of an algorithm reach the workers of a service.
public enum ExecutionMode: String, CaseIterable, Sendable, Codable {
  /// An algorithm reserves a worker while it runs; its jobs do not queue again.
  case session
  /// Every job queues on its own.
  case perIteration = "per-iteration"
}
