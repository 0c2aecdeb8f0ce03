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
  let leasts = (0..<count).map { threshold * length(new[$0]) }
  var overlaps = project(new, outOf: basis)
  overlaps = overlaps + project(new, outOf: basis)

  var remainder = Matrix<Scalar>.zero(rows: count, columns: count)
  var kept = 0
  for index in 0..<count {
    guard first + kept < columns.rows else { break }  // the whole space is spanned
    let candidate = new[columns: kept..<kept + 1]
    let siblings = new[columns: 0..<kept]
    if kept != index { copy(new[index], to: candidate[0]) }
    var rest = separate(candidate, from: basis, and: siblings, isClearOfBasis: true, least: leasts[index])
    for row in 0..<first { overlaps[row, index] += rest.overlaps[row, 0] }
    for row in 0..<kept { remainder[row, index] = rest.siblingOverlaps[row, 0] }
    if rest.isLeft { remainder[kept, index] = Scalar(rest.length) }
    var trial = 0
    while !rest.isLeft, replace(index, trial, candidate[0]) {
      let least = threshold * length(candidate[0])
      rest = separate(candidate, from: basis, and: siblings, isClearOfBasis: false, least: least)
      trial += 1
    }
    guard rest.isLeft else { continue }
    scale(candidate[0], by: 1 / rest.length)
    kept += 1
  }
  return OrthonormalColumns(
    count: kept, overlaps: overlaps,
    remainder: Matrix(
      rows: kept, columns: count,
      elements: (0..<count).flatMap { column in (0..<kept).map { remainder[$0, column] } }))
}

/// What is left of one column, and what was taken away.
private struct Separation<Scalar: MatrixScalar> {
  var length: Double
  var isLeft: Bool
  var overlaps: Matrix<Scalar>
  var siblingOverlaps: Matrix<Scalar>
}

/// Takes the components along a basis and along siblings away from a column, until it keeps its length.
///
/// - Parameters:
///   - isClearOfBasis: Whether the first pass may leave the basis out.
///   - least: The length up to which nothing is left.
private func separate<Scalar: MatrixScalar>(
  _ column: Panel<Scalar>, from basis: Panel<Scalar>, and siblings: Panel<Scalar>, isClearOfBasis: Bool, least: Double
) -> Separation<Scalar> {
  var rest = Separation<Scalar>(
    length: length(column[0]), isLeft: false, overlaps: .zero(rows: basis.columns, columns: 1),
    siblingOverlaps: .zero(rows: siblings.columns, columns: 1))
  // A pass that halves the length leaves errors of twice their relative size: it is repeated ("twice is enough", unless
  // the column is almost within the span).
  for pass in 0..<8 {
    let before = rest.length
    if pass > 0 || !isClearOfBasis { rest.overlaps = rest.overlaps + project(column, outOf: basis) }
    rest.siblingOverlaps = rest.siblingOverlaps + project(column, outOf: siblings)
    rest.length = length(column[0])
    rest.isLeft = rest.length > least
    if !rest.isLeft || rest.length >= 0.5 * before { break }
  }
  return rest
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
