/// What can go wrong with a matrix or an eigenproblem that somebody hands in.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  case notSquare(rows: Int, columns: Int)
  case notFinite(row: Int, column: Int)
  case notHermitian(row: Int, column: Int, difference: Double)
  case entryOutOfRange(row: Int, column: Int, rows: Int, columns: Int)
  case dimensionTooLarge(Int, limit: Int)
  /// An index range that is not within the eigenvalues there are.
  case rangeOutOfBounds(ClosedRange<Int>, dimension: Int)
  /// A number of eigenpairs that is not in 1...dimension.
  case countOutOfBounds(Int, dimension: Int)
  case diagonalCount(found: Int, dimension: Int)
  /// An operator whose matrix elements between two vectors are not each other's conjugates.
  case operatorNotHermitian(difference: Double, norm: Double)
  /// An operator that made infinities or NaNs of finite numbers.
  case productNotFinite
  case invalidOption(String, found: String, allowed: String)
  case memoryLimitExceeded(bytes: Int, limit: Int)
  /// The largest residual norm reached, checked with new products.
  case notConverged(residual: Double, tolerance: Double, iterations: Int)
  /// The caller's `shouldStop` said so.
  case stopped(iterations: Int)
  /// No eigenvalue was seen to come down to the caller's `ceiling`.
  case noneBelow(ceiling: Double)
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
    case .countOutOfBounds(let count, let dimension):
      "\(count) eigenpairs were asked for; "
        + (dimension == 0 ? "an operator of dimension 0 has none." : "1...\(dimension) are allowed.")
    case .diagonalCount(let found, let dimension):
      "The operator's diagonal has \(found) elements; its dimension is \(dimension)."
    case .operatorNotHermitian(let difference, let norm):
      "The operator is not Hermitian: matrix elements between random vectors differ by \(difference) from their mirror "
        + "images, with products of length \(norm)."
    case .productNotFinite:
      "The operator made infinities or NaNs of finite numbers. Check its coefficients."
    case .invalidOption(let name, let found, let allowed):
      "The option \(name) is \(found); allowed is \(allowed)."
    case .memoryLimitExceeded(let bytes, let limit):
      "The eigensolver needs \(bytes) bytes; the memory limit is \(limit). Ask for fewer eigenpairs, or raise the limit."
    case .notConverged(let residual, let tolerance, let iterations):
      "The eigensolver reached a residual of \(residual) in \(iterations) iterations; \(tolerance) was asked for."
    case .stopped(let iterations):
      "The eigensolver was stopped after \(iterations) iterations."
    case .noneBelow(let ceiling):
      "No eigenvalue comes down to \(ceiling), above which none was asked for."
    case .lapack(let routine, let info):
      "LAPACK's \(routine) failed with info \(info)."
    }
  }
}
