import Foundation
import RandomStreams

/// Simultaneous perturbation stochastic approximation: two noisy values per step, however many parameters.
///
/// Step k moves by −aₖ ĝₖ, where ĝₖ is the difference of the values at θ ± cₖΔ along random signs Δ, aₖ = a/(A + k + 1)^α
/// and cₖ = c/(k + 1)^γ. Without a given `a`, 50 evaluations around the start measure slope and curvature there. They choose
/// it so that the first steps change each parameter by about `firstStepSize`, or by less where the curvature would make
/// such steps overshoot: near a minimum, as at a good reference state, the slope alone asks for steps of any size.
/// - Note: Spall, IEEE Trans. Aerosp. Electron. Syst. 34, 817 (1998); calibration as in Kandala et al., Nature 549, 242
///   (2017), supplement section III.
public struct SPSA: Optimizer {
  /// a; nil to calibrate it.
  public var gain: Double?
  /// c, the size of the first perturbation; nil for 0.1, and for 0.02 once calibration has seen that values are exact.
  public var perturbation: Double?
  /// A, which damps the first steps.
  public var stabilityConstant: Double
  /// α, the decay of the steps.
  public var gainExponent: Double
  /// γ, the decay of the perturbations.
  public var perturbationExponent: Double
  /// What calibration aims at: the mean change of each parameter in the first step, at most.
  public var firstStepSize: Double
  /// Pairs of evaluations that calibration takes.
  public var calibrationPairs: Int
  /// Random directions to average in each step.
  public var resamplings: Int
  /// Refuses steps that raise the value by more than `allowedIncrease`; costs one evaluation more per step.
  public var isBlocking: Bool
  /// What blocking lets pass; nil for twice the standard error of the difference, so 0 for exact values.
  public var allowedIncrease: Double?
  /// Never lets the parameters move by more than 1 in a step (Euclidean).
  public var isTrustRegion: Bool
  /// The answer is the mean of this many last iterates.
  public var averagedIterates: Int
  /// Where the random directions come from; nil leaves it to the caller, and a run that starts with nil uses 0.
  public var seed: UInt64?
  public var limits: OptimizationLimits

  public init(
    gain: Double? = nil, perturbation: Double? = nil, stabilityConstant: Double = 0, gainExponent: Double = 0.602,
    perturbationExponent: Double = 0.101, firstStepSize: Double = .pi / 5, calibrationPairs: Int = 25,
    resamplings: Int = 1, isBlocking: Bool = false, allowedIncrease: Double? = nil, isTrustRegion: Bool = false,
    averagedIterates: Int = 1, seed: UInt64? = nil,
    limits: OptimizationLimits = OptimizationLimits(maximumIterations: 300)
  ) {
    self.gain = gain
    self.perturbation = perturbation
    self.stabilityConstant = stabilityConstant
    self.gainExponent = gainExponent
    self.perturbationExponent = perturbationExponent
    self.firstStepSize = firstStepSize
    self.calibrationPairs = calibrationPairs
    self.resamplings = resamplings
    self.isBlocking = isBlocking
    self.allowedIncrease = allowedIncrease
    self.isTrustRegion = isTrustRegion
    self.averagedIterates = averagedIterates
    self.seed = seed
    self.limits = limits
  }

  public static let name = OptimizerName.spsa
  public static let answer = OptimizationAnswer.lastIterate

  public struct State: Codable, Sendable {
    enum Phase: Codable, Sendable { case calibrating, perturbing, blocking }

    var phase: Phase
    var point: [Double]
    /// The value at `point`: measured with blocking, else the mean of its perturbations; nil before either.
    var value: Double?
    var standardError: Double?
    var generator: RandomStream
    /// The random signs of the batch that is out.
    var directions: [[Double]]
    var gain: Double
    /// c.
    var perturbation: Double
    /// Where a blocked step would go.
    var candidate: [Double] = []
    var accepted = true
    var iteration = 0
    /// The last `averagedIterates` iterates, oldest first.
    var recent: [[Double]]
  }

  public func validate(dimension: Int) throws(OptimizationError) {
    if let gain { try requireSetting("gain", gain, above: 0) }
    if let perturbation { try requireSetting("perturbation", perturbation, above: 0) }
    try requireSetting("stabilityConstant", stabilityConstant, in: 0...)
    try requireSetting("gainExponent", gainExponent, in: 0...)
    try requireSetting("perturbationExponent", perturbationExponent, in: 0...)
    try requireSetting("firstStepSize", firstStepSize, above: 0)
    try requireSetting("calibrationPairs", calibrationPairs, in: 1...)
    try requireSetting("resamplings", resamplings, in: 1...)
    try requireSetting("averagedIterates", averagedIterates, in: 1...)
    if let allowedIncrease {
      try requireSetting("allowedIncrease", allowedIncrease, in: 0...)
      guard isBlocking else {
        throw .invalidSetting(name: "allowedIncrease", found: "\(allowedIncrease)", allowed: "nil without isBlocking")
      }
    }
  }

  public func initialState(at start: [Double]) throws(OptimizationError) -> State {
    var state = State(
      phase: gain == nil ? .calibrating : .perturbing, point: start, generator: RandomStream(seed: seed ?? 0),
      directions: [], gain: gain ?? 0, perturbation: perturbation ?? 0.1, recent: [start])
    drawDirections(in: &state)
    return state
  }

  public func validate(_ state: State, dimension: Int) throws(OptimizationError) {
    let vectors = [state.point] + state.directions + state.recent + (state.phase == .blocking ? [state.candidate] : [])
    guard vectors.allSatisfy({ $0.count == dimension }), !state.recent.isEmpty,
      state.directions.count == drawnDirectionCount(in: state.phase)
    else { throw .corruptState("its vectors are not of dimension \(dimension)") }
    guard state.perturbation > 0 else { throw .corruptState("its perturbation is \(state.perturbation)") }
  }

  public func queries(in state: State) -> [Query] {
    if state.phase == .blocking { return [Query(point: state.candidate)] }
    let directions = state.directions.prefix(state.phase == .calibrating ? affordableCalibrationPairs : .max)
    let pairs = directions.enumerated().flatMap { index, direction in
      let size = perturbationSize(of: index, in: state)
      return [Query(point: sum(state.point, size, direction)), Query(point: sum(state.point, -size, direction))]
    }
    return needsValue(in: state) ? pairs + [Query(point: state.point)] : pairs
  }

  public func advance(_ state: inout State, with evaluations: [Evaluation]) throws(OptimizationError) -> StopReason? {
    switch state.phase {
    case .calibrating:
      state.gain = calibratedGain(evaluations, in: state)
      let isExact = evaluations.allSatisfy { $0.standardError ?? 0 == 0 }
      if perturbation == nil && isExact { state.perturbation = 0.02 }
      state.phase = .perturbing
      drawDirections(in: &state)
    case .perturbing:
      if needsValue(in: state), let here = evaluations.last {
        state.value = here.value
        state.standardError = here.standardError
      }
      let candidate = sum(state.point, -1, step(from: evaluations, in: state))
      if isBlocking {
        state.candidate = candidate
        state.directions = []
        state.phase = .blocking
      } else {
        let mean = Self.mean(evaluations)
        state.value = mean.value
        state.standardError = mean.standardError
        move(to: candidate, in: &state)
      }
    case .blocking:
      let there = evaluations[0]
      let here = state.value ?? there.value
      let noise =
        2
        * ((there.standardError ?? 0) * (there.standardError ?? 0)
        + (state.standardError ?? 0) * (state.standardError ?? 0)).squareRoot()
      if there.value <= here + (allowedIncrease ?? noise) {
        state.value = there.value
        state.standardError = there.standardError
        move(to: state.candidate, in: &state)
      } else {
        move(to: nil, in: &state)
      }
    }
    return nil
  }

  public func progress(in state: State) -> OptimizerProgress {
    var answer = state.recent[0]
    for point in state.recent.dropFirst() { answer = sum(answer, 1, point) }
    if state.recent.count > 1 { answer = answer.map { $0 / Double(state.recent.count) } }
    return OptimizerProgress(
      iteration: state.iteration, parameters: answer, value: state.iteration > 0 ? state.value : nil,
      standardError: state.standardError, accepted: state.accepted)
  }

  // MARK: - One step

  /// Blocking compares with the value of the iterate, which the first batch must find.
  private func needsValue(in state: State) -> Bool {
    isBlocking && state.value == nil && state.phase == .perturbing
  }

  private func perturbationSize(of pair: Int, in state: State) -> Double {
    // Calibration takes two sizes in turn, because curvature shows in their difference.
    state.phase == .calibrating
      ? state.perturbation * (pair.isMultiple(of: 2) ? 1 : 2)
      : state.perturbation / pow(Double(state.iteration + 1), perturbationExponent)
  }

  /// Of a small budget, half is left for steps. The limits may change while the directions are drawn already.
  private var affordableCalibrationPairs: Int { max(1, ((limits.maximumEvaluations ?? .max) - 1) / 4) }

  private func drawnDirectionCount(in phase: State.Phase) -> Int {
    switch phase {
    case .calibrating: calibrationPairs
    case .perturbing: resamplings
    case .blocking: 0
    }
  }

  private func drawDirections(in state: inout State) {
    state.directions = (0..<drawnDirectionCount(in: state.phase)).map { _ in
      state.point.indices.map { _ in state.generator.sign() }
    }
  }

  private func step(from evaluations: [Evaluation], in state: State) -> [Double] {
    let size = perturbationSize(of: 0, in: state)
    var gradient = [Double](repeating: 0, count: state.point.count)
    for (index, direction) in state.directions.enumerated() {
      let slope = (evaluations[2 * index].value - evaluations[2 * index + 1].value) / (2 * size)
      gradient = sum(gradient, slope / Double(resamplings), direction)
    }
    let rate = state.gain / pow(stabilityConstant + Double(state.iteration + 1), gainExponent)
    let step = gradient.map { rate * $0 }
    let length = dot(step, step).squareRoot()
    return isTrustRegion && length > 1 ? step.map { $0 / length } : step
  }

  /// Ends the iteration; nil stays where it is.
  private func move(to point: [Double]?, in state: inout State) {
    state.accepted = point != nil
    if let point { state.point = point }
    state.recent.append(state.point)
    if state.recent.count > averagedIterates { state.recent.removeFirst(state.recent.count - averagedIterates) }
    state.iteration += 1
    state.candidate = []
    state.phase = .perturbing
    drawDirections(in: &state)
  }

  private static func mean(_ evaluations: [Evaluation]) -> (value: Double, standardError: Double?) {
    let count = Double(evaluations.count)
    let value = evaluations.reduce(0) { $0 + $1.value } / count
    guard evaluations.contains(where: { $0.standardError != nil }) else { return (value, nil) }
    let variance = evaluations.reduce(0) { $0 + ($1.standardError ?? 0) * ($1.standardError ?? 0) }
    return (value, variance.squareRoot() / count)
  }
}
