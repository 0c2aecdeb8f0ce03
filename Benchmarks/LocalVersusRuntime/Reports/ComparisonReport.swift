internal import JSONSchemas

/// All that was compared.
public struct ComparisonReport: Hashable, Sendable {
  /// Where the jobs ran.
  public var service: String
  public var cases: [CaseReport]
  /// nil when it was not measured.
  public var speed: ServiceReport?

  public init(service: String, cases: [CaseReport], speed: ServiceReport?) {
    self.service = service
    self.cases = cases
    self.speed = speed
  }

  /// Whether all arms of all cases found the same, to the last bit.
  public var isIdentical: Bool { cases.allSatisfy(\.isIdentical) }

  public var goals: [Goal] { (speed?.goals ?? []) + cases.compactMap(\.programGoal) }
}
