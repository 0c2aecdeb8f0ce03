/// What became of new columns that were made orthonormal to a basis.
struct OrthonormalColumns<Scalar: MatrixScalar> {
  /// How many of them are left: they follow the basis.
  let count: Int
  /// Their overlaps with the basis before, one row for each column of the basis, one column for each new one.
  let overlaps: Matrix<Scalar>
  /// What remained of them, in terms of those left: one row for each left, one column for each new one.
  let remainder: Matrix<Scalar>
}

/// Makes columns `first..<first + count` orthonormal to each other and to the orthonormal columns before them.
///
/// Gram–Schmidt, blocked against the basis and repeated for as long as a pass takes away a large part: what is left is
/// orthogonal to rounding. A column of which nothing is left is handed to `replace`, which may write another one in its
/// place, and is asked again (with the number of the trial) when that one vanishes too.
/// - Parameters:
///   - threshold: "Nothing is left" means less than this part of a column's length.
///   - replace: Given the number of the column (from 0), the trial (from 0) and its memory; false drops the column.
func orthonormalize<Scalar: MatrixScalar>(
  _ columns: Panel<Scalar>, from first: Int, count: Int, threshold: Double,
  replace: (_ column: Int, _ trial: Int, _ memory: UnsafeMutableBufferPointer<Scalar>) -> Bool
) -> OrthonormalColumns<Scalar> {
  let basis = columns[columns: 0..<first]
  let new = columns[columns: first..<first + count]
  let lengths = (0..<count).map { sumOfSquares(new[$0]).squareRoot() }
  var overlaps = project(new, outOf: basis)
  overlaps = overlaps + project(new, outOf: basis)

  var remainder = Matrix<Scalar>.zero(rows: count, columns: count)
  var kept = 0
  for index in 0..<count {
    guard first + kept < columns.rows else { break }  // the whole space is spanned
    let target = new[kept]
    if kept != index { copy(new[index], to: target) }
    var length = lengths[index]
    var isReplaced = false
    var trial = 0
    while true {
      // Those of the same block first: the basis has been projected out already. A replacement, or a column that
      // cancels, is projected out of everything until it keeps its length.
      var before = sumOfSquares(target).squareRoot()
      var after = before
      var pass = 0
      repeat {
        before = after
        if isReplaced || pass > 0 {
          let found = project(columns[columns: first + kept..<first + kept + 1], outOf: basis)
          if !isReplaced { for row in 0..<first { overlaps[row, index] += found[row, 0] } }
        }
        let found = project(
          columns[columns: first + kept..<first + kept + 1], outOf: columns[columns: first..<first + kept])
        if !isReplaced { for row in 0..<kept { remainder[row, index] += found[row, 0] } }
        after = sumOfSquares(target).squareRoot()
        pass += 1
      } while after < 0.5 * before && after > threshold * length && pass < 8
      if after > threshold * length {
        scale(target, by: 1 / after)
        if !isReplaced { remainder[kept, index] = Scalar(after) }
        kept += 1
        break
      }
      guard replace(index, trial, target) else { break }
      isReplaced = true
      trial += 1
      length = sumOfSquares(target).squareRoot()
    }
  }
  return OrthonormalColumns(
    count: kept, overlaps: overlaps,
    remainder: Matrix(
      rows: kept, columns: count,
      elements: (0..<count).flatMap { column in (0..<kept).map { remainder[$0, column] } }))
}

/// Takes the components along an orthonormal basis away from columns, once; returns these components.
private func project<Scalar: MatrixScalar>(_ columns: Panel<Scalar>, outOf basis: Panel<Scalar>) -> Matrix<Scalar> {
  var overlaps = Matrix<Scalar>.zero(rows: basis.columns, columns: columns.columns)
  guard basis.columns > 0 else { return overlaps }
  overlaps.withMutablePanel {
    $0.assign(basis, adjoint: true, columns)
    columns.assign(basis, $0, factor: -1, keeping: 1)
  }
  return overlaps
}

/// Replaces the first columns of a panel by `panel * coefficients`, in bands of rows so that no second panel is needed.
func combine<Scalar: MatrixScalar>(_ panel: Panel<Scalar>, _ coefficients: Matrix<Scalar>) {
  let band = 1024
  withUnsafeTemporaryAllocation(of: Scalar.self, capacity: max(1, band * coefficients.columns)) { memory in
    coefficients.withPanel { factors in
      for start in stride(from: 0, to: panel.rows, by: band) {
        let rows = start..<min(start + band, panel.rows)
        let product = Panel(memory.baseAddress!, rows: rows.count, columns: coefficients.columns)
        product.assign(panel[rows: rows], factors)
        for column in 0..<coefficients.columns {
          copy(product[column], to: panel[rows: rows][column])
        }
      }
    }
  }
}
