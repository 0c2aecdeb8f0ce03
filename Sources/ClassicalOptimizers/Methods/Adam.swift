/// Steps of nearly fixed length along a running mean of the gradient: made for noisy gradients.
///
/// - Note: Kingma and Ba, arXiv:1412.6980, algorithm 1.
public struct Adam: Optimizer {
  /// About the length of a step in each parameter.
  public var rate: Double
  /// Decay of the mean of the gradient.
  public var meanDecay: Double
  /// Decay of the mean of its square.
  public var squareDecay: Double
  /// Keeps the division finite.
  public var epsilon: Double
  /// Converged when no component of the gradient is larger.
  public var gradientTolerance: Double
  public var limits: OptimizationLimits

  public init(
    rate: Double = 0.05, meanDecay: Double = 0.9, squareDecay: Double = 0.999, epsilon: Double = 1e-8,
    gradientTolerance: Double = 1e-5, limits: OptimizationLimits = OptimizationLimits(maximumIterations: 10_000)
  ) {
    self.rate = rate
    self.meanDecay = meanDecay
    self.squareDecay = squareDecay
    self.epsilon = epsilon
    self.gradientTolerance = gradientTolerance
    self.limits = limits
  }

  public static let name = OptimizerName.adam
  public static let answer = OptimizationAnswer.bestEvaluation

  public struct State: Codable, Sendable {
    /// The point to evaluate next.
    var point: [Double]
    var mean, square: [Double]
    var meanWeight = 1.0
    var squareWeight = 1.0
    /// The point evaluated last.
    var last: EvaluatedPoint?
    var iteration = 0
  }

  public func validate(dimension: Int) throws(OptimizationError) {
    try requireSetting("rate", rate, above: 0)
    try requireSetting("meanDecay", meanDecay, in: 0..<1)
    try requireSetting("squareDecay", squareDecay, in: 0..<1)
    try requireSetting("epsilon", epsilon, above: 0)
    try requireSetting("gradientTolerance", gradientTolerance, in: 0...)
  }

  public func initialState(at start: [Double]) throws(OptimizationError) -> State {
    let zeros = [Double](repeating: 0, count: start.count)
    return State(point: start, mean: zeros, square: zeros)
  }

  public func validate(_ state: State, dimension: Int) throws(OptimizationError) {
    let vectors = [state.point, state.mean, state.square] + (state.last.map { [$0.parameters] } ?? [])
    guard vectors.allSatisfy({ $0.count == dimension }) else {
      throw .corruptState("its vectors are not of dimension \(dimension)")
    }
  }

  public func queries(in state: State) -> [Query] { [Query(point: state.point, needsGradient: true)] }

  public func advance(_ state: inout State, with evaluations: [Evaluation]) throws(OptimizationError) -> StopReason? {
    let gradient = evaluations[0].gradient ?? []
    if state.last != nil { state.iteration += 1 }
    state.last = EvaluatedPoint(state.point, evaluations[0])
    if maximumMagnitude(gradient) <= gradientTolerance { return .gradientConverged }
    state.meanWeight *= meanDecay
    state.squareWeight *= squareDecay
    for k in gradient.indices {
      state.mean[k] = meanDecay * state.mean[k] + (1 - meanDecay) * gradient[k]
      state.square[k] = squareDecay * state.square[k] + (1 - squareDecay) * gradient[k] * gradient[k]
      let mean = state.mean[k] / (1 - state.meanWeight)
      let square = state.square[k] / (1 - state.squareWeight)
      state.point[k] -= rate * mean / (square.squareRoot() + epsilon)
    }
    return nil
  }

  public func progress(in state: State) -> OptimizerProgress {
    OptimizerProgress(
      iteration: state.iteration, parameters: state.last?.parameters ?? state.point, value: state.last?.value,
      standardError: state.last?.standardError)
  }
}
