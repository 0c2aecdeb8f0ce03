public import ClassicalOptimizers

/// One evaluation of a run: where, and what came out.
public struct LoggedEvaluation: Hashable, Sendable, Codable {
  public var point: [Double]
  public var value: Double
  public var standardError: Double?
  public var gradient: [Double]?
}

/// What a run has done so far.
struct VQELog: Hashable, Sendable {
  var evaluations: [LoggedEvaluation] = []
  var steps: [OptimizationStep] = []

  mutating func append(_ queries: [Query], _ answers: [Evaluation], step: OptimizationStep?) {
    for (query, answer) in zip(queries, answers) where answer.isFinite {
      evaluations.append(
        LoggedEvaluation(
          point: query.point, value: answer.value, standardError: answer.standardError, gradient: answer.gradient))
    }
    if let step { steps.append(step) }
  }
}

extension Evaluation {
  fileprivate var isFinite: Bool { value.isFinite && gradient?.allSatisfy(\.isFinite) ?? true }
}

/// Limits that a run was given when it had made some evaluations.
public struct LimitChange: Hashable, Sendable, Codable {
  public var evaluations: Int
  public var limits: OptimizationLimits
}

extension ArraySlice<LimitChange> {
  /// Takes off the next change, if it belongs to this number of evaluations.
  mutating func popDue(at evaluations: Int) -> LimitChange? {
    first?.evaluations == evaluations ? removeFirst() : nil
  }
}
