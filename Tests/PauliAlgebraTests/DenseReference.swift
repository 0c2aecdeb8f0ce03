import ComplexModule
import PauliAlgebra
import RandomStreams
import RealModule

/// Dense matrices made in the plainest way, row by row, to check everything else against.
struct DenseOperator: Equatable {
  var rows: [[Complex<Double>]]

  init(rows: [[Complex<Double>]]) { self.rows = rows }

  static func identity(_ dimension: Int) -> DenseOperator {
    DenseOperator(rows: (0..<dimension).map { r in (0..<dimension).map { $0 == r ? 1 : 0 } })
  }

  static func zero(_ dimension: Int) -> DenseOperator { 0 * identity(dimension) }

  init(_ pauli: Pauli) {
    let i = Complex<Double>.i
    rows =
      switch pauli {
      case .i: [[1, 0], [0, 1]]
      case .x: [[0, 1], [1, 0]]
      case .y: [[0, -i], [i, 0]]
      case .z: [[1, 0], [0, -1]]
      }
  }

  /// Kronecker products from the label: the leftmost letter is the most significant bit.
  init(_ string: PauliString) {
    self = string.label.reduce(DenseOperator.identity(1)) { matrix, letter in
      matrix.kronecker(DenseOperator(Pauli(letter: letter)!))
    }
  }

  init(_ sum: PauliSum) {
    self = sum.terms.reduce(DenseOperator.zero(1 << sum.qubitCount)) { $0 + $1.coefficient * DenseOperator($1.string) }
  }

  /// On occupations of `modeCount` modes as bits of the index: a_p |n⟩ = (−1)^(n₀ + … + n_(p−1)) n_p |n − e_p⟩.
  init(_ ladder: LadderOperator, modeCount: Int) {
    let dimension = 1 << modeCount
    self = .zero(dimension)
    for state in 0..<dimension where (state >> ladder.mode & 1 == 1) != ladder.isCreation {
      let before = state & ((1 << ladder.mode) - 1)
      rows[state ^ (1 << ladder.mode)][state] = before.nonzeroBitCount.isMultiple(of: 2) ? 1 : -1
    }
  }

  init(_ fermions: FermionOperator, modeCount: Int) {
    self = .zero(1 << modeCount)
    for term in fermions.terms {
      let product = term.operators.reduce(DenseOperator.identity(1 << modeCount)) {
        $0 * DenseOperator($1, modeCount: modeCount)
      }
      self = self + term.coefficient * product
    }
  }

  func kronecker(_ other: DenseOperator) -> DenseOperator {
    DenseOperator(
      rows: rows.flatMap { left in
        other.rows.map { right in left.flatMap { a in right.map { a * $0 } } }
      })
  }

  static func + (left: DenseOperator, right: DenseOperator) -> DenseOperator {
    DenseOperator(rows: zip(left.rows, right.rows).map { zip($0, $1).map { $0 + $1 } })
  }

  static func * (factor: Complex<Double>, matrix: DenseOperator) -> DenseOperator {
    DenseOperator(rows: matrix.rows.map { $0.map { factor * $0 } })
  }

  static func * (left: DenseOperator, right: DenseOperator) -> DenseOperator {
    var product = zero(left.rows.count)
    for (r, row) in left.rows.enumerated() {
      for (k, a) in row.enumerated() where a != .zero {
        for (c, b) in right.rows[k].enumerated() { product.rows[r][c] += a * b }
      }
    }
    return product
  }

  var adjoint: DenseOperator {
    DenseOperator(rows: rows.indices.map { r in rows.indices.map { rows[$0][r].conjugate } })
  }

  /// The largest magnitude of a difference between two elements.
  func distance(to other: DenseOperator) -> Double {
    zip(rows, other.rows).flatMap { zip($0, $1).map { ($0 - $1).length } }.max() ?? 0
  }
}

extension Complex<Double> {
  /// i^power.
  static func power(ofI power: Int) -> Complex<Double> { [1, .i, -1, -.i][power] }
}

extension PauliString {
  /// Each factor I, X, Y or Z with equal probability.
  static func random(qubitCount: Int, using stream: inout RandomStream) -> PauliString {
    let letters = (0..<qubitCount).map { _ in "IXYZ".randomElement(using: &stream)! }
    return try! PauliString(String(letters))
  }
}

extension PauliSum {
  /// Random strings with coefficients in [−1, 1), complex ones where asked for.
  static func random(
    qubitCount: Int, termCount: Int, complex: Bool = false, using stream: inout RandomStream
  ) -> PauliSum {
    let terms = (0..<termCount).map { _ in
      let string = PauliString.random(qubitCount: qubitCount, using: &stream)
      let real = 2 * stream.uniform() - 1
      return PauliTerm(string, coefficient: Complex(real, complex ? 2 * stream.uniform() - 1 : 0))
    }
    return try! PauliSum(qubitCount: qubitCount, terms: terms)
  }
}

extension FermionOperator {
  /// A random Hermitian Hamiltonian that conserves particles, and with `spins` also the spin in blocked order.
  static func randomHamiltonian(modeCount: Int, spins: Bool = false, using stream: inout RandomStream)
    -> FermionOperator
  {
    var result = FermionOperator()
    func spin(_ mode: Int) -> Int { spins && mode >= modeCount / 2 ? 1 : 0 }
    for p in 0..<modeCount {
      for q in 0..<modeCount where spin(p) == spin(q) {
        result.append([.creation(p), .annihilation(q)], coefficient: Complex(stream.uniform() - 0.5))
      }
    }
    for _ in 0..<3 * modeCount {
      let modes = (0..<4).map { _ in Int.random(in: 0..<modeCount, using: &stream) }
      guard spin(modes[0]) + spin(modes[1]) == spin(modes[2]) + spin(modes[3]) else { continue }
      result += FermionOperator(
        creating: [modes[0], modes[1]], annihilating: [modes[2], modes[3]], coefficient: Complex(stream.uniform() - 0.5)
      )
    }
    return result + result.adjoint
  }
}
