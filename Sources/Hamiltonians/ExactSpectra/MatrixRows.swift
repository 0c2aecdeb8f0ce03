import LinearAlgebra

/// A square matrix of mostly zeros that grows row by row.
struct MatrixRows<Scalar: MatrixScalar> {
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
