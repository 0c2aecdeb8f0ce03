/// What can go wrong with a matrix or an eigenproblem that somebody hands in.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  case notSquare(rows: Int, columns: Int)
  case notFinite(row: Int, column: Int)
  case notHermitian(row: Int, column: Int, difference: Double)
  case entryOutOfRange(row: Int, column: Int, rows: Int, columns: Int)
  case dimensionTooLarge(Int, limit: Int)
  /// An index range that is not within the eigenvalues there are.
  case rangeOutOfBounds(ClosedRange<Int>, dimension: Int)
  /// A routine of LAPACK gave up, with its `info`.
  case lapack(routine: String, info: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notSquare(let rows, let columns):
      "The matrix has \(rows) rows and \(columns) columns. Eigenvalues need a square matrix."
    case .notFinite(let row, let column):
      "Element (\(row), \(column)) of the matrix is not a finite number."
    case .notHermitian(let row, let column, let difference):
      "The matrix is not Hermitian: element (\(row), \(column)) differs by \(difference) from the conjugate of its mirror "
        + "image. At most 1e-10 of the largest element is allowed."
    case .entryOutOfRange(let row, let column, let rows, let columns):
      "Entry (\(row), \(column)) is outside a matrix of \(rows) by \(columns)."
    case .dimensionTooLarge(let dimension, let limit):
      "The dimension \(dimension) is too large here; at most \(limit) is allowed."
    case .rangeOutOfBounds(let range, let dimension):
      "The eigenvalues \(range.lowerBound)...\(range.upperBound) were asked for; a matrix of dimension \(dimension) has "
        + (dimension == 0 ? "none." : "0...\(dimension - 1).")
    case .lapack(let routine, let info):
      "LAPACK's \(routine) failed with info \(info)."
    }
  }
}
