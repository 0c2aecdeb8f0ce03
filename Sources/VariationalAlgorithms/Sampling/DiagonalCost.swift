internal import ComplexModule
internal import PauliAlgebra
internal import RealModule

/// A cost of bit strings, ready to be evaluated many times: the terms of a diagonal observable as masks.
struct DiagonalCost: Sendable {
  static let maximumQubitCount = 64

  let qubitCount: Int
  /// Values that differ by no more are equal but for rounding.
  let tolerance: Double
  private let terms: [(mask: UInt64, coefficient: Double)]

  /// - Throws: ``SamplingVQEError`` for an observable that is not diagonal and real, or too wide for a word of bits.
  init(_ observable: PauliSum) throws(SamplingVQEError) {
    guard observable.isHermitian else { throw .notHermitian }
    if let term = observable.terms.first(where: { !$0.string.isDiagonal }) {
      throw .notDiagonal(term: "\(term.string)")
    }
    guard observable.qubitCount <= Self.maximumQubitCount else {
      throw .tooWide(found: observable.qubitCount, allowed: Self.maximumQubitCount)
    }
    qubitCount = observable.qubitCount
    tolerance = 1e-12 * (observable.oneNorm + abs(observable.identityCoefficient))
    terms = observable.terms.map { ($0.string.zMask, $0.coefficient.real) }
  }

  /// The cost of a basis state: Σ ±c, with a sign for each odd number of ones under a term. O(terms).
  func value(of state: UInt64) -> Double {
    terms.reduce(0) { sum, term in
      (term.mask & state).nonzeroBitCount.isMultiple(of: 2) ? sum + term.coefficient : sum - term.coefficient
    }
  }
}
