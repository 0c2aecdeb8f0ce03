/// Sequential minimal optimisation (Nakanishi, Fujii, Todo; also Rotosolve): one angle at a time, each to its exact minimum.
///
/// Along one angle an expectation value is a short trigonometric sum, so a few points give its minimum: two more per
/// update for angles of one frequency. The value carried from update to update is measured afresh every `resetInterval`.
/// - Note: Nakanishi, Fujii and Todo, Phys. Rev. Research 2, 043158 (2020); Ostaszewski, Grant and Benedetti, Quantum 5,
///   391 (2021).
public struct NFT: Optimizer {
  /// The frequencies of the objective in each parameter; nil where all have the one frequency 1, as exp(−iθP/2) gives.
  ///
  /// Each from 1e-6 to 1e6, and neither they nor their gaps less than a thousandth of the highest of them, because a
  /// minimum is sought over a whole period. Those that differ by no more than rounding (1e-9 of the highest) are merged.
  public var frequencies: [[Double]]?
  /// Updates between two evaluations of the iterate itself.
  public var resetInterval: Int
  /// Converged when a sweep over all parameters lowers the value by no more; ignored once values have standard errors.
  public var valueTolerance: Double
  public var limits: OptimizationLimits

  public init(
    frequencies: [[Double]]? = nil, resetInterval: Int = 32, valueTolerance: Double = 1e-9,
    limits: OptimizationLimits = OptimizationLimits(maximumEvaluations: 100_000)
  ) {
    self.frequencies = frequencies
    self.resetInterval = resetInterval
    self.valueTolerance = valueTolerance
    self.limits = limits
  }

  public static let name = OptimizerName.nft
  public static let answer = OptimizationAnswer.lastIterate

  public struct State: Codable, Sendable {
    var point: [Double]
    /// The value at `point`, measured or carried from the last fit; nil before the first update.
    var value: Double?
    var standardError: Double?
    /// Whether `value` is to be measured with the next batch.
    var isStale = true
    /// The value at the start of this sweep.
    var sweepValue: Double?
    /// Updates so far; each of one parameter, in turn.
    var iteration = 0
    var accepted = true
    /// Whether any value had a standard error.
    var isNoisy = false
    /// Known again when they are needed again, and not encoded.
    var fits = TrigonometricFits()

    private enum CodingKeys: String, CodingKey {
      case point, value, standardError, isStale, sweepValue, iteration, accepted, isNoisy
    }
  }

  public func validate(dimension: Int) throws(OptimizationError) {
    try requireSetting("resetInterval", resetInterval, in: 1...)
    try requireSetting("valueTolerance", valueTolerance, in: 0...)
    if let frequencies {
      if frequencies.count != dimension {
        throw .invalidSetting(
          name: "frequencies", found: "\(frequencies.count) lists", allowed: "\(dimension), one per parameter")
      }
      for (index, list) in frequencies.enumerated() {
        guard !list.isEmpty, list.count <= 16, list.allSatisfy((1e-6...1e6).contains), Set(list).count == list.count
        else {
          throw .invalidSetting(
            name: "frequencies", found: "\(list) for parameter \(index)",
            allowed: "1 to 16 distinct numbers from 1e-6 to 1e6")
        }
        guard TrigonometricFit.hasResolvable(list) else {
          throw .invalidSetting(
            name: "frequencies", found: "\(list) for parameter \(index)",
            allowed: "frequencies and gaps between them of a thousandth of the highest or more")
        }
      }
    }
  }

  public func initialState(at start: [Double]) throws(OptimizationError) -> State {
    return State(point: start)
  }

  public func validate(_ state: State, dimension: Int) throws(OptimizationError) {
    guard state.point.count == dimension, frequencies.map({ $0.count == dimension }) ?? true, state.iteration >= 0,
      state.isStale || state.value != nil
    else { throw .corruptState("its point is not of dimension \(dimension)") }
  }

  public func queries(in state: State) -> [Query] {
    let parameter = state.iteration % state.point.count
    let shifted = fit(of: parameter, in: state).shifts.flatMap { shift in
      [shift, -shift].map { shift in
        var point = state.point
        point[parameter] += shift
        return Query(point: point)
      }
    }
    return state.isStale ? [Query(point: state.point)] + shifted : shifted
  }

  public func advance(_ state: inout State, with evaluations: [Evaluation]) throws(OptimizationError) -> StopReason? {
    let parameter = state.iteration % state.point.count
    let centre =
      state.isStale ? evaluations[0] : Evaluation(value: state.value ?? 0, standardError: state.standardError)
    if evaluations.contains(where: { $0.standardError ?? 0 > 0 }) { state.isNoisy = true }
    if parameter == 0 { state.sweepValue = centre.value }

    let samples = Array(evaluations.dropFirst(state.isStale ? 1 : 0))
    let minimum = fit(of: parameter, in: state).minimum(centre: centre, samples: samples)
    state.point[parameter] += minimum.shift
    state.value = minimum.value
    state.standardError = minimum.standardError
    state.accepted = minimum.shift != 0
    state.iteration += 1
    state.isStale = state.iteration % resetInterval == 0

    guard state.iteration % state.point.count == 0, let before = state.sweepValue else { return nil }
    return !state.isNoisy && before - minimum.value <= valueTolerance ? .valueConverged : nil
  }

  public func progress(in state: State) -> OptimizerProgress {
    OptimizerProgress(
      iteration: state.iteration, parameters: state.point, value: state.value, standardError: state.standardError,
      accepted: state.accepted)
  }

  private func fit(of parameter: Int, in state: State) -> TrigonometricFit {
    state.fits.fit(of: frequencies?[parameter] ?? [1])
  }
}
