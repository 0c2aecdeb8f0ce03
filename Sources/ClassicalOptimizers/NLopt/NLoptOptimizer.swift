import CNLopt

/// A method of the NLopt library: its settings are those of every one of them.
///
/// NLopt runs on a live thread that waits in its callback. The state knows the log of answers; only a resumed or copied
/// state plays the log again, and refuses if a point differs by a bit.
///
/// A tiny or huge objective is shown to NLopt scaled by a power of two. A method that computes for half a minute without
/// asking for a value ends the run as ``StopReason/methodStalled``; its thread is lost.
public protocol NLoptOptimizer: Optimizer where State == NLoptState {
  /// The size of the first steps in each parameter; less where the bounds leave no room for it.
  var initialStep: Double { get }
  /// Converged when the value changes by no more; 0 leaves it to `stepTolerance`.
  var valueTolerance: Double { get }
  /// Converged when no parameter changes by more.
  var stepTolerance: Double { get }
  /// One range per parameter, which is never left; nil for none.
  var bounds: [ClosedRange<Double>]? { get }
}

/// The state of an NLopt method: what it was told, and the live session, which is not encoded.
///
/// States hold their log together: a copy is a reference and a count, and to append to a log copies nothing.
public struct NLoptState: Sendable {
  /// One evaluation. The point itself is not needed to play the log again, only to check it.
  struct Answer: Codable, Sendable {
    /// ``NLoptState/digest(of:)`` of the point.
    var point: UInt64
    var value: Double
    var gradient: [Double]?
  }

  let start: [Double]
  /// Answers given so far.
  var count = 0
  /// What NLopt waits for.
  var pending: Query
  /// The last point evaluated.
  var last: EvaluatedPoint?
  var lowestValue: Double?
  var accepted = true
  /// The first `count` answers in its log are those of this state.
  var box: NLoptSessionBox

  var log: ArraySlice<Answer> { box.log(upTo: count) }

  static func digest(of point: [Double]) -> UInt64 {
    var digest = WordDigest()
    for x in point { digest.combine(x) }
    return digest.state
  }
}

extension NLoptState: Codable {
  private enum CodingKeys: String, CodingKey { case start, log, pending, last, lowestValue, accepted }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let log = try container.decode([Answer].self, forKey: .log)
    start = try container.decode([Double].self, forKey: .start)
    count = log.count
    pending = try container.decode(Query.self, forKey: .pending)
    last = try container.decodeIfPresent(EvaluatedPoint.self, forKey: .last)
    lowestValue = try container.decodeIfPresent(Double.self, forKey: .lowestValue)
    accepted = try container.decode(Bool.self, forKey: .accepted)
    box = NLoptSessionBox(log: log)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(start, forKey: .start)
    try container.encode(Array(log), forKey: .log)
    try container.encode(pending, forKey: .pending)
    try container.encodeIfPresent(last, forKey: .last)
    try container.encodeIfPresent(lowestValue, forKey: .lowestValue)
    try container.encode(accepted, forKey: .accepted)
  }
}

extension NLoptOptimizer {
  public static var answer: OptimizationAnswer { .bestEvaluation }

  private static var method: cnlopt_method? {
    switch name {
    case .cobyla: CNLOPT_COBYLA
    case .bobyqa: CNLOPT_BOBYQA
    case .nelderMead: CNLOPT_NELDER_MEAD
    case .slsqp: CNLOPT_SLSQP
    case .sbplx: CNLOPT_SBPLX
    case .lBFGS, .conjugateGradient, .adam, .gradientDescent, .spsa, .nft: nil
    }
  }

  public func validate(dimension: Int) throws(OptimizationError) {
    try requireSetting("initialStep", initialStep, above: 0)
    try requireSetting("stepTolerance", stepTolerance, above: 0)
    try requireSetting("valueTolerance", valueTolerance, in: 0...)
    if let bounds {
      if bounds.count != dimension {
        throw .invalidSetting(
          name: "bounds", found: "\(bounds.count) ranges", allowed: "\(dimension), one per parameter")
      }
    }
  }

  public func initialState(at start: [Double]) throws(OptimizationError) -> NLoptState {
    if let bounds {
      for (index, (range, value)) in zip(bounds, start).enumerated() {
        guard range.lowerBound.isFinite, range.upperBound.isFinite, range.contains(value) else {
          throw .invalidSetting(
            name: "bounds", found: "\(range) for parameter \(index), which starts at \(value)",
            allowed: "finite ranges around the start")
        }
      }
    }
    let box = NLoptSessionBox()
    guard case let .asks(query) = try box.open(sessionSettings(), at: start) else {
      throw .invalidSetting(name: "optimizer", found: "one that NLopt refuses", allowed: "settings that NLopt takes")
    }
    return NLoptState(start: start, pending: query, box: box)
  }

  public func validate(_ state: NLoptState, dimension: Int) throws(OptimizationError) {
    guard state.start.count == dimension, state.pending.point.count == dimension,
      state.log.allSatisfy({ $0.gradient.map { $0.count == dimension } ?? true }),
      state.last.map({ $0.parameters.count == dimension }) ?? true
    else { throw .corruptState("its points are not of dimension \(dimension)") }
  }

  public func resume(_ state: NLoptState) throws(OptimizationError) {
    try replay(state, in: state.box)
  }

  public func queries(in state: NLoptState) -> [Query] { [state.pending] }

  public func advance(
    _ state: inout NLoptState, with evaluations: [Evaluation]
  ) throws(OptimizationError) -> StopReason? {
    let evaluation = evaluations[0]
    let gradient = state.pending.needsGradient ? evaluation.gradient : nil
    let answer = NLoptState.Answer(
      point: NLoptState.digest(of: state.pending.point), value: evaluation.value, gradient: gradient)
    let settings = try sessionSettings()
    var outcome = try state.box.append(answer, at: state.count, settings: settings, start: state.start)
    if outcome == nil {
      // A copy whose session went on with another one, or has ended: a session of its own.
      let box = NLoptSessionBox(log: Array(state.log))
      try replay(state, in: box)
      outcome = try box.append(answer, at: state.count, settings: settings, start: state.start)
      state.box = box
    }
    state.count += 1
    state.last = EvaluatedPoint(state.pending.point, evaluation)
    state.accepted = state.lowestValue.map { evaluation.value < $0 } ?? true
    if state.accepted { state.lowestValue = evaluation.value }
    switch outcome {
    case let .asks(query):
      state.pending = query
      return nil
    case let .ended(reason): return reason
    case nil: return .failed
    }
  }

  public func progress(in state: NLoptState) -> OptimizerProgress {
    OptimizerProgress(
      iteration: state.count, parameters: state.last?.parameters ?? state.start, value: state.last?.value,
      standardError: state.last?.standardError, accepted: state.accepted)
  }

  // MARK: - Sessions

  private func sessionSettings() throws(OptimizationError) -> NLoptSettings {
    guard let method = Self.method else {
      throw .invalidSetting(name: "optimizer", found: Self.name.rawValue, allowed: "a method of NLopt")
    }
    // BOBYQA needs room for a step to either side.
    let widths = (bounds ?? []).map { $0.upperBound - $0.lowerBound }.filter { $0 > 0 }
    let firstStep = min(initialStep, widths.map { 0.49 * $0 }.min() ?? initialStep)
    return NLoptSettings(
      method: method, initialStep: firstStep, valueTolerance: valueTolerance, stepTolerance: stepTolerance,
      bounds: bounds)
  }

  /// Brings the session of a box to where the state stands, by giving it the same answers to the same questions.
  private func replay(_ state: NLoptState, in box: NLoptSessionBox) throws(OptimizationError) {
    let outcome = try box.open(sessionSettings(), at: state.start)
    guard case let .asks(query) = outcome, query.needsGradient == state.pending.needsGradient,
      query.point.map(\.bitPattern) == state.pending.point.map(\.bitPattern)
    else { throw .replayDiffers(evaluation: state.count) }
  }
}
