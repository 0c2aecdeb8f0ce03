/// What a run refuses; the run stays as it was.
public enum OptimizationError: Error, Hashable, Sendable {
  case emptyStart
  case nonFiniteStart(index: Int, value: Double)
  case evaluationCount(found: Int, expected: Int)
  case missingGradient(index: Int)
  case gradientLength(index: Int, found: Int, expected: Int)
  case invalidStandardError(index: Int, value: Double)
  /// The first value of a run, before any finite one, is NaN or infinite.
  case nonFiniteEvaluation(index: Int)
  case runIsOver(StopReason)
  /// Asked for the result of a run before anything was evaluated.
  case nothingEvaluated
  case invalidSetting(name: String, found: String, allowed: String)
  case unknownOptimizer(String)
  case corruptState(String)
  /// A recorded run, played again, asks for another point than it asked for at first.
  case replayDiffers(evaluation: Int)
  /// The system has no memory or thread left for a method of NLopt.
  case outOfThreads
}

extension OptimizationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .emptyStart:
      "The start has no parameters. Give at least one."
    case let .nonFiniteStart(index, value):
      "Parameter \(index) of the start is \(value). Start from finite numbers below 1e100."
    case let .evaluationCount(found, expected):
      "\(found) evaluations for \(expected) queries. Answer every query once, in order."
    case let .missingGradient(index):
      "Evaluation \(index) has no gradient, but its query needs one."
    case let .gradientLength(index, found, expected):
      "The gradient of evaluation \(index) has \(found) components. Give \(expected), one per parameter."
    case let .invalidStandardError(index, value):
      "The standard error of evaluation \(index) is \(value). Give a finite number from 0 up, or nil."
    case let .nonFiniteEvaluation(index):
      "Evaluation \(index) is NaN or infinite at the start. Start where the objective is finite."
    case let .runIsOver(reason):
      "The run is over (\(reason.rawValue)) and takes no evaluations."
    case .nothingEvaluated:
      "Nothing has been evaluated, so there is no result yet."
    case let .invalidSetting(name, found, allowed):
      "\(name) is \(found); allowed: \(allowed)."
    case let .unknownOptimizer(name):
      "No optimizer is called \"\(name)\". Known: \(OptimizerName.allCases.map(\.rawValue).joined(separator: ", "))."
    case let .corruptState(what):
      "The saved state of the optimizer is damaged: \(what)."
    case let .replayDiffers(evaluation):
      "Played again, the saved run asks for another point at evaluation \(evaluation). It was written by another version."
    case .outOfThreads:
      "No thread or memory is left for a method of NLopt. End other runs first."
    }
  }
}
