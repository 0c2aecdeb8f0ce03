/// Why a run ended.
public enum StopReason: String, Codable, CaseIterable, Sendable {
  /// The largest component of the gradient fell below its tolerance.
  case gradientConverged = "gradient-converged"
  /// An iteration changed the value by less than its tolerance.
  case valueConverged = "value-converged"
  /// The step (or the simplex, or the trust region) fell below its tolerance.
  case stepConverged = "step-converged"
  /// No step lowers the value by more than rounding: the minimum to the precision of the objective.
  case roundOffReached = "round-off-reached"
  /// The value reached ``OptimizationLimits/targetValue``.
  case targetReached = "target-reached"
  /// The next batch would exceed ``OptimizationLimits/maximumEvaluations``.
  case evaluationLimit = "evaluation-limit"
  /// ``OptimizationLimits/maximumIterations`` were made.
  case iterationLimit = "iteration-limit"
  /// No point along the search direction lowers the value: the gradient does not belong to the objective.
  case lineSearchStalled = "line-search-stalled"
  /// The objective answered with NaN or infinity; the best point before that stands.
  case nonFiniteValue = "non-finite-value"
  /// The method asked for a point beyond all bounds; the best point before that stands.
  case diverged
  /// The method gave up by itself.
  case failed
  /// The method computed for too long without asking for a value.
  case methodStalled = "method-stalled"
  /// The caller ended the run.
  case interrupted

  /// Whether the method found what it looked for.
  public var isConverged: Bool {
    switch self {
    case .gradientConverged, .valueConverged, .stepConverged, .roundOffReached, .targetReached: true
    case .evaluationLimit, .iterationLimit, .lineSearchStalled, .nonFiniteValue, .diverged, .failed, .methodStalled,
      .interrupted:
      false
    }
  }
}
