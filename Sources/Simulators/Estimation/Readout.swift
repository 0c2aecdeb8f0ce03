internal import Foundation
package import QuantumBackends

/// What bounds the shots for one value.
package enum ShotBudget: Hashable, Sendable {
  case shots(Int)
  /// A bound on the standard error, in the observable's unit.
  case precision(Double)
}

/// How one observable is measured in a call: in which bases, and within which budget.
package struct Readout: Sendable {
  package let plan: MeasurementPlan
  package let budget: ShotBudget
  /// For a precision, the shots of each basis that meet it in any state; nil where they are too many.
  let worstCase: [Int]?

  /// - Throws: ``BackendError`` for shots that are too few for the bases or more than are drawn, and for a precision that no
  ///   state allows with as many as are drawn.
  package init(_ plan: MeasurementPlan, budget: ShotBudget) throws(BackendError) {
    self.plan = plan
    self.budget = budget
    switch budget {
    case .shots(let total):
      _ = try plan.allocation(ofShots: total)
      worstCase = nil
    case .precision(let precision):
      worstCase = try plan.worstCase(forPrecision: precision)
      let least = plan.bestCase(forPrecision: precision)
      guard worstCase != nil || least <= Double(ShotLimit.most) else {
        throw Self.unreachable(precision, shots: least, "at least ")
      }
    }
  }

  /// How many shots it takes at most.
  var mostShots: Int {
    guard !plan.bases.isEmpty else { return 0 }
    return switch budget {
    case .shots(let total): total
    case .precision: worstCase?.reduce(0, +) ?? ShotLimit.most
    }
  }

  /// How many it takes in a state like a random one, roughly.
  var typicalShots: Int {
    guard case .precision(let precision) = budget else { return mostShots }
    let typical = max(plan.typicalCase(forPrecision: precision), Double(ShotSchedule.leastShots(self)))
    return Int(min(Double(mostShots), typical.rounded(.up)))
  }

  static func unreachable(_ precision: Double, shots: Double, _ qualifier: String) -> BackendError {
    BackendError(
      .invalidOption,
      "A precision of \(precision) needs \(qualifier)\(String(format: "%.3g", shots)) shots for this observable; "
        + "at most \(ShotLimit.most) are drawn.")
  }
}
