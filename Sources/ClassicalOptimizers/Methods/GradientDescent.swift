/// Steps against the gradient, of fixed rate.
public struct GradientDescent: Optimizer {
  /// The step is this times the gradient.
  public var rate: Double
  /// Converged when no component of the gradient is larger.
  public var gradientTolerance: Double
  public var limits: OptimizationLimits

  public init(
    rate: Double = 0.1, gradientTolerance: Double = 1e-6,
    limits: OptimizationLimits = OptimizationLimits(maximumIterations: 1000)
  ) {
    self.rate = rate
    self.gradientTolerance = gradientTolerance
    self.limits = limits
  }

  public static let name = OptimizerName.gradientDescent
  public static let answer = OptimizationAnswer.bestEvaluation

  public struct State: Codable, Sendable {
    var point: [Double]
    var last: EvaluatedPoint?
    var iteration = 0
  }

  public func initialState(at start: [Double]) throws(OptimizationError) -> State { State(point: start) }

  public func validate(_ state: State, dimension: Int) throws(OptimizationError) {
    if state.point.count != dimension { throw .corruptState("the point has another dimension") }
  }

  public func queries(in state: State) -> [Query] { [Query(point: state.point, needsGradient: true)] }

  public func advance(_ state: inout State, with evaluations: [Evaluation]) throws(OptimizationError) -> StopReason? {
    let gradient = evaluations[0].gradient ?? []
    if state.last != nil { state.iteration += 1 }
    state.last = EvaluatedPoint(state.point, evaluations[0])
    if gradient.allSatisfy({ $0.magnitude <= gradientTolerance }) { return .gradientConverged }
    state.point = zip(state.point, gradient).map { $0 - rate * $1 }
    return nil
  }

  public func progress(in state: State) -> OptimizerProgress {
    OptimizerProgress(
      iteration: state.iteration, parameters: state.last?.parameters ?? state.point, value: state.last?.value,
      standardError: state.last?.standardError)
  }
}
