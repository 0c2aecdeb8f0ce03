internal import ComplexModule
public import PauliAlgebra

extension BitArray {
  /// The mean of a diagonal observable over the shots, with its standard error.
  ///
  /// - Parameter observable: Strings of I and Z; its qubit k is bit k.
  /// - Returns: Both in the observable's unit; the error is infinite for a single shot.
  /// - Throws: ``BackendError`` for strings with X or Y, complex coefficients, another width than the register's, and no
  ///   shots.
  public func expectationValue(of observable: PauliSum) throws(BackendError) -> (value: Double, standardError: Double) {
    let terms = try masks(of: observable)
    guard shotCount > 0 else { throw BackendError(.invalidPub, "There are no shots to take a mean of.") }
    // Most outcomes come again and again.
    var known: [ArraySlice<UInt64>: Double] = [:]
    // Welford's recurrence: Technometrics 4, 419 (1962).
    var (mean, squares) = (0.0, 0.0)
    for shot in 0..<shotCount {
      let outcome = words(ofShot: shot)
      let value: Double
      if let found = known[outcome] {
        value = found
      } else {
        value = Self.value(of: outcome, terms)
        known[outcome] = value
      }
      let difference = value - mean
      mean += difference / Double(shot + 1)
      squares += difference * (value - mean)
    }
    let count = Double(shotCount)
    return (mean, shotCount > 1 ? (squares / (count - 1) / count).squareRoot() : .infinity)
  }

  /// A string of Z: which bits of which words its parity is taken of.
  private typealias Term = (masks: [(word: Int, bits: UInt64)], coefficient: Double)

  private func masks(of observable: PauliSum) throws(BackendError) -> [Term] {
    guard observable.qubitCount == bitCount else {
      throw BackendError(
        .invalidPub, "The observable has \(observable.qubitCount) qubits and the register \(bitCount) bits.")
    }
    guard observable.isHermitian else {
      throw BackendError(.invalidPub, "The observable has complex coefficients; they must be real.")
    }
    var terms: [Term] = []
    for term in observable.terms {
      guard term.string.isDiagonal else {
        throw BackendError(
          .invalidPub, "The observable has the string \(term.string), which is not diagonal; I and Z are allowed.")
      }
      var masks: [Int: UInt64] = [:]
      for factor in term.string.factors { masks[factor.qubit / 64, default: 0] |= 1 << UInt64(factor.qubit % 64) }
      terms.append((masks.map { (word: $0.key, bits: $0.value) }, term.coefficient.real))
    }
    return terms
  }

  private static func value(of outcome: ArraySlice<UInt64>, _ terms: [Term]) -> Double {
    terms.reduce(0) { sum, term in
      let ones = term.masks.reduce(0) { $0 + (outcome[outcome.startIndex + $1.word] & $1.bits).nonzeroBitCount }
      return sum + (ones.isMultiple(of: 2) ? term.coefficient : -term.coefficient)
    }
  }
}
