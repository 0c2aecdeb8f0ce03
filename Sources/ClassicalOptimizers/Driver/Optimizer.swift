/// A minimiser that asks and is told: it never calls the objective, so it can be stopped and resumed anywhere.
///
/// The value itself holds the settings. What changes during a run stands in ``State``; an ``OptimizationRun`` joins the
/// two, counts evaluations, applies the ``OptimizationLimits`` and keeps the best point.
///
/// To add a method: write a struct with its settings, a `State`, and the requirements below; add its
/// ``OptimizerName``; the shared problem set of the tests then covers it.
public protocol Optimizer: Codable, Sendable {
  /// Everything that changes between steps; encode it to resume a run later.
  associatedtype State: Codable & Sendable

  /// The name of the method at the command line and in records.
  static var name: OptimizerName { get }

  /// Which point a finished run answers with.
  static var answer: OptimizationAnswer { get }

  /// When to stop whatever the method itself thinks; the driver applies them.
  var limits: OptimizationLimits { get set }

  /// Refuses settings that cannot work, also for a number of parameters that they do not fit.
  func validate(dimension: Int) throws(OptimizationError)

  /// The state before anything has been evaluated.
  ///
  /// - Parameter start: Finite and not empty; the driver has made sure, and has validated the settings.
  func initialState(at start: [Double]) throws(OptimizationError) -> State

  /// Refuses a decoded state that this method cannot have written.
  func validate(_ state: State, dimension: Int) throws(OptimizationError)

  /// Makes a decoded, validated state live again; most methods need nothing.
  ///
  /// - Throws: ``OptimizationError/replayDiffers(evaluation:)`` if it cannot go on exactly as before.
  func resume(_ state: State) throws(OptimizationError)

  /// What the next step needs to know, sent to the backend as one batch: points, each with or without its gradient.
  func queries(in state: State) -> [Query]

  /// Takes the answers in the same order. Non-nil once the run is over, and why.
  ///
  /// - Parameter evaluations: As many as ``queries(in:)`` asked for, all finite, each with the gradient asked for.
  func advance(_ state: inout State, with evaluations: [Evaluation]) throws(OptimizationError) -> StopReason?

  /// Where the method stands.
  func progress(in state: State) -> OptimizerProgress
}

extension Optimizer {
  public func resume(_ state: State) throws(OptimizationError) {}
}

/// A method that starts better with estimates of the second derivatives.
public protocol CurvatureAware: Optimizer {
  /// One positive number per parameter; nil where nothing is known.
  var curvatures: [Double]? { get set }
}

/// A point to be evaluated.
public struct Query: Codable, Hashable, Sendable {
  public var point: [Double]
  public var needsGradient: Bool

  public init(point: [Double], needsGradient: Bool = false) {
    self.point = point
    self.needsGradient = needsGradient
  }
}

/// What became known about a point.
public struct Evaluation: Codable, Hashable, Sendable {
  public var value: Double
  /// One standard deviation of `value`; nil for an exact value.
  public var standardError: Double?
  /// One derivative per parameter; nil where none was asked for.
  public var gradient: [Double]?

  public init(value: Double, standardError: Double? = nil, gradient: [Double]? = nil) {
    self.value = value
    self.standardError = standardError
    self.gradient = gradient
  }
}

/// Which point a finished run answers with.
public enum OptimizationAnswer: Hashable, Sendable {
  /// The lowest value seen: right for exact values, optimistic for noisy ones.
  case bestEvaluation
  /// Where the method stands at the end, evaluated once more there: for methods that average over noise or whose iterates
  /// are not themselves evaluated. Of exact values the lowest still wins.
  case lastIterate
}

/// Bounds on a run that hold for every method; the driver applies them.
public struct OptimizationLimits: Codable, Hashable, Sendable {
  /// Evaluations of the objective, with or without gradient: a run never makes more.
  public var maximumEvaluations: Int?
  /// Iterations as the method counts them.
  public var maximumIterations: Int?
  /// A value that is good enough.
  public var targetValue: Double?

  public init(maximumEvaluations: Int? = nil, maximumIterations: Int? = nil, targetValue: Double? = nil) {
    self.maximumEvaluations = maximumEvaluations
    self.maximumIterations = maximumIterations
    self.targetValue = targetValue
  }
}

/// Where a method stands between two batches.
public struct OptimizerProgress: Hashable, Sendable {
  /// Completed iterations; 0 at the start.
  public var iteration: Int
  /// The present iterate.
  public var parameters: [Double]
  /// What the method knows of the value there; nil before the first evaluation.
  public var value: Double?
  public var standardError: Double?
  /// Whether the last iteration moved to the point it tried.
  public var accepted: Bool

  public init(
    iteration: Int, parameters: [Double], value: Double?, standardError: Double? = nil, accepted: Bool = true
  ) {
    self.iteration = iteration
    self.parameters = parameters
    self.value = value
    self.standardError = standardError
    self.accepted = accepted
  }
}
