/// The limited-memory BFGS method: the first choice for exact values with gradients.
///
/// Directions by the two-loop recursion over the last `memory` pairs, steps that meet the strong Wolfe conditions, and
/// after the first line almost always one evaluation per iteration. At the rounding of the objective it stops as
/// converged rather than searching on.
/// - Note: Liu and Nocedal, Math. Program. 45, 503 (1989); Nocedal and Wright, Numerical Optimization, algorithm 7.5.
public struct LBFGS: LineSearchMethod {
  /// Pairs of steps and gradient changes to remember.
  public var memory: Int
  /// Converged when no component of the gradient is larger.
  public var gradientTolerance: Double
  /// Converged when an iteration lowers the value by no more; 0 leaves it to the gradient.
  public var valueTolerance: Double
  /// Relative accuracy of the objective: values closer than this are taken as equal.
  public var relativeRoundOff: Double
  /// Length of the first step at most; later steps take their length from the curvature.
  public var firstStepLength: Double
  /// Estimates of the second derivatives at the start, one positive number per parameter; nil where nothing is known.
  ///
  /// They scale the parameters against each other. For a product of excitations on a reference determinant they are
  /// 2(⟨excited|H|excited⟩ − ⟨reference|H|reference⟩), and UCCSD then takes a third of the evaluations.
  public var curvatures: [Double]?
  public var limits: OptimizationLimits

  public init(
    memory: Int = 20, gradientTolerance: Double = 1e-6, valueTolerance: Double = 0, relativeRoundOff: Double = 1e-14,
    firstStepLength: Double = 1, curvatures: [Double]? = nil,
    limits: OptimizationLimits = OptimizationLimits(maximumIterations: 10_000)
  ) {
    self.memory = memory
    self.gradientTolerance = gradientTolerance
    self.valueTolerance = valueTolerance
    self.relativeRoundOff = relativeRoundOff
    self.firstStepLength = firstStepLength
    self.curvatures = curvatures
    self.limits = limits
  }

  public static let name = OptimizerName.lBFGS
  public static let answer = OptimizationAnswer.bestEvaluation

  public struct State: Codable, Sendable {
    var descent: LineSearchDescent
    /// Oldest first.
    var pairs: [Pair] = []

    /// A step s and the change y of the gradient over it.
    struct Pair: Codable, Sendable {
      var s, y: [Double]
    }
  }

  private var settings: LineSearchSettings { settings(curvature: 0.9) }

  public func validate(dimension: Int) throws(OptimizationError) {
    try requireSetting("memory", memory, in: 1...)
    try requireLineSearchSettings(dimension: dimension)
  }

  public func initialState(at start: [Double]) throws(OptimizationError) -> State {
    State(descent: LineSearchDescent(start: start))
  }

  public func validate(_ state: State, dimension: Int) throws(OptimizationError) {
    try state.descent.validate(dimension: dimension)
    guard state.pairs.allSatisfy({ $0.s.count == dimension && $0.y.count == dimension && dot($0.s, $0.y) > 0 })
    else { throw .corruptState("its memory is not of dimension \(dimension)") }
  }

  public func queries(in state: State) -> [Query] { [Query(point: state.descent.trial, needsGradient: true)] }

  public func advance(_ state: inout State, with evaluations: [Evaluation]) throws(OptimizationError) -> StopReason? {
    switch state.descent.advance(with: evaluations[0], settings: settings) {
    case .searching: return nil
    case let .stopped(reason): return reason
    case let .arrived(previous):
      if let previous, let site = state.descent.site {
        remember(s: difference(site.point, previous.point), y: difference(site.gradient, previous.gradient), in: &state)
      }
      return nextLine(in: &state)
    case let .stuck(reason):
      // The memory may mislead: once more from here, straight downhill.
      if state.pairs.isEmpty || reason == .roundOffReached { return reason }
      state.pairs = []
      return nextLine(in: &state)
    }
  }

  public func progress(in state: State) -> OptimizerProgress { state.descent.progress }

  private func remember(s: [Double], y: [Double], in state: inout State) {
    // A pair without curvature would spoil positive definiteness (Nocedal and Wright, section 7.2).
    guard dot(s, y) > 0x1p-52 * dot(y, y) else { return }
    state.pairs.append(State.Pair(s: s, y: y))
    if state.pairs.count > memory { state.pairs.removeFirst(state.pairs.count - memory) }
  }

  private func nextLine(in state: inout State) -> StopReason? {
    guard let gradient = state.descent.site?.gradient else { return .failed }
    if !state.pairs.isEmpty {
      let direction = direction(gradient: gradient, pairs: state.pairs)
      if state.descent.search(along: direction, step: 1, settings: settings) { return nil }
      state.pairs = []
    }
    let direction = steepestDescent(gradient)
    let step = firstStep(along: direction)
    return state.descent.search(along: direction, step: step, settings: settings) ? nil : .roundOffReached
  }

  /// −H g by the two-loop recursion (Nocedal and Wright, algorithm 7.4).
  private func direction(gradient: [Double], pairs: [State.Pair]) -> [Double] {
    var q = gradient.map { -$0 }
    var alphas: [Double] = []
    for pair in pairs.reversed() {
      let alpha = dot(pair.s, q) / dot(pair.s, pair.y)
      q = sum(q, -alpha, pair.y)
      alphas.append(alpha)
    }
    if let last = pairs.last {
      // Eq. (7.20), in parameters scaled by the curvatures: the size of the true Hessian along the last step.
      let gamma = dot(last.s, last.y) / dot(last.y, scaled(last.y, by: curvatures))
      q = scaled(q, by: curvatures).map { gamma * $0 }
    }
    for (pair, alpha) in zip(pairs, alphas.reversed()) {
      let beta = dot(pair.y, q) / dot(pair.s, pair.y)
      q = sum(q, alpha - beta, pair.s)
    }
    return q
  }
}
