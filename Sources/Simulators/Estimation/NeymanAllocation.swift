internal import Foundation
package import QuantumBackends

/// Shots in proportion to measured spread, which is what makes the variance of a sum of means least.
///
/// For each basis σ̃² = s² + Λ²/n, of n outcomes with the variance s² that lie within ±Λ: as if one more outcome had been as
/// far out as can be. So a basis whose outcomes were all alike keeps a share, which falls as they become many. An outcome
/// that n shots have not shown has, with 95% confidence, a probability below 3/n.
/// - Note: Neyman, Journal of the Royal Statistical Society 97, 558 (1934).
package struct NeymanAllocation {
  /// Λ, s² and σ̃ of each basis.
  private let bounds: [Double]
  private let variances: [Double]
  private let spreads: [Double]

  /// - Throws: ``BackendError`` when the spreads are beyond double precision.
  package init(_ moments: [Moments], of plan: MeasurementPlan) throws(BackendError) {
    bounds = plan.bases.map(\.oneNorm)
    variances = moments.map(\.variance)
    spreads = zip(moments, bounds).map { hypot($0.variance.squareRoot(), $1 / Double($0.count).squareRoot()) }
    let sum = spreads.reduce(0, +)
    guard sum.isFinite && sum > 0 else {
      throw BackendError(.notFinite, "The spreads of the measured values add up to \(sum); scale the observable.")
    }
  }

  /// How many shots bring Σ σ̃²/N down to `variance`, in bases with N shots in proportion to σ̃ now.
  ///
  /// With N = σ̃·u⁻¹, Σ (s² + Λ²/N)/N is A·u + B·u², where A = Σ s²/σ̃ and B = Σ Λ²/σ̃².
  package func total(forVariance variance: Double) -> Double {
    var (linear, square) = (0.0, 0.0)
    for index in spreads.indices {
      let ratio = bounds[index] / spreads[index]
      linear += variances[index] / spreads[index]
      square += ratio * ratio
    }
    let inverse = (linear + (linear * linear + 4 * square * variance).squareRoot()) / (2 * variance)
    return spreads.reduce(0, +) * inverse
  }

  /// Further shots for each basis, `count` in all, which bring those `spent` as near to the best shares as can be.
  package func shots(_ count: Int, beyond spent: [Int]) -> [Int] {
    // Bases that have more than their share already get none; the others' shares follow from what is left.
    var open = Array(spreads.indices)
    var scale = 0.0
    while true {
      let spread = open.reduce(0) { $0 + spreads[$1] }
      scale = (Double(count) + open.reduce(0) { $0 + Double(spent[$1]) }) / spread
      let left = open.filter { Double(spent[$0]) <= scale * spreads[$0] }
      // The one with the least of its share is always left, but for rounding.
      if left.count == open.count || left.isEmpty { break }
      open = left
    }
    // Rounded at the ends of the bases' shares, so that they add up exactly.
    var shots = [Int](repeating: 0, count: spreads.count)
    var (before, given) = (0.0, 0)
    for (position, index) in open.enumerated() {
      before += max(0, scale * spreads[index] - Double(spent[index]))
      let end = position == open.count - 1 ? count : min(count, Int(min(Double(count), before.rounded())))
      shots[index] = end - given
      given = end
    }
    return shots
  }
}
