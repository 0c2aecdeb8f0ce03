public import Ritz

/// What a run found, whichever way it was made.
public struct ArmOutcome: Hashable, Sendable {
  public var energy: Double
  public var standardError: Double?
  public var parameters: [Double]
  public var evaluations: Int
  public var gradientEvaluations: Int
  public var iterations: Int
  public var stopReason: String
  /// The energy of each iteration.
  public var history: [Double]

  public init(_ result: VQEResult) {
    energy = result.energy
    standardError = result.standardError
    parameters = result.parameters
    evaluations = result.evaluations
    gradientEvaluations = result.gradientEvaluations
    iterations = result.iterations
    stopReason = result.stopReason.rawValue
    history = result.steps.map(\.value)
  }

  public init(_ output: VQEOutput) {
    energy = output.energy
    standardError = output.standardError
    parameters = output.parameters
    evaluations = output.evaluations
    gradientEvaluations = output.gradientEvaluations
    iterations = output.iterations
    stopReason = output.stopReason.rawValue
    history = output.history.map(\.energy)
  }

  /// Whether every number is the same to the last bit.
  public func isIdentical(to other: ArmOutcome) -> Bool {
    func bits(_ outcome: ArmOutcome) -> [[UInt64]] {
      [
        [outcome.energy.bitPattern], outcome.standardError.map { [$0.bitPattern] } ?? [],
        outcome.parameters.map(\.bitPattern), outcome.history.map(\.bitPattern),
      ]
    }
    return bits(self) == bits(other) && evaluations == other.evaluations
      && gradientEvaluations == other.gradientEvaluations && iterations == other.iterations
      && stopReason == other.stopReason
  }
}
