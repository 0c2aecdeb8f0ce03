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
      elementCount += terms.groups.count { target(of: occupations, flip: $0.flip) }
    }
    return elementCount * basis.dimension / max(1, sampleCount)
  }

  private func target(of occupations: UInt64, flip: UInt64) -> Bool {
    let flipped = occupations ^ flip
    return (flipped & terms.alphaMask).nonzeroBitCount == basis.sector.alphaCount
      && flipped.nonzeroBitCount == basis.sector.particleCount
  }

  /// The matrix of each block.
  ///
  /// - Parameter scalar: Makes ⟨n|H|m⟩ of a real number and whether it stands for an imaginary one.
  func matrices<Scalar: MatrixScalar>(
    of blocks: SectorBlocks, _ scalar: (Double, Bool) -> Scalar
  ) -> [SparseMatrix<Scalar>] {
    let shift = UInt64(basis.orbitalCount)
    let betaCount = basis.beta.strings.count
    var rows = blocks.positions.map { BlockRows<Scalar>(dimension: $0.count) }
    // What is left of exact cancellations is no element of the matrix.
    let rounding = 0x1p-46 * terms.norm
    var reachable: [(group: SectorTerms.Group, alphaPosition: Int)] = []
    var elements: [(column: Int32, value: Scalar)] = []
    var position = 0
    for alpha in basis.alpha.strings {
      reachable.removeAll(keepingCapacity: true)
      for group in terms.groups {
        let position = basis.alpha.position(of: alpha ^ (group.flip & terms.alphaMask))
        if position >= 0 { reachable.append((group, position)) }
      }
      for beta in basis.beta.strings {
        let occupations = alpha | beta << shift
        elements.removeAll(keepingCapacity: true)
        for (group, alphaPosition) in reachable {
          let betaPosition = basis.beta.position(of: beta ^ (group.flip >> shift))
          guard betaPosition >= 0 else { continue }
          let value = element(of: group, occupations)
          guard abs(value) > rounding else { continue }
          // ⟨n|H|n ⊕ d⟩ is the conjugate of ⟨n ⊕ d|H|n⟩.
          elements.append(
            (
              blocks.rows[alphaPosition * betaCount + betaPosition],
              scalar(group.isImaginary ? -value : value, group.isImaginary)
            ))
        }
        elements.sort { $0.column < $1.column }
        rows[Int(blocks.blocks[position])].append(elements)
        position += 1
      }
    }
    return rows.map(\.matrix)
  }

  /// f(n) of a group.
  @inline(__always)
  private func element(of group: SectorTerms.Group, _ occupations: UInt64) -> Double {
    var sum = 0.0
    for index in group.strings {
      let parity = UInt64(truncatingIfNeeded: (terms.signs[index] & occupations).nonzeroBitCount) << 63
      sum += Double(bitPattern: terms.coefficients[index].bitPattern ^ parity)
    }
    return sum
  }
}

/// The rows of one block's matrix so far.
private struct BlockRows<Scalar: MatrixScalar> {
  let dimension: Int
  private var rowStarts = [0]
  private var columns: [Int32] = []
  private var values: [Scalar] = []

  init(dimension: Int) {
    self.dimension = dimension
    rowStarts.reserveCapacity(dimension + 1)
  }

  /// Adds a row, ascending by columns; the real and the imaginary part of an element come apart and are added up.
  mutating func append(_ row: [(column: Int32, value: Scalar)]) {
    for (column, value) in row {
      if columns.count > rowStarts[rowStarts.count - 1], columns[columns.count - 1] == column {
        values[values.count - 1] += value
      } else {
        columns.append(column)
        values.append(value)
      }
    }
    rowStarts.append(columns.count)
  }

  var matrix: SparseMatrix<Scalar> {
    SparseMatrix(rows: dimension, columns: dimension, rowStarts: rowStarts, columnIndices: columns, values: values)
  }
}
