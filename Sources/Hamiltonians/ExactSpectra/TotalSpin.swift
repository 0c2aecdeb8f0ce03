import LinearAlgebra

/// The total spin of states of a sector, from S² = S₋S₊ + Sz(Sz + 1).
struct TotalSpin {
  let basis: SectorBasis
  /// The sector that S₊ leads to; nil where there is none, and S₊ gives zero.
  private let raised: SectorBasis?
  private let spinOrder: SpinOrder

  init(basis: SectorBasis, spinOrder: SpinOrder) {
    self.basis = basis
    self.spinOrder = spinOrder
    let (alpha, beta) = (basis.sector.alphaCount, basis.sector.betaCount)
    raised =
      alpha == basis.orbitalCount || beta == 0
      ? nil
      : SectorBasis(
        orbitalCount: basis.orbitalCount, sector: ParticleSector(alphaCount: alpha + 1, betaCount: beta - 1))
  }

  /// ⟨S²⟩ of every state.
  ///
  /// States with energies closer than `degeneracy` are one level: they are first turned into eigenvectors of S² among
  /// each other, in ascending order, because a solver may have mixed them.
  func resolve<Scalar: MatrixScalar>(
    _ states: inout LowestStates<Scalar>, degeneracy: Double
  ) throws(ExactSpectrumError) -> [Double] {
    let sz = 0.5 * Double(basis.sector.twiceSz)
    let energies = states.energies
    let images = energies.indices.map { raise(states.vectors.column($0)) }
    var squares: [Double] = []
    while squares.count < energies.count {
      let start = squares.count
      var end = start + 1
      while end < energies.count && energies[end] - energies[end - 1] < degeneracy { end += 1 }
      let overlaps = (start..<end).map { row in
        (start..<end).map { column in
          zip(images[row], images[column]).reduce(into: Scalar.zero) { $0 += $1.0.conjugate * $1.1 }
        }
      }
      do {
        let spins = try hermitianEigensystem(of: Matrix(rowMajor: overlaps))
        squares += spins.values.map { max(0, $0 + sz * (sz + 1)) }
        if end - start > 1 { states.vectors.rotate(columns: start..<end, by: spins.vectors) }
      } catch {
        throw .eigensolver(error)
      }
    }
    return squares
  }

  /// S₊ v = Σ_p a†_pα a_pβ v.
  ///
  /// Between the two operators stand the modes between beta p and alpha p: none in interleaved order; in blocked order
  /// alpha orbitals above p and beta orbitals below it, whose signs are (−1)^(alpha below p + beta below p) up to a
  /// factor common to all states.
  private func raise<Scalar: MatrixScalar>(_ vector: [Scalar]) -> [Scalar] {
    guard let raised else { return [] }
    var result = Array(repeating: Scalar.zero, count: raised.dimension)
    var index = 0
    for alpha in basis.alpha.strings {
      for beta in basis.beta.strings {
        let value = vector[index]
        index += 1
        var candidates = beta & ~alpha
        while candidates != 0 {
          let orbital = candidates & (0 &- candidates)
          candidates &= candidates - 1
          let row = raised.alpha.position(of: alpha | orbital) * raised.beta.strings.count
          let target = row + raised.beta.position(of: beta ^ orbital)
          let below = spinOrder == .interleaved ? 0 : ((alpha ^ beta) & (orbital - 1)).nonzeroBitCount
          result[target] += below % 2 == 0 ? value : -value
        }
      }
    }
    return result
  }
}

extension Matrix {
  /// Replaces some columns by their products with a square matrix.
  fileprivate mutating func rotate(columns range: Range<Int>, by rotation: Matrix) {
    let old = range.map { column($0) }
    for (column, target) in range.enumerated() {
      for row in 0..<rows {
        self[row, target] = old.indices.reduce(into: Scalar.zero) { $0 += old[$1][row] * rotation[$1, column] }
      }
    }
  }
}
