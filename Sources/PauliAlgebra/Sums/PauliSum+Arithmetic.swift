public import ComplexModule
public import RealModule

extension PauliSum: AdditiveArithmetic {
  /// The operator 0 on no qubits, which adds to any sum.
  public static var zero: PauliSum { PauliSum(qubitCount: 0) }

  public static func + (left: PauliSum, right: PauliSum) -> PauliSum {
    left.merged(with: right) { $0 }
  }

  public static func - (left: PauliSum, right: PauliSum) -> PauliSum {
    left.merged(with: right) { -$0 }
  }

  public static prefix func - (sum: PauliSum) -> PauliSum {
    sum.mapCoefficients { -$0 }
  }

  public static func * (factor: Double, sum: PauliSum) -> PauliSum {
    sum.mapCoefficients { Complex(factor * $0.real, factor * $0.imaginary) }
  }

  public static func * (sum: PauliSum, factor: Double) -> PauliSum { factor * sum }

  @_disfavoredOverload  // `2 * sum` takes the real factor.
  public static func * (factor: Complex<Double>, sum: PauliSum) -> PauliSum {
    sum.mapCoefficients { factor * $0 }
  }

  @_disfavoredOverload
  public static func * (sum: PauliSum, factor: Complex<Double>) -> PauliSum { factor * sum }

  /// The composition: `right` acts first. Costs a multiplication of strings for each pair of terms.
  public static func * (left: PauliSum, right: PauliSum) -> PauliSum {
    var builder = PauliSumBuilder(qubitCount: max(left.qubitCount, right.qubitCount))
    for a in left.terms {
      for b in right.terms {
        let (product, phase) = a.string.multiplied(by: b.string)
        builder.add((a.coefficient * b.coefficient).multiplied(byPowerOfI: phase), product)
      }
    }
    return builder.sum()
  }

  /// self · other − other · self. Pairs of strings that commute cost nothing but the test.
  public func commutator(with other: PauliSum) -> PauliSum {
    var builder = PauliSumBuilder(qubitCount: max(qubitCount, other.qubitCount))
    for a in terms {
      for b in other.terms where !a.string.commutes(with: b.string) {
        let (product, phase) = a.string.multiplied(by: b.string)
        builder.add(2 * (a.coefficient * b.coefficient).multiplied(byPowerOfI: phase), product)
      }
    }
    return builder.sum()
  }

  /// The Hermitian adjoint: the same strings with conjugate coefficients.
  public var adjoint: PauliSum { mapCoefficients(\.conjugate) }

  /// The product of two operators on separate qubits: `self` on the upper ones, `other` on the lower ones.
  public func tensor(_ other: PauliSum) -> PauliSum {
    var builder = PauliSumBuilder(qubitCount: qubitCount + other.qubitCount)
    for a in terms {
      for b in other.terms {
        builder.add(a.coefficient * b.coefficient, a.string.tensor(b.string))
      }
    }
    return builder.sum()
  }

  private func mapCoefficients(_ transform: (Complex<Double>) -> Complex<Double>) -> PauliSum {
    let terms = terms.compactMap { term -> PauliTerm? in
      let coefficient = transform(term.coefficient)
      return coefficient == .zero ? nil : PauliTerm(term.string, coefficient: coefficient)
    }
    return PauliSum(qubitCount: qubitCount, canonicalTerms: terms)
  }

  /// One pass over the terms of both, in the order of their strings.
  private func merged(
    with other: PauliSum, _ transform: (Complex<Double>) -> Complex<Double>
  ) -> PauliSum {
    let width = max(qubitCount, other.qubitCount)
    let (a, b) = (widened(to: width).terms, other.widened(to: width).terms)
    var result: [PauliTerm] = []
    result.reserveCapacity(a.count + b.count)
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      if j == b.count || (i < a.count && a[i].string < b[j].string) {
        result.append(a[i])
        i += 1
      } else if i == a.count || b[j].string < a[i].string {
        result.append(PauliTerm(b[j].string, coefficient: transform(b[j].coefficient)))
        j += 1
      } else {
        let coefficient = a[i].coefficient + transform(b[j].coefficient)
        if coefficient != .zero { result.append(PauliTerm(a[i].string, coefficient: coefficient)) }
        i += 1
        j += 1
      }
    }
    return PauliSum(qubitCount: width, canonicalTerms: result)
  }
}

extension Complex<Double> {
  /// i^power times this number, exact.
  @inline(__always)
  func multiplied(byPowerOfI power: Int) -> Complex<Double> {
    switch power & 3 {
    case 0: self
    case 1: Complex(-imaginary, real)
    case 2: Complex(-real, -imaginary)
    default: Complex(imaginary, -real)
    }
  }
}
