public import ClassicalOptimizers
public import VariationalAlgorithms

/// One completed iteration, as the `vqe` program publishes it.
public struct VQEInterimResult: Codable, Hashable, Sendable {
  public var iteration: Int
  public var evaluations: Int
  public var gradientEvaluations: Int
  public var energy: Double
  public var standardError: Double?
  /// The lowest energy seen so far.
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

  public var energy: Double
  public var standardError: Double?
  public var isEnergyIndependent: Bool
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
  public var log: [LoggedEvaluation]?

  enum CodingKeys: String, CodingKey {
    case standardError = "standard_error"
    case isEnergyIndependent = "is_energy_independent"
    case gradientEvaluations = "gradient_evaluations"
    case stopReason = "stop_reason"
    case energy, parameters, evaluations, iterations, ansatz, optimizer, seed, seconds, history, log
  }
}
