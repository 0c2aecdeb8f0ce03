internal import ClassicalOptimizers
public import QuantumBackends

/// How a run made again compares with its record.
public struct ReplayReport: Sendable {
  /// Evaluations that were made this time.
  public var evaluationsMade: Int
  /// Those of them that the record has too, and that were compared.
  public var evaluationsCompared: Int
  /// The position of the first evaluation whose point, value, error or gradient differs by a bit; nil when none does.
  public var firstDifference: Int?
  /// The largest difference of two values, in the Hamiltonian's unit.
  public var largestDifference: Double
  /// The largest difference of two angles, in radians: rounding on another kind of machine, or another way altogether.
  public var largestPointDifference: Double
  /// Whether the points of all evaluations agree to the last bit, so that the optimizer took the same way.
  public var isSameTrajectory: Bool
  /// Whether everything, the outcome included, agrees to the last bit.
  public var isIdentical: Bool
}

extension RunRecord {
  /// Makes the whole run again, optimizer included, and compares every evaluation with the record.
  ///
  /// A run that was interrupted is followed as far as it went.
  /// - Parameter onProgress: Called with the number of evaluations compared so far.
  public func replay(
    on backend: some Backend, onProgress: (Int) async throws -> Void = { _ in }
  ) async throws -> ReplayReport {
    try vqe.validate()
    let result = try await vqe.run(
      vqe.resolvedOptimizer(), on: backend, schedule: Array(limits.dropFirst())
    ) { progress in
      try await onProgress(progress.evaluations)
      if stopReason == .interrupted && progress.evaluations >= evaluations.count { throw CancellationError() }
    }
    var report = ReplayReport(
      evaluationsMade: result.log.count, evaluationsCompared: min(result.log.count, evaluations.count),
      largestDifference: abs(result.energy - energy), largestPointDifference: 0, isSameTrajectory: true,
      isIdentical: false)
    for (index, (found, recorded)) in zip(result.log, evaluations).enumerated() {
      if !found.isIdentical(to: recorded) && report.firstDifference == nil { report.firstDifference = index }
      if found.point.map(\.bitPattern) != recorded.point.map(\.bitPattern) { report.isSameTrajectory = false }
      for (a, b) in zip(found.point, recorded.point) {
        report.largestPointDifference = max(report.largestPointDifference, abs(a - b))
      }
      report.largestDifference = max(report.largestDifference, abs(found.value - recorded.value))
    }
    report.isIdentical =
      report.firstDifference == nil && result.log.count == evaluations.count
      && result.energy.bitPattern == energy.bitPattern
      && result.parameters.map(\.bitPattern) == parameters.map(\.bitPattern)
    return report
  }
}

extension LoggedEvaluation {
  /// Equal to the last bit.
  func isIdentical(to other: LoggedEvaluation) -> Bool {
    point.map(\.bitPattern) == other.point.map(\.bitPattern) && value.bitPattern == other.value.bitPattern
      && standardError?.bitPattern == other.standardError?.bitPattern
      && gradient?.map(\.bitPattern) == other.gradient?.map(\.bitPattern)
  }
}
