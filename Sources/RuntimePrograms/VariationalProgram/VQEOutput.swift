public import ClassicalOptimizers
internal import VariationalAlgorithms

/// One completed iteration, as the `vqe` program publishes it.
public struct VQEInterimResult: Codable, Hashable, Sendable {
  /// 0 is the start; methods that do not evaluate their start begin with 1.
  public var iteration: Int
  /// Energies evaluated so far, with or without gradient.
  public var evaluations: Int
  public var gradientEvaluations: Int
  /// The energy at ``parameters`` as the method knows it.
  public var energy: Double
  public var standardError: Double?
  /// The energy of the best point so far: the lowest, one standard error added to each that has one.
  public var bestEnergy: Double
  /// Whether the method moved to the point it tried.
  public var accepted: Bool
  /// Radians, in the order of the circuit's inputs.
  public var parameters: [Double]

  enum CodingKeys: String, CodingKey {
    case gradientEvaluations = "gradient_evaluations"
    case standardError = "standard_error"
    case bestEnergy = "best_energy"
    case iteration, evaluations, energy, accepted, parameters
  }

  init(_ step: OptimizationStep, bestEnergy: Double) {
    iteration = step.iteration
    evaluations = step.evaluations
    gradientEvaluations = step.gradientEvaluations
    energy = step.value
    standardError = step.standardError
    self.bestEnergy = bestEnergy
    accepted = step.accepted
    parameters = step.parameters
  }
}

/// What the `vqe` program returns.
public struct VQEOutput: Codable, Hashable, Sendable {
  /// One completed iteration, without its point.
  public struct Iteration: Codable, Hashable, Sendable {
    public var iteration: Int
    public var energy: Double
    public var standardError: Double?
    public var evaluations: Int
    public var gradientEvaluations: Int
    public var accepted: Bool

    enum CodingKeys: String, CodingKey {
      case standardError = "standard_error"
      case gradientEvaluations = "gradient_evaluations"
      case iteration, energy, evaluations, accepted
    }
  }

  /// One evaluation: where, and what came out.
  public struct Evaluation: Codable, Hashable, Sendable {
    public var point: [Double]
    public var value: Double
    public var standardError: Double?
    public var gradient: [Double]?

    enum CodingKeys: String, CodingKey {
      case standardError = "standard_error"
      case point, value, gradient
    }
  }

  /// The energy at ``parameters``; with shots that of an independent evaluation after the optimisation.
  public var energy: Double
  /// nil for exact energies.
  public var standardError: Double?
  /// False where ``energy`` is the lowest of several noisy ones, and so too low by chance.
  public var isEnergyIndependent: Bool
  /// Radians, in the order of the circuit's inputs.
  public var parameters: [Double]
  public var evaluations: Int
  public var gradientEvaluations: Int
  public var iterations: Int
  public var stopReason: StopReason
  public var ansatz: String
  public var optimizer: OptimizerName
  public var seed: UInt64
  /// Wall time of the optimisation.
  public var seconds: Double
  public var history: [Iteration]
  /// Every evaluation, where it was asked for; those that were not finite are left out.
  public var log: [Evaluation]?

  enum CodingKeys: String, CodingKey {
    case standardError = "standard_error"
    case isEnergyIndependent = "is_energy_independent"
    case gradientEvaluations = "gradient_evaluations"
    case stopReason = "stop_reason"
    case energy, parameters, evaluations, iterations, ansatz, optimizer, seed, seconds, history, log
  }

  init(_ result: VQEResult, includesLog: Bool) {
    energy = result.energy
    standardError = result.standardError
    isEnergyIndependent = result.isEnergyIndependent
    parameters = result.parameters
    evaluations = result.evaluations
    gradientEvaluations = result.gradientEvaluations
    iterations = result.iterations
    stopReason = result.stopReason
    ansatz = result.ansatz
    optimizer = result.optimizer
    seed = result.seed
    seconds = result.elapsed / .seconds(1)
    history = result.steps.map {
      Iteration(
        iteration: $0.iteration, energy: $0.value, standardError: $0.standardError, evaluations: $0.evaluations,
        gradientEvaluations: $0.gradientEvaluations, accepted: $0.accepted)
    }
    log =
      includesLog
      ? result.log.map {
        Evaluation(point: $0.point, value: $0.value, standardError: $0.standardError, gradient: $0.gradient)
      } : nil
  }
}
