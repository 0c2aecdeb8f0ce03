/// The nonlinear conjugate gradient method of Hager and Zhang: gradients, and memory for one direction only.
///
/// Every direction is one of sufficient descent, gᵀd ≤ −7/8 ‖g‖², whatever the line search.
/// - Note: Hager and Zhang, SIAM J. Optim. 16, 170 (2005).
public struct ConjugateGradient: LineSearchMethod {
  /// Converged when no component of the gradient is larger.
  public var gradientTolerance: Double
  /// Converged when an iteration lowers the value by no more; 0 leaves it to the gradient.
  public var valueTolerance: Double
  /// Relative accuracy of the objective: values closer than this are taken as equal.
  public var relativeRoundOff: Double
  /// Length of the first step at most.
  public var firstStepLength: Double
  /// Estimates of the second derivatives at the start, as in ``LBFGS/curvatures``.
  public var curvatures: [Double]?
  public var limits: OptimizationLimits

  public init(
    gradientTolerance: Double = 1e-6, valueTolerance: Double = 0, relativeRoundOff: Double = 1e-14,
    firstStepLength: Double = 1, curvatures: [Double]? = nil,
    limits: OptimizationLimits = OptimizationLimits(maximumIterations: 10_000)
  ) {
    self.gradientTolerance = gradientTolerance
    self.valueTolerance = valueTolerance
    self.relativeRoundOff = relativeRoundOff
    self.firstStepLength = firstStepLength
    self.curvatures = curvatures
    self.limits = limits
  }

  public static let name = OptimizerName.conjugateGradient
  public static let answer = OptimizationAnswer.bestEvaluation

  public struct State: Codable, Sendable {
    var descent: LineSearchDescent
    /// The direction of the present line; empty before the first.
    var direction: [Double] = []
  }

  private var settings: LineSearchSettings { settings(curvature: 0.1) }

  public func validate(dimension: Int) throws(OptimizationError) {
    try requireLineSearchSettings(dimension: dimension)
  }

  public func initialState(at start: [Double]) throws(OptimizationError) -> State {
    State(descent: LineSearchDescent(start: start))
  }

  public func validate(_ state: State, dimension: Int) throws(OptimizationError) {
    try state.descent.validate(dimension: dimension)
    guard state.direction.count == dimension || !state.descent.isSearching else {
      throw .corruptState("its direction is not of dimension \(dimension)")
    }
  }

  public func queries(in state: State) -> [Query] { [Query(point: state.descent.trial, needsGradient: true)] }

  public func advance(_ state: inout State, with evaluations: [Evaluation]) throws(OptimizationError) -> StopReason? {
    // Of the line that may end here.
    let slope = state.descent.slope
    let step = state.descent.step
    switch state.descent.advance(with: evaluations[0], settings: settings) {
    case .searching: return nil
    case let .stopped(reason): return reason
    case let .arrived(previous):
      if let previous, let site = state.descent.site {
        let direction = direction(after: state.direction, from: previous.gradient, to: site.gradient)
        let nextSlope = dot(direction, site.gradient)
        // Nocedal and Wright, eq. (3.60) and the quadratic below it: the last two estimates of the first-order change.
        let first = nextSlope < 0 ? min(step * slope / nextSlope, 2 * (site.value - previous.value) / nextSlope) : 0
        state.direction = direction
        if state.descent.search(along: direction, step: first, settings: settings) { return nil }
      }
      return downhill(in: &state)
    case let .stuck(reason):
      guard let site = state.descent.site, reason != .roundOffReached,
        state.direction != steepestDescent(site.gradient)
      else { return reason }
      return downhill(in: &state)
    }
  }

  public func progress(in state: State) -> OptimizerProgress { state.descent.progress }

  private func downhill(in state: inout State) -> StopReason? {
    guard let gradient = state.descent.site?.gradient else { return .failed }
    state.direction = steepestDescent(gradient)
    let step = firstStep(along: state.direction)
    return state.descent.search(along: state.direction, step: step, settings: settings) ? nil : .roundOffReached
  }

  /// Eqs. (1.3), (1.5) and (1.6), in parameters scaled by the curvatures: d ← −Pg + max(β, η) d.
  private func direction(after d: [Double], from old: [Double], to g: [Double]) -> [Double] {
    let downhill = steepestDescent(g)
    let y = difference(g, old)
    let dy = dot(d, y)
    let beta = (-dot(y, downhill) - 2 * dot(y, scaled(y, by: curvatures)) / dy * dot(d, g)) / dy
    let lowerBound = -1 / (dot(d, d).squareRoot() * min(0.01, dot(old, old).squareRoot()))
    return sum(downhill, max(beta, lowerBound), d)
  }
}
