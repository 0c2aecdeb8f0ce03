/// A point with the value that was found there.
public struct EvaluatedPoint: Codable, Hashable, Sendable {
  public var parameters: [Double]
  public var value: Double
  public var standardError: Double?

  init(_ parameters: [Double], _ evaluation: Evaluation) {
    self.parameters = parameters
    value = evaluation.value
    standardError = evaluation.standardError
  }

  /// One standard error above the value; the value itself where it is exact.
  ///
  /// Of noisy values the lowest is likely one that was lucky, the more so the larger its error. The point whose value is
  /// low even when it was lucky by its own error is the better bet; where all errors are alike the choice is the same.
  var cautiousValue: Double { value + (standardError ?? 0) }

  func fits(_ dimension: Int) -> Bool { parameters.count == dimension }
}

/// One completed iteration: what every method reports.
public struct OptimizationStep: Codable, Hashable, Sendable {
  /// 0 is the start; methods that do not evaluate their start begin with 1.
  public var iteration: Int
  public var parameters: [Double]
  /// The value there as the method knows it; an estimate from neighbouring points for SPSA and NFT.
  public var value: Double
  public var standardError: Double?
  /// Evaluations of the run so far, with or without gradient.
  public var evaluations: Int
  public var gradientEvaluations: Int
  /// Whether the method moved to the point it tried.
  public var accepted: Bool

  public init(
    iteration: Int, parameters: [Double], value: Double, standardError: Double? = nil, evaluations: Int,
    gradientEvaluations: Int, accepted: Bool
  ) {
    self.iteration = iteration
    self.parameters = parameters
    self.value = value
    self.standardError = standardError
    self.evaluations = evaluations
    self.gradientEvaluations = gradientEvaluations
    self.accepted = accepted
  }
}

/// What a run found.
public struct OptimizationResult: Codable, Hashable, Sendable {
  public var parameters: [Double]
  /// The objective as evaluated at `parameters`.
  public var value: Double
  public var standardError: Double?
  public var evaluations: Int
  public var gradientEvaluations: Int
  public var iterations: Int
  public var stopReason: StopReason

  public init(
    parameters: [Double], value: Double, standardError: Double? = nil, evaluations: Int, gradientEvaluations: Int,
    iterations: Int, stopReason: StopReason
  ) {
    self.parameters = parameters
    self.value = value
    self.standardError = standardError
    self.evaluations = evaluations
    self.gradientEvaluations = gradientEvaluations
    self.iterations = iterations
    self.stopReason = stopReason
  }
}
