/// Where a job is in its life.
public enum JobStatus: String, Codable, CaseIterable, Sendable {
  case queued = "Queued"
  case running = "Running"
  case completed = "Completed"
  case failed = "Failed"
  case cancelled = "Cancelled"

  /// Whether it stays so.
  public var isFinal: Bool {
    switch self {
    case .queued, .running: false
    case .completed, .failed, .cancelled: true
    }
  }
}
