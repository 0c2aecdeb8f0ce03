/// One minimisation in progress: a value to be asked, told, saved between any two evaluations and continued elsewhere.
///
/// ```swift
/// var run = try OptimizationRun(LBFGS(), from: start)
/// while !run.isOver {
///   try run.advance(with: evaluate(run.queries))
/// }
/// print(try run.result().value)
/// ```
/// Encoded after any ``advance(with:)`` and decoded, a run goes on to the same points, values and counts, bit for bit.
public struct OptimizationRun<Method: Optimizer>: Sendable {
  /// The method with its settings.
  public private(set) var optimizer: Method
  /// What the method remembers.
  public private(set) var state: Method.State
  /// The next batch; empty once the run is over.
  public private(set) var queries: [Query]
  /// Points evaluated so far, with or without gradient.
  public private(set) var evaluations = 0
  /// Of these, points evaluated with their gradient.
  public private(set) var gradientEvaluations = 0
  /// The lowest value seen, one standard error added to each; nil before the first evaluation.
  public private(set) var best: EvaluatedPoint?
  /// Non-nil once the run is over, and why.
  public private(set) var stopReason: StopReason?

  private let dimension: Int
  /// Why the run ends after the one evaluation that is still out, that of the last iterate.
  private var closingReason: StopReason?
  /// The evaluation of the last iterate.
  private var closing: EvaluatedPoint?
  private var reportedIteration: Int?

  /// A run before its first evaluation.
  ///
  /// - Throws: ``OptimizationError`` for a start that is empty or not finite, and for settings that cannot work.
  public init(_ optimizer: Method, from start: [Double]) throws(OptimizationError) {
    if start.isEmpty { throw .emptyStart }
    for (index, value) in start.enumerated() where !value.isWithinReach {
      throw .nonFiniteStart(index: index, value: value)
    }
    try optimizer.limits.validate()
    try optimizer.validate(dimension: start.count)
    self.optimizer = optimizer
    dimension = start.count
    state = try optimizer.initialState(at: start)
    queries = []
    plan(optimizer.queries(in: state), methodReason: nil)
  }

  public var isOver: Bool { stopReason != nil }

  /// Where the method stands.
  public var progress: OptimizerProgress { optimizer.progress(in: state) }

  /// Takes the answers to ``queries``, in their order.
  ///
  /// - Returns: The iteration that this batch completed; nil in the middle of one.
  /// - Throws: ``OptimizationError`` for answers that do not fit the queries; the run is then as before.
  @discardableResult
  public mutating func advance(with answers: [Evaluation]) throws(OptimizationError) -> OptimizationStep? {
    if let stopReason { throw .runIsOver(stopReason) }
    let finite = try check(answers)
    if !finite && best == nil {
      throw .nonFiniteEvaluation(index: answers.firstIndex { !$0.isWithinReach } ?? 0)
    }
    var next = state
    var nextQueries: [Query] = []
    var reason: StopReason? = finite ? nil : .nonFiniteValue
    if finite && closingReason == nil {
      reason = try optimizer.advance(&next, with: answers)
      if reason == nil {
        nextQueries = optimizer.queries(in: next)
        if !nextQueries.allSatisfy({ $0.point.allSatisfy(\.isWithinReach) }) { reason = .diverged }
      }
    }
    // Nothing throws below: the run changes as a whole.
    count(answers)
    if let closingReason {
      if finite { closing = EvaluatedPoint(queries[0].point, answers[0]) }
      stop(closingReason)
      return nil
    }
    // A state beyond all bounds is not kept: every state can be encoded.
    if let reason, reason == .nonFiniteValue || reason == .diverged {
      stop(reason)
      return nil
    }
    state = next
    let step = completedStep()
    plan(nextQueries, methodReason: reason)
    return step
  }

  /// Ends the run early and for good; ``result()`` is then the best point so far.
  ///
  /// To continue later, encode the run before this, or leave it out: ``result()`` may be asked at any time.
  public mutating func interrupt() {
    if !isOver { stop(.interrupted) }
  }

  /// Replaces the limits: a run that goes on heeds the new ones, one that a limit ended goes on where they allow it.
  ///
  /// - Throws: ``OptimizationError/invalidSetting(name:found:allowed:)``; the run is then as before.
  public mutating func setLimits(_ limits: OptimizationLimits) throws(OptimizationError) {
    try limits.validate()
    guard limits != optimizer.limits else { return }
    optimizer.limits = limits
    // What ended the run, or is about to once the evaluation that is out has come back.
    switch stopReason ?? closingReason {
    case nil, .evaluationLimit, .iterationLimit, .targetReached:
      stopReason = nil
      closingReason = nil
      closing = nil
      plan(optimizer.queries(in: state), methodReason: nil)
    default:
      break
    }
  }

  /// The answer of the run; of one that is not over, what ``interrupt()`` would give.
  public func result() throws(OptimizationError) -> OptimizationResult {
    guard let best else { throw .nothingEvaluated }
    // Of noisy values the lowest is the luckiest, of exact ones it is the best.
    let isNoisy = closing?.standardError ?? 0 > 0
    let point = closing.flatMap { isNoisy || $0.value <= best.value ? $0 : nil } ?? best
    return OptimizationResult(
      parameters: point.parameters, value: point.value, standardError: point.standardError,
      evaluations: evaluations, gradientEvaluations: gradientEvaluations,
      iterations: optimizer.progress(in: state).iteration, stopReason: stopReason ?? .interrupted)
  }

  // MARK: - The loop

  /// Refuses answers of the wrong shape, and says whether all numbers in them are finite.
  private func check(_ answers: [Evaluation]) throws(OptimizationError) -> Bool {
    guard answers.count == queries.count else {
      throw .evaluationCount(found: answers.count, expected: queries.count)
    }
    for (index, (query, answer)) in zip(queries, answers).enumerated() {
      if query.needsGradient {
        guard let gradient = answer.gradient else { throw .missingGradient(index: index) }
        guard gradient.count == dimension else {
          throw .gradientLength(index: index, found: gradient.count, expected: dimension)
        }
      }
      if let error = answer.standardError, !(error >= 0 && error.isFinite) {
        throw .invalidStandardError(index: index, value: error)
      }
    }
    return answers.allSatisfy(\.isWithinReach)
  }

  private mutating func count(_ answers: [Evaluation]) {
    evaluations += answers.count
    gradientEvaluations += queries.count { $0.needsGradient }
    for (query, answer) in zip(queries, answers) where answer.isWithinReach {
      let point = EvaluatedPoint(query.point, answer)
      // The first of equal values stays.
      if best.map({ point.cautiousValue < $0.cautiousValue }) ?? true { best = point }
    }
  }

  private mutating func completedStep() -> OptimizationStep? {
    let progress = optimizer.progress(in: state)
    guard let value = progress.value, progress.iteration != reportedIteration else { return nil }
    reportedIteration = progress.iteration
    return OptimizationStep(
      iteration: progress.iteration, parameters: progress.parameters, value: value,
      standardError: progress.standardError, evaluations: evaluations, gradientEvaluations: gradientEvaluations,
      accepted: progress.accepted)
  }

  /// Chooses what happens next: another batch, the evaluation of the last iterate, or the end.
  private mutating func plan(_ next: [Query], methodReason: StopReason?) {
    guard let reason = methodReason ?? reasonToStop(before: next) else {
      queries = next
      return
    }
    let iterate = optimizer.progress(in: state).parameters
    let hasBudget = optimizer.limits.maximumEvaluations.map { evaluations < $0 } ?? true
    if Method.answer == .lastIterate, reason != .targetReached, hasBudget, iterate.allSatisfy(\.isWithinReach) {
      closingReason = reason
      queries = [Query(point: iterate)]
    } else {
      stop(reason)
    }
  }

  private func reasonToStop(before next: [Query]) -> StopReason? {
    if let target = optimizer.limits.targetValue, let best, best.value <= target { return .targetReached }
    if next.isEmpty { return .failed }
    if let limit = optimizer.limits.maximumIterations, optimizer.progress(in: state).iteration >= limit {
      return .iterationLimit
    }
    // A method that answers with its last iterate keeps one evaluation for it.
    let reserve = Method.answer == .lastIterate ? 1 : 0
    if let limit = optimizer.limits.maximumEvaluations, evaluations + next.count + reserve > limit {
      return .evaluationLimit
    }
    return nil
  }

  private mutating func stop(_ reason: StopReason) {
    stopReason = reason
    closingReason = nil
    queries = []
  }
}

extension OptimizationRun: Codable {
  private enum CodingKeys: String, CodingKey {
    case optimizer, state, queries, evaluations, gradientEvaluations, best, stopReason
    case dimension, closingReason, closing, reportedIteration
  }

  /// Continues an encoded run.
  ///
  /// - Throws: `DecodingError` for other data; ``OptimizationError`` for a state that its method cannot have written.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    optimizer = try container.decode(Method.self, forKey: .optimizer)
    state = try container.decode(Method.State.self, forKey: .state)
    queries = try container.decode([Query].self, forKey: .queries)
    evaluations = try container.decode(Int.self, forKey: .evaluations)
    gradientEvaluations = try container.decode(Int.self, forKey: .gradientEvaluations)
    best = try container.decodeIfPresent(EvaluatedPoint.self, forKey: .best)
    stopReason = try container.decodeIfPresent(StopReason.self, forKey: .stopReason)
    dimension = try container.decode(Int.self, forKey: .dimension)
    closingReason = try container.decodeIfPresent(StopReason.self, forKey: .closingReason)
    closing = try container.decodeIfPresent(EvaluatedPoint.self, forKey: .closing)
    reportedIteration = try container.decodeIfPresent(Int.self, forKey: .reportedIteration)
    guard dimension > 0, evaluations >= 0, queries.isEmpty == isOver, closingReason == nil || queries.count == 1,
      queries.allSatisfy({ $0.point.count == dimension }), [best, closing].allSatisfy({ $0?.fits(dimension) ?? true })
    else { throw OptimizationError.corruptState("points and counts do not belong together") }
    try optimizer.limits.validate()
    try optimizer.validate(dimension: dimension)
    try optimizer.validate(state, dimension: dimension)
    if !isOver { try optimizer.resume(state) }
    guard isOver || closingReason != nil || queries == optimizer.queries(in: state) else {
      throw OptimizationError.corruptState("its queries are not those of its state")
    }
  }
}

extension OptimizationLimits {
  package func validate() throws(OptimizationError) {
    for (name, limit) in [("maximumEvaluations", maximumEvaluations), ("maximumIterations", maximumIterations)] {
      if let limit, limit < 1 { throw .invalidSetting(name: name, found: "\(limit)", allowed: "1 or more, or nil") }
    }
    if let targetValue, !targetValue.isFinite {
      throw .invalidSetting(name: "targetValue", found: "\(targetValue)", allowed: "a finite number, or nil")
    }
  }
}

extension Double {
  /// Finite, and small enough that squares and sums of squares are: what a method is ever shown.
  var isWithinReach: Bool { magnitude < 1e100 }
}

extension Evaluation {
  var isWithinReach: Bool { value.isWithinReach && gradient?.allSatisfy(\.isWithinReach) ?? true }
}
