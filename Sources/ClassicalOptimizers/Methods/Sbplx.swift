/// Nelder–Mead on a sequence of subspaces: no gradients, more parameters than the plain simplex.
///
/// Rowan's Subplex as written anew for NLopt.
/// - Note: Rowan, Ph.D. thesis, University of Texas at Austin (1990); NLopt's `LN_SBPLX`.
public struct Sbplx: NLoptOptimizer {
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

  public static let name = OptimizerName.sbplx
}
