import Ritz

/// What a variational run found, wherever its loop was.
struct RunResult {
  var energy: Double
  /// nil for exact energies.
  var standardError: Double?
  /// Radians, in the order of the ansatz circuit's parameters.
  var parameters: [Double]
  var evaluations: Int
  var gradientEvaluations: Int
  var stopReason: StopReason
  var ansatz: String
  var optimizer: OptimizerName
  var seed: UInt64
  var steps: [OptimizationStep]
  /// Wall time of the loop.
  var seconds: Double

  /// A run whose loop was in this process.
  init(_ result: VQEResult) {
    energy = result.energy
    standardError = result.standardError
    parameters = result.parameters
    evaluations = result.evaluations
    gradientEvaluations = result.gradientEvaluations
    stopReason = result.stopReason
    ansatz = result.ansatz
    optimizer = result.optimizer
    seed = result.seed
    steps = result.steps
    seconds = result.elapsed.inSeconds
  }

  /// A run whose loop was a job.
  init(_ output: VQEOutput) {
    energy = output.energy
    standardError = output.standardError
    parameters = output.parameters
    evaluations = output.evaluations
    gradientEvaluations = output.gradientEvaluations
    stopReason = output.stopReason
    ansatz = output.ansatz
    optimizer = output.optimizer
    seed = output.seed
    steps = output.history.map { step in
      OptimizationStep(
        iteration: step.iteration, parameters: [], value: step.energy, standardError: step.standardError,
        evaluations: step.evaluations, gradientEvaluations: step.gradientEvaluations, accepted: step.accepted)
    }
    seconds = output.seconds
  }

  /// The best iteration that an interrupted job has published; nil when it has published none.
  init?(interrupted published: [VQEInterimResult], of vqe: VQE, elapsed: Duration) {
    guard let best = published.min(by: { $0.energy < $1.energy }), let last = published.last else { return nil }
    energy = best.energy
    standardError = best.standardError
    parameters = best.parameters
    evaluations = last.evaluations
    gradientEvaluations = last.gradientEvaluations
    stopReason = .interrupted
    ansatz = vqe.ansatz.name
    optimizer = type(of: vqe.optimizer).name
    seed = vqe.seed
    steps = published.map { step in
      OptimizationStep(
        iteration: step.iteration, parameters: step.parameters, value: step.energy,
        standardError: step.standardError, evaluations: step.evaluations,
        gradientEvaluations: step.gradientEvaluations, accepted: step.accepted)
    }
    seconds = elapsed.inSeconds
  }
}
