/// The simplex of Nelder and Mead: no gradients, few parameters.
///
/// Slow from about ten parameters on, where it may also stop short of the minimum; ``Sbplx`` is then better.
/// - Note: Nelder and Mead, Computer J. 7, 308 (1965); Box, Computer J. 8, 42 (1965); NLopt's `LN_NELDERMEAD`.
public struct NelderMead: NLoptOptimizer {
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

  public static let name = OptimizerName.nelderMead
}
