/// The operator within the search space: a small Hermitian matrix that grows by columns (Rayleigh–Ritz).
struct ProjectedProblem<Scalar: MatrixScalar> {
  private var matrix: Matrix<Scalar>
  private(set) var count = 0

  init(capacity: Int) {
    matrix = .zero(rows: capacity, columns: capacity)
  }

  /// Starts again with Ritz vectors as the search space: there the operator is diagonal.
  mutating func reset(to values: some Collection<Double>) {
    for column in 0..<count {
      for row in 0..<count { matrix[row, column] = 0 }
    }
    for (index, value) in values.enumerated() { matrix[index, index] = Scalar(value) }
    count = values.count
  }

  /// Adds matrix elements between all vectors of the search space, the new ones included, and the new ones.
  mutating func append(_ elements: Matrix<Scalar>) {
    let first = count
    count += elements.columns
    for column in first..<count {
      for row in 0..<count {
        // Between new vectors both (i, j) and (j, i) are there, equal up to rounding.
        let element =
          row < first
          ? elements[row, column - first]
          : Scalar(0.5) * (elements[row, column - first] + elements[column, row - first].conjugate)
        matrix[row, column] = element
        matrix[column, row] = element.conjugate
      }
    }
  }

  /// The Ritz values, ascending, and the Ritz vectors in terms of the search space.
  func solve() throws(LinearAlgebraError) -> Eigensystem<Scalar> {
    var elements: [Scalar] = []
    elements.reserveCapacity(count * count)
    for column in 0..<count { elements += matrix.column(column).prefix(count) }
    return try hermitianEigensystem(of: Matrix(rows: count, columns: count, elements: elements))
  }
}
