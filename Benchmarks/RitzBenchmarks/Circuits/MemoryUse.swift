import Foundation
import PhysicalFloors

/// What a task takes of memory at its peak, in units of a state's 16·2ⁿ bytes, and how much it may take.
struct MemoryUse: Encodable {
  let states: Double
  let goal: Double

  /// The state, and a tenth of it for everything else.
  static let stateGoal = 1.1
  /// The state, its adjoint, and as much as one more for everything else.
  static let gradientGoal = 3.0
  /// Smaller states are no more than what a process takes anyway.
  private static let leastQubitCount = 20

  /// - Parameter task: Makes all that it needs and gives it up again. It runs twice and the second time counts, when its code
  ///   has been loaded.
  /// - Returns: nil for small states, and where the system does not say.
  init?(qubitCount: Int, goal: Double, of task: () throws -> Void) rethrows {
    guard qubitCount >= Self.leastQubitCount else { return nil }
    try task()
    let peak = PeakMemory()
    try task()
    guard let bytes = peak.growth else { return nil }
    states = Double(bytes) / Double(16 << qubitCount)
    self.goal = goal
  }

  /// As columns of a table.
  static func columns(_ use: MemoryUse?) -> String {
    use.map { String(format: "%8.3f%6.1f", $0.states, $0.goal) } ?? "       -     -"
  }
}
