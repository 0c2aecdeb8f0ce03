import CLinearAlgebra
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
    self = try Self.compressing(Array(entries), rows: rows, columns: columns)
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Complex<Double>)
  private static func compressing(
    _ entries: [(row: Int, column: Int, value: Scalar)], rows: Int, columns: Int
  ) throws(LinearAlgebraError) -> SparseMatrix {
    // Entries by rows, in the order in which they came: a counting sort.
    var givenStarts = Array(repeating: 0, count: rows + 1)
    for entry in entries {
      guard entry.row >= 0, entry.row < rows, entry.column >= 0, entry.column < columns else {
        throw .entryOutOfRange(row: entry.row, column: entry.column, rows: rows, columns: columns)
      }
      givenStarts[entry.row + 1] += 1
    }
    for row in 0..<rows { givenStarts[row + 1] += givenStarts[row] }
    var order = Array(repeating: 0, count: entries.count)
    var next = givenStarts
    for index in entries.indices {
      order[next[entries[index].row]] = index
      next[entries[index].row] += 1
    }
    // Each row by columns, and what falls together added in the order in which it came, so that sums keep their bits.
    var rowStarts = [0]
    var columnIndices: [Int32] = []
    var values: [Scalar] = []
    rowStarts.reserveCapacity(rows + 1)
    columnIndices.reserveCapacity(entries.count)
    values.reserveCapacity(entries.count)
    for row in 0..<rows {
      let given = order[givenStarts[row]..<givenStarts[row + 1]]
        .sorted { (entries[$0].column, $0) < (entries[$1].column, $1) }
      var position = 0
      while position < given.count {
        let column = entries[given[position]].column
        var sum: Scalar = 0
        while position < given.count, entries[given[position]].column == column {
          sum += entries[given[position]].value
          position += 1
        }
        guard sum != 0 else { continue }
        columnIndices.append(Int32(column))
        values.append(sum)
      }
      rowStarts.append(values.count)
    }
    return SparseMatrix(
      rows: rows, columns: columns, rowStarts: rowStarts, columnIndices: columnIndices, values: values)
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
  public func multiply(_ vector: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Scalar>) {
    precondition(
      vector.count == columns && result.count == rows,
      "A matrix of \(rows) by \(columns) takes \(columns) elements to \(rows), not \(vector.count) to \(result.count).")
    guard let source = vector.baseAddress, let target = result.baseAddress else { return }
    values.withUnsafeBufferPointer { values in
      // Where there are no elements their address does not matter.
      cla_sparse_multiply(
        Scalar.isComplex ? 1 : 0, rows, rowStarts, columnIndices, doubles(values.baseAddress ?? source),
        doubles(source),
        doubles(target))
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

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Complex<Double>)
  public func validate() throws(LinearAlgebraError) {
    guard rows == columns else { throw .notSquare(rows: rows, columns: columns) }
    for row in 0..<rows {
      for index in rowStarts[row]..<rowStarts[row + 1] where !values[index].isFinite {
        throw .notFinite(row: row, column: Int(columnIndices[index]))
      }
    }
  }
}
