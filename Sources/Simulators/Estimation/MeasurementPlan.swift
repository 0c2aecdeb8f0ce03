internal import ComplexModule
internal import Foundation
package import PauliAlgebra
package import QuantumBackends

/// How an observable is measured: strings that commute qubit by qubit share a basis, shots are divided among bases.
package struct MeasurementPlan: Sendable {
  /// One measurement basis.
  package struct Basis: Sendable {
    /// Which qubits are measured in X, and in Y; the others in Z or not at all.
    package var xMask: UInt64 = 0
    package var yMask: UInt64 = 0
    /// Which qubits are looked at.
    var support: UInt64 = 0
    /// For each string which bits its parity is taken of, and its coefficient.
    package var supports: [UInt64] = []
    package var coefficients: [Double] = []
    /// Σ|c|: no outcome is larger in magnitude.
    package var oneNorm = 0.0
    /// What turns the state from the basis before this one; from the computational basis where `isFresh`.
    var turns: [Turn] = []
    var isFresh = true

    /// The observable's part for one outcome.
    package func value(of outcome: UInt64) -> Double {
      var sum = 0.0
      for (support, coefficient) in zip(supports, coefficients) {
        sum += (outcome & support).nonzeroBitCount & 1 == 0 ? coefficient : -coefficient
      }
      return sum
    }
  }

  /// The identity's coefficient, which needs no shots.
  package let constant: Double
  package let bases: [Basis]

  /// The most shots for one value, or for one parameter set of a sampler: hours of work.
  package static let maximumShots = 10_000_000_000

  package init(_ observable: PauliSum) {
    constant = observable.identityCoefficient
    let groups = observable.qubitWiseCommutingGroups().compactMap { group -> Basis? in
      var basis = Basis()
      for index in group {
        let term = observable.terms[index]
        guard !term.string.isIdentity else { continue }
        let (x, z) = (term.string.xMask, term.string.zMask)
        basis.xMask |= x & ~z
        basis.yMask |= x & z
        basis.support |= x | z
        basis.supports.append(x | z)
        basis.coefficients.append(term.coefficient.real)
        basis.oneNorm += abs(term.coefficient.real)
      }
      return basis.supports.isEmpty ? nil : basis
    }
    bases = Self.ordered(groups)
  }

  /// Shots for each basis, in proportion to its one-norm, at least two each, `total` in all.
  ///
  /// - Throws: ``BackendError`` when there are fewer than two shots for a basis, or more than can be drawn.
  package func allocation(ofShots total: Int) throws(BackendError) -> [Int] {
    guard total >= 2 * bases.count else {
      throw BackendError(
        .invalidOption,
        "\(total) shots were asked for; the observable has \(bases.count) measurement bases and needs two shots for each, "
          + "\(2 * bases.count) at least.")
    }
    try Self.requireAllowed(total)
    let norm = try oneNorm()
    // Rounded at the ends of the bases' shares, so that they add up exactly.
    let free = Double(total - 2 * bases.count)
    var before = 0.0, given = 0
    return bases.enumerated().map { index, basis in
      before += basis.oneNorm
      let end = index == bases.count - 1 ? free : min(free, (free * (before / norm)).rounded())
      defer { given = Int(end) }
      return 2 + Int(end) - given
    }
  }

  /// Shots for each basis that keep the standard error below `precision` whatever the state is.
  ///
  /// The outcomes of a basis lie within ±Λ, so its variance is at most Λ². With N in proportion to Λ and ΣΛ²/N = ε²,
  /// N = Λ·ΣΛ / ε².
  /// - Throws: ``BackendError`` when that is more shots than can be counted out in reasonable time.
  package func allocation(forPrecision precision: Double) throws(BackendError) -> [Int] {
    let ratio = try oneNorm() / precision
    guard ratio * ratio <= Double(Self.maximumShots) else {
      throw BackendError(
        .invalidOption,
        "A precision of \(precision) needs \(String(format: "%.3g", ratio * ratio)) shots for this observable; "
          + "at most \(Self.maximumShots) are drawn.")
    }
    return bases.map { max(2, Int(($0.oneNorm / precision * ratio).rounded(.up))) }
  }

  /// - Throws: ``BackendError`` for more shots than are drawn for one value or one parameter set.
  static func requireAllowed(_ shots: Int) throws(BackendError) {
    guard shots <= maximumShots else {
      throw BackendError(.invalidOption, "\(shots) shots were asked for; at most \(maximumShots) are drawn.")
    }
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
