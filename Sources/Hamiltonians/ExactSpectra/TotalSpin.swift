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
  /// A solver mixes states of one level, and those whose energies differ by little more than its tolerance. States closer
  /// than `closeness` are therefore first turned into common eigenvectors of H and S² among each other, in the order of
  /// their energies, equal energies in the order of their spins.
  func resolve<Scalar: MatrixScalar>(
    _ states: inout LowestStates<Scalar>, closeness: Double
  ) throws(ExactSpectrumError) -> [Double] {
    let images = states.energies.indices.map { raise(states.vectors.column($0)) }
    var squares: [Double] = []
    while squares.count < states.energies.count {
      let start = squares.count
      var end = start + 1
      while end < states.energies.count && states.energies[end] - states.energies[end - 1] < closeness { end += 1 }
      squares += try resolve(&states, images, start..<end)
    }
    return squares
  }

  /// The same for states that are close to each other.
  private func resolve<Scalar: MatrixScalar>(
    _ states: inout LowestStates<Scalar>, _ images: [[Scalar]], _ group: Range<Int>
  ) throws(ExactSpectrumError) -> [Double] {
    let sz = 0.5 * Double(basis.sector.twiceSz)
    let square = Matrix(
      rowMajor: group.map { row in
        group.map { column in
          zip(images[row], images[column]).reduce(into: Scalar(row == column ? sz * (sz + 1) : 0)) {
            $0 += $1.0.conjugate * $1.1
          }
        }
      })
    guard group.count > 1 else { return [max(0, square[0, 0].real)] }
    // Eigenvalues of S² differ by 2 or more. Energies on a smaller scale beside them keep states of equal spin apart.
    let energies = Array(states.energies[group]), residuals = Array(states.residuals[group])
    let range = energies[energies.count - 1] - energies[0]
    let scaled = energies.map { Scalar(range == 0 ? 0 : 0.5 * ($0 - energies[0]) / range) }
    let rotation: Matrix<Scalar>
    do {
      rotation = try hermitianEigensystem(of: square + Matrix.diagonal(scaled)).vectors
    } catch {
      throw .eigensolver(error)
    }
    let weights = group.indices.map { state in rotation.column(state - group.lowerBound).map(\.lengthSquared) }
    func mean(_ values: [Double], _ weights: [Double]) -> Double { zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } }
    let turned = weights.map { mean(energies, $0) }
    let spins = (rotation.adjoint * square * rotation)
    let order = weights.indices.sorted {
      (turned[$0] - turned[$1]) + 1e-12 * (spins[$0, $0].real - spins[$1, $1].real) < 0
    }
    let old = group.map { states.vectors.column($0) }
    for (target, source) in zip(group, order) {
      states.energies[target] = turned[source]
      // At most the old residuals, and what the energies in it differ by.
      let spread = mean(energies.map { ($0 - turned[source]) * ($0 - turned[source]) }, weights[source])
      states.residuals[target] = mean(residuals.map { $0 * $0 }, weights[source]).squareRoot() + spread.squareRoot()
      for row in 0..<states.vectors.rows {
        states.vectors[row, target] = old.indices.reduce(into: Scalar.zero) {
          $0 += old[$1][row] * rotation[$1, source]
        }
      }
    }
    states.energies[group].sort()
    return order.map { max(0, spins[$0, $0].real) }
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
