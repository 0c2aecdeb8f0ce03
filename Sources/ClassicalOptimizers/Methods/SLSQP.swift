/// Sequential quadratic programming with gradients and, where given, bounds.
///
/// Keeps a dense n × n Hessian, so for n parameters a step costs of the order of n³ beside the evaluation.
/// - Note: Kraft, DFVLR-FB 88-28 (1988); ACM Trans. Math. Softw. 20, 262 (1994); NLopt's `LD_SLSQP`.
public struct SLSQP: NLoptOptimizer {
  public var initialStep: Double
  public var valueTolerance: Double
  public var stepTolerance: Double
  public var bounds: [ClosedRange<Double>]?
  public var limits: OptimizationLimits

  public init(
    initialStep: Double = 0.5, valueTolerance: Double = 1e-13, stepTolerance: Double = 1e-10,
    bounds: [ClosedRange<Double>]? = nil,
    limits: OptimizationLimits = OptimizationLimits(maximumEvaluations: 100_000)
  ) {
    self.initialStep = initialStep
    self.valueTolerance = valueTolerance
    self.stepTolerance = stepTolerance
    self.bounds = bounds
    self.limits = limits
  }

  public static let name = OptimizerName.slsqp
}
