/// Linear approximations on a simplex in a trust region: robust, no gradients, forgiving of noise.
///
/// Needs about as many evaluations as there are parameters before its first real step.
/// - Note: Powell, in Advances in Optimization and Numerical Analysis, 51 (1994); NLopt's `LN_COBYLA`.
public struct COBYLA: NLoptOptimizer {
  public var initialStep: Double
  public var valueTolerance: Double
  public var stepTolerance: Double
  public var bounds: [ClosedRange<Double>]?
  public var limits: OptimizationLimits

  public init(
    initialStep: Double = 0.5, valueTolerance: Double = 0, stepTolerance: Double = 1e-6,
    bounds: [ClosedRange<Double>]? = nil,
    limits: OptimizationLimits = OptimizationLimits(maximumEvaluations: 100_000)
  ) {
    self.initialStep = initialStep
    self.valueTolerance = valueTolerance
    self.stepTolerance = stepTolerance
    self.bounds = bounds
    self.limits = limits
  }

  public static let name = OptimizerName.cobyla
}
