import LinearAlgebra

/// Matrices of an operator in a sector that it conserves, in compressed sparse rows.
struct SectorMatrixBuilder {
  let terms: SectorTerms
  let basis: SectorBasis

  /// About how many elements the matrix has, counted in some of its rows.
  var estimatedElementCount: Int {
    let sampleCount = min(basis.dimension, 64)
    var elementCount = 0
    for sample in 0..<sampleCount {
      let occupations = basis.occupations(at: sample * basis.dimension / sampleCount)
      elementCount += terms.flips.groups.count { target(of: occupations, flip: $0.flip) }
    }
    return elementCount * basis.dimension / max(1, sampleCount)
  }

  private func target(of occupations: UInt64, flip: UInt64) -> Bool {
    let flipped = occupations ^ flip
    return (flipped & terms.alphaMask).nonzeroBitCount == basis.sector.alphaCount
      && flipped.nonzeroBitCount == basis.sector.particleCount
  }

  /// The matrix of each block.
  func matrices<Scalar: AmplitudeScalar>(of blocks: SectorBlocks) -> [SparseMatrix<Scalar>] {
    let shift = UInt64(basis.orbitalCount)
    let betaCount = basis.beta.strings.count
    var rows = blocks.positions.map { MatrixRows<Scalar>(dimension: $0.count) }
    // What is left of exact cancellations is no element of the matrix.
    let rounding = 0x1p-46 * terms.flips.norm
    var reachable: [(group: FlipTerms.Group, alphaPosition: Int)] = []
    var elements: [(column: Int32, value: Scalar)] = []
    var position = 0
    for alpha in basis.alpha.strings {
      reachable.removeAll(keepingCapacity: true)
      for group in terms.flips.groups {
        let position = basis.alpha.position(of: alpha ^ (group.flip & terms.alphaMask))
        if position >= 0 { reachable.append((group, position)) }
      }
      for beta in basis.beta.strings {
        let occupations = alpha | beta << shift
        elements.removeAll(keepingCapacity: true)
        for (group, alphaPosition) in reachable {
          let betaPosition = basis.beta.position(of: beta ^ (group.flip >> shift))
          guard betaPosition >= 0 else { continue }
          let value = terms.flips.element(of: group, occupations)
          guard abs(value) > rounding else { continue }
          // ⟨n|H|n ⊕ d⟩ is the conjugate of ⟨n ⊕ d|H|n⟩.
          elements.append(
            (
              blocks.rows[alphaPosition * betaCount + betaPosition],
              .make(group.isImaginary ? -value : value, isImaginary: group.isImaginary)
            ))
        }
        elements.sort { $0.column < $1.column }
        rows[Int(blocks.blocks[position])].append(elements)
        position += 1
      }
    }
    return rows.map(\.matrix)
  }
}
