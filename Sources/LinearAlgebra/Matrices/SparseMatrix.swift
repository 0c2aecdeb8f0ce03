import ComplexModule

/// A matrix of mostly zeros, stored row by row (compressed sparse rows).
public struct SparseMatrix<Scalar: MatrixScalar>: Equatable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Row r has the stored elements `rowStarts[r]..<rowStarts[r + 1]`.
  public let rowStarts: [Int]
  /// The column of each stored element, ascending within a row.
  public let columnIndices: [Int32]
  /// The stored elements.
  public let values: [Scalar]

  /// A matrix of the given elements; elements given more than once are added, those that are zero are left out.
  ///
  /// - Throws: ``LinearAlgebraError/entryOutOfRange(row:column:rows:columns:)`` for an entry outside the matrix, and
  ///   ``LinearAlgebraError/dimensionTooLarge(_:limit:)`` beyond 2³¹ − 1 rows or columns.
  public init(
    rows: Int, columns: Int, entries: some Sequence<(row: Int, column: Int, value: Scalar)>
  ) throws(LinearAlgebraError) {
    precondition(rows >= 0 && columns >= 0, "A matrix cannot be \(rows) by \(columns).")
    let limit = Int(Int32.max)
    guard max(rows, columns) <= limit else { throw .dimensionTooLarge(max(rows, columns), limit: limit) }
    var given: [(row: Int, column: Int, value: Scalar)] = []
    given.reserveCapacity(entries.underestimatedCount)
    for entry in entries {
      guard entry.row >= 0, entry.row < rows, entry.column >= 0, entry.column < columns else {
        throw .entryOutOfRange(row: entry.row, column: entry.column, rows: rows, columns: columns)
      }
      given.append(entry)
    }
    // The sort is stable: entries of one place are added in the order in which they came.
    given.sort { ($0.row, $0.column) < ($1.row, $1.column) }
    var rowStarts = Array(repeating: 0, count: rows + 1)
    var columnIndices: [Int32] = []
    var values: [Scalar] = []
    columnIndices.reserveCapacity(given.count)
    values.reserveCapacity(given.count)
    var next = 0
    while next < given.count {
      let (row, column, _) = given[next]
      var sum: Scalar = 0
      while next < given.count, given[next].row == row, given[next].column == column {
        sum += given[next].value
        next += 1
      }
      guard sum != 0 else { continue }
      columnIndices.append(Int32(column))
      values.append(sum)
      rowStarts[row + 1] += 1
    }
    for row in 0..<rows { rowStarts[row + 1] += rowStarts[row] }
    self.init(rows: rows, columns: columns, rowStarts: rowStarts, columnIndices: columnIndices, values: values)
  }

  /// A matrix whose arrays are ready, made by code that fills rows in order.
  package init(rows: Int, columns: Int, rowStarts: [Int], columnIndices: [Int32], values: [Scalar]) {
    precondition(
      rowStarts.count == rows + 1 && rowStarts.last == values.count && columnIndices.count == values.count,
      "The arrays of a sparse matrix fit together.")
    self.rows = rows
    self.columns = columns
    self.rowStarts = rowStarts
    self.columnIndices = columnIndices
    self.values = values
  }

  /// The element (row, column), found by bisection within its row.
  public subscript(row: Int, column: Int) -> Scalar {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns,
      "Element (\(row), \(column)) is outside a matrix of \(rows) by \(columns).")
    var low = rowStarts[row]
    var high = rowStarts[row + 1]
    while low < high {
      let middle = (low + high) / 2
      if columnIndices[middle] < column { low = middle + 1 } else { high = middle }
    }
    return low < rowStarts[row + 1] && columnIndices[low] == column ? values[low] : 0
  }

  /// `result = self * vector`; the two do not overlap.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Complex<Double>)
  public func multiply(_ vector: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Scalar>) {
    precondition(
      vector.count == columns && result.count == rows,
      "A matrix of \(rows) by \(columns) takes \(columns) elements to \(rows), not \(vector.count) to \(result.count).")
    for row in 0..<rows {
      var sum: Scalar = 0
      for index in rowStarts[row]..<rowStarts[row + 1] {
        sum += values[index] * vector[Int(columnIndices[index])]
      }
      result.initializeElement(at: row, to: sum)
    }
  }

  public func toDense() -> Matrix<Scalar> {
    var dense = Matrix<Scalar>.zero(rows: rows, columns: columns)
    for row in 0..<rows {
      for index in rowStarts[row]..<rowStarts[row + 1] { dense[row, Int(columnIndices[index])] = values[index] }
    }
    return dense
  }
}

extension SparseMatrix: LinearOperator {
  public var dimension: Int { rows }

  public var diagonal: [Double]? { (0..<min(rows, columns)).map { self[$0, $0].real } }

  public func apply(to vector: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Scalar>) {
    multiply(vector, into: result)
  }

  public func validate() throws(LinearAlgebraError) {
    guard rows == columns else { throw .notSquare(rows: rows, columns: columns) }
    for row in 0..<rows {
      for index in rowStarts[row]..<rowStarts[row + 1] where !values[index].isFinite {
        throw .notFinite(row: row, column: Int(columnIndices[index]))
      }
    }
  }
}
