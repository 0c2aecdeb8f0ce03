/// Quadratic models in a trust region, without gradients: the most frugal of these methods on smooth values.
///
/// Starts with 2n + 1 evaluations for n parameters.
/// - Note: Powell, DAMTP 2009/NA06; NLopt's `LN_BOBYQA`.
public struct BOBYQA: NLoptOptimizer {
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

  public static let name = OptimizerName.bobyqa
}
