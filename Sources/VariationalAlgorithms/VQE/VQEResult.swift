public import ClassicalOptimizers

/// What a run tells after each batch of evaluations.
public struct VQEProgress: Sendable {
  /// Evaluations of the run so far, those before it was resumed included.
  public var evaluations: Int
  public var gradientEvaluations: Int
  /// The energy of the best point so far: the lowest, one standard error added to each that has one.
  public var bestEnergy: Double
  /// The iteration that the batch completed; nil in the middle of one.
  public var step: OptimizationStep?
  /// Since this call began.
  public var elapsed: Duration
}

/// The outcome of a variational run.
public struct VQEResult: Sendable {
  /// The energy at ``parameters``; with shots that of an independent evaluation after the optimisation.
  public var energy: Double
  /// False where ``energy`` is the lowest of several noisy ones, and so too low by chance: with shots, when a run was
  /// interrupted and one more evaluation would have taken too long.
  public var isEnergyIndependent: Bool
  /// nil for exact energies.
  public var standardError: Double?
  /// Radians, in the order of the ansatz circuit's parameters.
  public var parameters: [Double]
  /// Points at which the optimizer asked for the energy, with or without its gradient.
  public var evaluations: Int
  public var gradientEvaluations: Int
  public var iterations: Int
  public var stopReason: StopReason
  public var ansatz: String
  public var optimizer: OptimizerName
  public var seed: UInt64
  /// One entry per completed iteration.
  public var steps: [OptimizationStep]
  /// One entry per evaluation, in order; answers that were not finite are left out.
  public var log: [LoggedEvaluation]
  /// The limits the run began with, and those it was resumed with.
  public var limits: [LimitChange]
  /// Wall time of this call.
  public var elapsed: Duration
}
