extension Matrix {
  public static func + (left: Matrix, right: Matrix) -> Matrix {
    combining(left, right, +)
  }

  public static func - (left: Matrix, right: Matrix) -> Matrix {
    combining(left, right, -)
  }

  public static prefix func - (matrix: Matrix) -> Matrix {
    Matrix(rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { -$0 })
  }

  public static func * (factor: Scalar, matrix: Matrix) -> Matrix {
    Matrix(rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { factor * $0 })
  }

  public static func * (matrix: Matrix, factor: Scalar) -> Matrix {
    factor * matrix
  }

  /// The matrix product, by BLAS.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(
      left.columns == right.rows,
      "A matrix of \(left.rows) by \(left.columns) cannot be multiplied by one of \(right.rows) by \(right.columns).")
    guard left.columns > 0 else { return .zero(rows: left.rows, columns: right.columns) }
    let elements = [Scalar](unsafeUninitializedCapacity: left.rows * right.columns) { product, count in
      count = left.rows * right.columns
      guard let start = product.baseAddress, count > 0 else { return }
      left.withPanel { leftPanel in
        right.withPanel { rightPanel in
          Panel(start, rows: left.rows, columns: right.columns).assign(leftPanel, rightPanel)
        }
      }
    }
    return Matrix(rows: left.rows, columns: right.columns, elements: elements)
  }

  /// The product of the matrix and a column vector.
  public static func * (matrix: Matrix, vector: [Scalar]) -> [Scalar] {
    (matrix * Matrix(rows: vector.count, columns: 1, elements: vector)).elements
  }

  /// The conjugate of the transpose; for real matrices, the transpose.
  public var adjoint: Matrix {
    Matrix(
      rows: columns, columns: rows,
      elements: [Scalar](unsafeUninitializedCapacity: elements.count) { result, count in
        for row in 0..<rows {
          for column in 0..<columns {
            (result.baseAddress! + (column + columns * row)).initialize(to: elements[row + rows * column].conjugate)
          }
        }
        count = elements.count
      })
  }

  /// The matrix whose block (r, c) is `self[r, c] * other`.
  ///
  /// Indices of the right factor run fastest: qubits of `other` are the less significant ones.
  public func kroneckerProduct(_ other: Matrix) -> Matrix {
    var product = Matrix.zero(rows: rows * other.rows, columns: columns * other.columns)
    for column in 0..<columns {
      for otherColumn in 0..<other.columns {
        for row in 0..<rows {
          for otherRow in 0..<other.rows {
            product[row * other.rows + otherRow, column * other.columns + otherColumn] =
              self[row, column] * other[otherRow, otherColumn]
          }
        }
      }
    }
    return product
  }

  /// The square root of the sum of |element|².
  public var frobeniusNorm: Double {
    elements.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
  }

  private static func combining(_ left: Matrix, _ right: Matrix, _ operation: (Scalar, Scalar) -> Scalar) -> Matrix {
    precondition(
      left.rows == right.rows && left.columns == right.columns,
      "A matrix of \(left.rows) by \(left.columns) cannot be combined with one of \(right.rows) by \(right.columns).")
    return Matrix(
      rows: left.rows, columns: left.columns, elements: zip(left.elements, right.elements).map { operation($0, $1) })
  }
}
