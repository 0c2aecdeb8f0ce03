/// Steps against the gradient, of fixed rate or with backtracking.
///
/// With backtracking a step that does not lower the value enough is shortened until it does, and the rate grows again
/// after each success; without it, every step is `rate` times the gradient.
/// - Note: Backtracking: Nocedal and Wright, algorithm 3.1; Armijo, Pacific J. Math. 16, 1 (1966).
public struct GradientDescent: Optimizer {
  /// The (first) step is this times the gradient.
  public var rate: Double
  /// Shortens steps that do not lower the value; for exact values only.
  public var isBacktracking: Bool
  /// Converged when no component of the gradient is larger.
  public var gradientTolerance: Double
  public var limits: OptimizationLimits

  public init(
    rate: Double = 0.1, isBacktracking: Bool = true, gradientTolerance: Double = 1e-6,
    limits: OptimizationLimits = OptimizationLimits(maximumIterations: 10_000)
  ) {
    self.rate = rate
    self.isBacktracking = isBacktracking
    self.gradientTolerance = gradientTolerance
    self.limits = limits
  }

  public static let name = OptimizerName.gradientDescent
  public static let answer = OptimizationAnswer.bestEvaluation

  public struct State: Codable, Sendable {
    /// The point to evaluate next.
    var trial: [Double]
    var rate: Double
    /// The present iterate; nil before the start was evaluated.
    var site: LineSearchDescent.Site?
    var iteration = 0
  }

  /// Armijo's fraction of the decrease that the slope promises.
  private static let sufficientDecrease = 1e-4

  public func validate(dimension: Int) throws(OptimizationError) {
    try requireSetting("rate", rate, above: 0)
    try requireSetting("gradientTolerance", gradientTolerance, in: 0...)
  }

  public func initialState(at start: [Double]) throws(OptimizationError) -> State {
    return State(trial: start, rate: rate)
  }

  public func validate(_ state: State, dimension: Int) throws(OptimizationError) {
    let vectors = [state.trial] + (state.site.map { [$0.point, $0.gradient] } ?? [])
    guard vectors.allSatisfy({ $0.count == dimension }) else {
      throw .corruptState("its vectors are not of dimension \(dimension)")
    }
  }

  public func queries(in state: State) -> [Query] { [Query(point: state.trial, needsGradient: true)] }

  public func advance(_ state: inout State, with evaluations: [Evaluation]) throws(OptimizationError) -> StopReason? {
    let here = LineSearchDescent.Site(state.trial, evaluations[0])
    if let site = state.site {
      if isBacktracking {
        let promise = state.rate * dot(site.gradient, site.gradient)
        if here.value > site.value - Self.sufficientDecrease * promise {
          state.rate /= 2
          return step(from: site, in: &state)
        }
        state.rate *= 2
      }
      state.iteration += 1
    }
    state.site = here
    if maximumMagnitude(here.gradient) <= gradientTolerance { return .gradientConverged }
    return step(from: here, in: &state)
  }

  private func step(from site: LineSearchDescent.Site, in state: inout State) -> StopReason? {
    state.trial = sum(site.point, -state.rate, site.gradient)
    return state.trial == site.point ? .roundOffReached : nil
  }

  public func progress(in state: State) -> OptimizerProgress {
    OptimizerProgress(
      iteration: state.iteration, parameters: state.site?.point ?? state.trial, value: state.site?.value,
      standardError: state.site?.standardError)
  }
}
