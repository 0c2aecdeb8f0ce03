/// How long a pool waits for what, and how much it keeps.
package struct WorkerTiming: Sendable {
  /// From the start of a worker to its first message.
  package var start: Duration = .seconds(20)
  /// From asking a job to end to killing its worker.
  package var cancellation: Duration = .seconds(2)
  /// Between two looks at the resident size of a worker with a job.
  package var memory: Duration = .milliseconds(100)
  /// From killing a worker to giving up waiting for its end.
  package var end: Duration = .seconds(5)
  /// Before a worker is started again whose like has failed to start; doubled each time, up to ``longestPause``.
  package var pause: Duration = .milliseconds(100)
  package var longestPause: Duration = .seconds(5)
  /// Bytes kept of what one job prints.
  package var logLimit = 16 << 20

  package init() {}
}
