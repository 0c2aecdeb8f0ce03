public import ComplexModule
public import RealModule

/// A product of ladder operators with its coefficient; the last operator acts first.
public struct FermionTerm: Hashable, Sendable {
  public var operators: [LadderOperator]
  public var coefficient: Complex<Double>

  public init(_ operators: [LadderOperator], coefficient: Complex<Double> = 1) {
    self.operators = operators
    self.coefficient = coefficient
  }
}

/// A linear combination of products of fermionic creation and annihilation operators.
///
/// Terms are kept as they were added, in their order and not combined; ``normalOrdered()`` gives the canonical form.
public struct FermionOperator: Sendable, Equatable {
  public private(set) var terms: [FermionTerm]

  /// The operator 0 when there are no terms.
  public init(terms: [FermionTerm] = []) {
    self.terms = terms
  }

  /// One product of ladder operators.
  public init(_ operators: [LadderOperator], coefficient: Complex<Double> = 1) {
    terms = [FermionTerm(operators, coefficient: coefficient)]
  }

  /// The product a†_c₁ a†_c₂ … a_a₂ a_a₁: takes particles from `annihilated`, first mode first, and puts them into
  /// `created`, so that `creating: [a, b], annihilating: [i, j]` is a†_a a†_b a_j a_i.
  public init(creating created: [Int], annihilating annihilated: [Int], coefficient: Complex<Double> = 1) {
    let operators = created.map(LadderOperator.creation) + annihilated.reversed().map(LadderOperator.annihilation)
    terms = [FermionTerm(operators, coefficient: coefficient)]
  }

  /// A number times the identity.
  public static func identity(coefficient: Complex<Double> = 1) -> FermionOperator {
    FermionOperator([], coefficient: coefficient)
  }

  /// The number of particles in these modes.
  public static func number(of modes: some Sequence<Int>) -> FermionOperator {
    FermionOperator(terms: modes.map { FermionTerm([.creation($0), .annihilation($0)]) })
  }

  /// Adds a term.
  public mutating func append(_ operators: [LadderOperator], coefficient: Complex<Double>) {
    terms.append(FermionTerm(operators, coefficient: coefficient))
  }

  /// Makes room for this many terms in all.
  public mutating func reserveCapacity(_ termCount: Int) {
    terms.reserveCapacity(termCount)
  }

  /// The number of modes up to the highest one that occurs.
  public var modeCount: Int {
    1 + terms.reduce(-1) { $1.operators.reduce($0) { max($0, $1.mode) } }
  }

  /// The Hermitian adjoint: each product reversed, creation and annihilation exchanged.
  public var adjoint: FermionOperator {
    FermionOperator(
      terms: terms.map { term in
        FermionTerm(term.operators.reversed().map(\.adjoint), coefficient: term.coefficient.conjugate)
      })
  }
}

// MARK: Arithmetic

extension FermionOperator: AdditiveArithmetic {
  public static var zero: FermionOperator { FermionOperator() }

  public static func + (left: FermionOperator, right: FermionOperator) -> FermionOperator {
    FermionOperator(terms: left.terms + right.terms)
  }

  public static func += (left: inout FermionOperator, right: FermionOperator) {
    left.terms += right.terms
  }

  public static func - (left: FermionOperator, right: FermionOperator) -> FermionOperator { left + -right }

  public static prefix func - (operand: FermionOperator) -> FermionOperator { -1 * operand }

  public static func * (factor: Double, operand: FermionOperator) -> FermionOperator {
    Complex(factor) * operand
  }

  @_disfavoredOverload  // `2 * operator` takes the real factor.
  public static func * (factor: Complex<Double>, operand: FermionOperator) -> FermionOperator {
    FermionOperator(terms: operand.terms.map { FermionTerm($0.operators, coefficient: factor * $0.coefficient) })
  }

  /// The composition: `right` acts first.
  public static func * (left: FermionOperator, right: FermionOperator) -> FermionOperator {
    FermionOperator(
      terms: left.terms.flatMap { a in
        right.terms.map { b in FermionTerm(a.operators + b.operators, coefficient: a.coefficient * b.coefficient) }
      })
  }
}

extension FermionOperator: CustomStringConvertible {
  /// A term on each line: its coefficient and its operators, as in `0.5 [3^ 1]`.
  public var description: String {
    terms.map { term in
      "\(coefficientText(term.coefficient)) [\(term.operators.map(\.description).joined(separator: " "))]"
    }.joined(separator: "\n")
  }
}
