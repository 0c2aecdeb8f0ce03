internal import ComplexModule
internal import Foundation
internal import PauliAlgebra
internal import QuantumBackends

/// How an observable is measured: strings that commute qubit by qubit share a basis, shots are divided among bases.
struct MeasurementPlan: Sendable {
  /// One measurement basis.
  struct Basis: Sendable {
    /// Qubits that are measured in X, and in Y.
    var xQubits: [Int]
    var yQubits: [Int]
    /// For each string which bits its parity is taken of, and its coefficient.
    var supports: [UInt64]
    var coefficients: [Double]
    /// Σ|c|: no outcome is larger in magnitude.
    var oneNorm: Double

    /// The observable's part for one outcome.
    func value(of outcome: UInt64) -> Double {
      var sum = 0.0
      for (support, coefficient) in zip(supports, coefficients) {
        sum += (outcome & support).nonzeroBitCount & 1 == 0 ? coefficient : -coefficient
      }
      return sum
    }
  }

  /// The identity's coefficient, which needs no shots.
  let constant: Double
  let bases: [Basis]

  init(_ observable: PauliSum) {
    constant = observable.identityCoefficient
    bases = observable.qubitWiseCommutingGroups().compactMap { group in
      var basis = Basis(xQubits: [], yQubits: [], supports: [], coefficients: [], oneNorm: 0)
      var xMask: UInt64 = 0, yMask: UInt64 = 0
      for index in group {
        let term = observable.terms[index]
        guard !term.string.isIdentity else { continue }
        let (x, z) = (term.string.xMask, term.string.zMask)
        xMask |= x & ~z
        yMask |= x & z
        basis.supports.append(x | z)
        basis.coefficients.append(term.coefficient.real)
        basis.oneNorm += abs(term.coefficient.real)
      }
      guard !basis.supports.isEmpty else { return nil }
      basis.xQubits = (0..<observable.qubitCount).filter { xMask >> UInt64($0) & 1 == 1 }
      basis.yQubits = (0..<observable.qubitCount).filter { yMask >> UInt64($0) & 1 == 1 }
      return basis
    }
  }

  /// Shots for each basis, in proportion to its one-norm, at least two each, `total` in all.
  ///
  /// - Throws: ``BackendError`` when there are fewer than two shots for a basis.
  func allocation(ofShots total: Int) throws(BackendError) -> [Int] {
    guard total >= 2 * bases.count else {
      throw BackendError(
        .invalidOption,
        "\(total) shots were asked for; the observable has \(bases.count) measurement bases and needs two shots for each, "
          + "\(2 * bases.count) at least.")
    }
    let norm = bases.reduce(0) { $0 + $1.oneNorm }
    let free = total - 2 * bases.count
    var shots = bases.map { 2 + Int(Double(free) * $0.oneNorm / norm) }
    // Rounding down leaves fewer shots than there are bases; the first ones get them.
    let left = total - shots.reduce(0, +)
    for index in shots.indices.prefix(max(0, left)) { shots[index] += 1 }
    return shots
  }

  /// Shots for each basis that keep the standard error below `precision` whatever the state is.
  ///
  /// The outcomes of a basis lie within ±Λ, so its variance is at most Λ². With N in proportion to Λ and ΣΛ²/N = ε²,
  /// N = Λ·ΣΛ / ε².
  /// - Throws: ``BackendError`` when that is more shots than can be counted out in reasonable time.
  func allocation(forPrecision precision: Double) throws(BackendError) -> [Int] {
    let norm = bases.reduce(0) { $0 + $1.oneNorm }
    let total = norm * norm / (precision * precision)
    guard total <= Self.maximumShots else {
      throw BackendError(
        .invalidOption,
        "A precision of \(precision) needs \(String(format: "%.3g", total)) shots for this observable; "
          + "at most \(String(format: "%.0e", Self.maximumShots)) are drawn.")
    }
    return bases.map { max(2, Int(($0.oneNorm * norm / (precision * precision)).rounded(.up))) }
  }

  static let maximumShots = 1e10
}
