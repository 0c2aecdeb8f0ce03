internal import Foundation
package import QuantumBackends

extension MeasurementPlan {
  /// Shots for each basis, in proportion to its one-norm, at least `minimum` each, `total` in all.
  ///
  /// - Throws: ``BackendError`` when there are fewer than that, or more than can be drawn.
  package func allocation(ofShots total: Int, atLeast minimum: Int = 2) throws(BackendError) -> [Int] {
    guard total >= minimum * bases.count else {
      throw BackendError(
        .invalidOption,
        "\(total) shots were asked for; the observable has \(bases.count) measurement bases and needs \(minimum) shots for "
          + "each, \(minimum * bases.count) at least.")
    }
    try ShotLimit.require(total)
    let norm = try oneNorm()
    // Rounded at the ends of the bases' shares, so that they add up exactly.
    let free = Double(total - minimum * bases.count)
    var before = 0.0, given = 0
    return bases.enumerated().map { index, basis in
      before += basis.oneNorm
      let end = index == bases.count - 1 ? free : min(free, (free * (before / norm)).rounded())
      defer { given = Int(end) }
      return minimum + Int(end) - given
    }
  }

  /// Shots for each basis that keep the standard error below `precision` whatever the state is; nil where they are more than
  /// are drawn.
  ///
  /// The outcomes of a basis lie within ±Λ, so that s² is at most Λ²·N/(N − 1). With N − 1 in proportion to Λ and
  /// ΣΛ²/(N − 1) = ε², N = 1 + Λ·ΣΛ/ε².
  /// - Throws: ``BackendError`` when the magnitudes add up to more than double precision holds.
  package func worstCase(forPrecision precision: Double) throws(BackendError) -> [Int]? {
    let ratio = try oneNorm() / precision
    guard ratio * ratio + 3 * Double(bases.count) <= Double(ShotLimit.most) else { return nil }
    return bases.map { max(2, 1 + Int(($0.oneNorm / precision * ratio).rounded(.up))) }
  }

  /// The shots for a precision in the best of cases: all outcomes of each basis are alike.
  ///
  /// Then still Σ Λ²/N² over bases and halves must be below 4ε², as ``ShotSchedule`` has it; with N in proportion to Λ^⅔
  /// these are √2·(Σ Λ^⅔)^(3/2)/ε shots.
  package func bestCase(forPrecision precision: Double) -> Double {
    let sum = bases.reduce(0) { $0 + cbrt($1.oneNorm) * cbrt($1.oneNorm) }
    return (2 * sum).squareRoot() * sum / precision
  }

  /// Roughly the shots for a precision in a state like a random one, where the outcomes of a basis have the variance Σc²: with
  /// N in proportion to their spread, (Σ √Σc²)²/ε².
  func typicalCase(forPrecision precision: Double) -> Double {
    let spread = bases.reduce(0) { sum, basis in
      sum + basis.coefficients.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    return (spread / precision) * (spread / precision)
  }

  private func oneNorm() throws(BackendError) -> Double {
    let norm = bases.reduce(0) { $0 + $1.oneNorm }
    guard norm.isFinite else {
      throw BackendError(
        .notFinite,
        "The magnitudes of the observable's coefficients add up to more than double precision holds; scale it down.")
    }
    return norm
  }
}
