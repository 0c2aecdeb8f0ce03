import LinearAlgebra

/// The matrix of an operator in a sector that it conserves, in compressed sparse rows.
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

  /// - Parameter scalar: Makes ⟨n|H|m⟩ of a real number and whether it stands for an imaginary one.
  func matrix<Scalar: MatrixScalar>(_ scalar: (Double, Bool) -> Scalar) -> SparseMatrix<Scalar> {
    let dimension = basis.dimension
    let shift = UInt64(basis.orbitalCount)
    let betaCount = basis.beta.strings.count
    var rowStarts = [0]
    rowStarts.reserveCapacity(dimension + 1)
    var columns: [Int32] = []
    var values: [Scalar] = []
    let estimate = estimatedElementCount
    columns.reserveCapacity(estimate + estimate / 8)
    values.reserveCapacity(estimate + estimate / 8)
    // What is left of exact cancellations is no element of the matrix.
    let rounding = 0x1p-46 * terms.coefficients.reduce(0) { $0 + abs($1) }
    var reachable: [(group: SectorTerms.Group, alphaPosition: Int)] = []
    var row: [(column: Int32, value: Scalar)] = []
    for alpha in basis.alpha.strings {
      reachable.removeAll(keepingCapacity: true)
      for group in terms.groups {
        let position = basis.alpha.position(of: alpha ^ (group.flip & terms.alphaMask))
        if position >= 0 { reachable.append((group, position)) }
      }
      for beta in basis.beta.strings {
        let occupations = alpha | beta << shift
        row.removeAll(keepingCapacity: true)
        for (group, alphaPosition) in reachable {
          let betaPosition = basis.beta.position(of: beta ^ (group.flip >> shift))
          guard betaPosition >= 0 else { continue }
          let value = element(of: group, occupations)
          guard abs(value) > rounding else { continue }
          // ⟨n|H|n ⊕ d⟩ is the conjugate of ⟨n ⊕ d|H|n⟩.
          row.append(
            (
              Int32(truncatingIfNeeded: alphaPosition * betaCount + betaPosition),
              scalar(group.isImaginary ? -value : value, group.isImaginary)
            ))
        }
        row.sort { $0.column < $1.column }
        append(row, to: &columns, &values)
        rowStarts.append(columns.count)
      }
    }
    return SparseMatrix(
      rows: dimension, columns: dimension, rowStarts: rowStarts, columnIndices: columns, values: values)
  }

  /// Adds a row; real and imaginary elements of the same column are added up.
  private func append<Scalar: MatrixScalar>(
    _ row: [(column: Int32, value: Scalar)], to columns: inout [Int32], _ values: inout [Scalar]
  ) {
    let start = columns.count
    for (column, value) in row {
      if columns.count > start, columns[columns.count - 1] == column {
        values[values.count - 1] += value
      } else {
        columns.append(column)
        values.append(value)
      }
    }
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

  /// The matrix elements of a state with itself, where the operator is diagonal.
  var diagonal: [Double] {
    (0..<basis.dimension).map { index in
      let occupations = basis.occupations(at: index)
      return terms.groups.reduce(0) { $1.flip == 0 ? $0 + element(of: $1, occupations) : $0 }
    }
  }
}
