public import ComplexModule
public import RealModule

/// A Pauli string with its coefficient.
public struct PauliTerm: Hashable, Sendable {
  public var string: PauliString
  public var coefficient: Complex<Double>

  @_disfavoredOverload  // A literal is a real coefficient.
  public init(_ string: PauliString, coefficient: Complex<Double>) {
    self.string = string
    self.coefficient = coefficient
  }

  public init(_ string: PauliString, coefficient: Double) {
    self.init(string, coefficient: Complex(coefficient))
  }
}

/// A linear combination of Pauli strings: an observable, a Hamiltonian, any operator on qubits.
///
/// Terms are kept in the order of their strings, each string at most once, no coefficient zero; so equal operators are
/// equal values. Where sums of different width meet, the narrower one acts as the identity on the further qubits.
public struct PauliSum: Hashable, Sendable {
  public let qubitCount: Int
  // Invariant: strings of this width, ascending, each once; coefficients finite (on input) and not zero.
  public let terms: [PauliTerm]

  /// The operator 0.
  ///
  /// - Precondition: `qubitCount` is not negative, as for the count of an array.
  public init(qubitCount: Int) {
    precondition(qubitCount >= 0, "A Pauli sum has no negative number of qubits.")
    self.init(qubitCount: qubitCount, canonicalTerms: [])
  }

  /// The sum of terms in any order; equal strings are added up.
  ///
  /// Parts of which only rounding errors (2⁻⁴⁶ of what was added up) remain are taken for zero, as in products.
  /// - Throws: ``PauliError/negativeQubitCount(_:)``, ``PauliError/qubitCountMismatch(found:expected:)``,
  ///   ``PauliError/coefficientNotFinite(_:)``.
  public init(qubitCount: Int, terms: [PauliTerm]) throws(PauliError) {
    guard qubitCount >= 0 else { throw .negativeQubitCount(qubitCount) }
    var builder = PauliSumBuilder(qubitCount: qubitCount)
    for term in terms {
      guard term.string.qubitCount == qubitCount else {
        throw .qubitCountMismatch(found: term.string.qubitCount, expected: qubitCount)
      }
      guard term.coefficient.isFinite else { throw .coefficientNotFinite("\(term.coefficient)") }
      builder.add(term.coefficient, term.string)
    }
    self = builder.sum()
  }

  /// One string as an operator.
  public init(_ string: PauliString) {
    self.init(qubitCount: string.qubitCount, canonicalTerms: [PauliTerm(string, coefficient: 1)])
  }

  /// A real combination of labels of the same length: `try PauliSum(["ZZ": -1, "IX": 0.5])`.
  public init(_ labels: KeyValuePairs<String, Double>) throws(PauliError) {
    var terms: [PauliTerm] = []
    for (label, coefficient) in labels {
      terms.append(PauliTerm(try PauliString(label), coefficient: coefficient))
    }
    try self.init(qubitCount: terms.first?.string.qubitCount ?? 0, terms: terms)
  }

  /// The identity times a number.
  public static func identity(qubitCount: Int, coefficient: Complex<Double> = 1) -> PauliSum {
    let identity = PauliTerm(PauliString(qubitCount: qubitCount), coefficient: coefficient)
    return PauliSum(qubitCount: qubitCount, canonicalTerms: coefficient == .zero ? [] : [identity])
  }

  /// Terms that already meet the invariant.
  init(qubitCount: Int, canonicalTerms: [PauliTerm]) {
    self.qubitCount = qubitCount
    self.terms = canonicalTerms
  }
}

// MARK: Properties

extension PauliSum {
  /// The coefficient of a string, zero where it does not occur. O(log terms).
  public subscript(string: PauliString) -> Complex<Double> {
    let string = string.widened(to: qubitCount)
    var low = 0
    var high = terms.count
    while low < high {
      let middle = (low + high) / 2
      if terms[middle].string < string { low = middle + 1 } else { high = middle }
    }
    return low < terms.count && terms[low].string == string ? terms[low].coefficient : .zero
  }

  /// Whether every coefficient is real.
  public var isHermitian: Bool { terms.allSatisfy { $0.coefficient.imaginary == 0 } }

  /// Whether the matrix in the computational basis is real and symmetric: real coefficients, even numbers of Y.
  public var isReal: Bool {
    terms.allSatisfy { $0.coefficient.imaginary == 0 && $0.string.yCount.isMultiple(of: 2) }
  }

  /// Whether every string consists of I and Z.
  public var isDiagonal: Bool { terms.allSatisfy(\.string.isDiagonal) }

  /// The real part of the identity's coefficient: the mean of a Hermitian sum's eigenvalues.
  public var identityCoefficient: Double {
    guard let first = terms.first, first.string.isIdentity else { return 0 }
    return first.coefficient.real
  }

  /// Σ |c| over all strings but the identity: how far an expectation value can lie from `identityCoefficient`.
  public var oneNorm: Double {
    terms.reduce(0) { $1.string.isIdentity ? $0 : $0 + $1.coefficient.length }
  }

  /// The number of strings, the identity included, whose coefficient is larger than `threshold` in magnitude.
  public func termCount(above threshold: Double = 1e-10) -> Int {
    terms.reduce(0) { $1.coefficient.length > threshold ? $0 + 1 : $0 }
  }

  /// The sum without terms of magnitude `threshold` or less.
  public func simplified(threshold: Double = 1e-12) -> PauliSum {
    PauliSum(qubitCount: qubitCount, canonicalTerms: terms.filter { $0.coefficient.length > threshold })
  }

  /// The same operator beside identities on further qubits.
  ///
  /// - Throws: ``PauliError/qubitCountMismatch(found:expected:)`` when the sum is already wider.
  public func padded(to qubitCount: Int) throws(PauliError) -> PauliSum {
    guard qubitCount >= self.qubitCount else {
      throw .qubitCountMismatch(found: self.qubitCount, expected: qubitCount)
    }
    return widened(to: qubitCount)
  }

  func widened(to qubitCount: Int) -> PauliSum {
    guard qubitCount > self.qubitCount else { return self }
    let terms = terms.map { PauliTerm($0.string.widened(to: qubitCount), coefficient: $0.coefficient) }
    return PauliSum(qubitCount: qubitCount, canonicalTerms: terms)
  }

  /// The first term whose coefficient is not real, as an error.
  package func requireHermitian() throws(PauliError) {
    for term in terms where term.coefficient.imaginary != 0 {
      throw .notHermitian(term: "\(term.string)")
    }
  }
}
