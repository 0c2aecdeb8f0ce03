public import ClassicalOptimizers

/// A bit string that was measured, with its cost.
public struct SampledOutcome: Hashable, Sendable, Codable {
  /// One bit for each qubit, qubit 0 first.
  public var bits: [Bool]
  /// In the unit of the cost.
  public var value: Double
  /// How often it was seen.
  public var count: Int

  init(state: UInt64, qubitCount: Int, value: Double, count: Int) {
    bits = (0..<qubitCount).map { state >> UInt64($0) & 1 == 1 }
    self.value = value
    self.count = count
  }

  /// The rightmost character is qubit 0.
  public var bitString: String { String(bits.reversed().map { $0 ? "1" : "0" }) }
}

/// What a run tells after each batch of evaluations.
public struct SamplingVQEProgress: Sendable {
  /// Evaluations of the run so far, those before it was resumed included.
  public var evaluations: Int
  public var gradientEvaluations: Int
  /// The lowest objective seen.
  public var bestEnergy: Double
  /// The lowest cost of a bit string seen; nil while values are exact and nothing has been sampled.
  public var bestValue: Double?
  /// The iteration that the batch completed; nil in the middle of one.
  public var step: OptimizationStep?
  /// Since this call began.
  public var elapsed: Duration
}

/// The outcome of a sampling run.
public struct SamplingVQEResult: Sendable {
  /// The objective at ``parameters``: the exact expectation value, or the CVaR of ``finalShots`` outcomes that were drawn
  /// after the optimisation.
  public var energy: Double
  /// nil for an exact energy.
  public var standardError: Double?
  /// False where ``energy`` is the lowest of several noisy ones, and so too low by chance: with shots, when there
  /// is no final sample.
  public var isEnergyIndependent: Bool
  /// The bit strings of lowest cost among all that were drawn, the most frequent first; ``bestCount`` of them tie, and no
  /// more than the outcome limit stand here.
  public var best: [SampledOutcome]
  /// How many different bit strings were seen that have the lowest cost.
  public var bestCount: Int
  /// The most frequent outcomes of ``finalShots`` at ``parameters``, as many as the outcome limit allows.
  public var distribution: [SampledOutcome]
  /// Outcomes drawn after the optimisation; 0 when an interrupted run had no time for them, or the backend failed to draw
  /// them.
  public var finalShots: Int
  /// How the backend failed to draw outcomes after the optimisation; nil when it did not.
  public var finalSampleError: (any Error)?
  /// Radians, in the order of the ansatz circuit's parameters.
  public var parameters: [Double]
  /// Points at which the optimizer asked for the objective, with or without its gradient.
  public var evaluations: Int
  public var gradientEvaluations: Int
  public var iterations: Int
  public var stopReason: StopReason
  public var ansatz: String
  public var optimizer: OptimizerName
  public var seed: UInt64
  /// One entry per completed iteration.
  public var steps: [OptimizationStep]
  /// One entry per evaluation, in order.
  public var log: [LoggedEvaluation]
  /// The limits the run began with, and those it was resumed with.
  public var limits: [LimitChange]
  /// Wall time of this call.
  public var elapsed: Duration
}
