/// A dense matrix in column-major order, the layout of LAPACK.
///
/// Shapes are the caller's to keep, as an array's indices are: an index outside the matrix, or operands whose shapes do
/// not fit, stop the program.
public struct Matrix<Scalar: MatrixScalar>: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Element (row, column) at `row + rows * column`.
  public internal(set) var elements: [Scalar]

  /// A matrix of given elements.
  ///
  /// - Parameter elements: `rows * columns` numbers, column after column.
  public init(rows: Int, columns: Int, elements: [Scalar]) {
    precondition(rows >= 0 && columns >= 0, "A matrix cannot be \(rows) by \(columns).")
    precondition(
      elements.count == rows * columns,
      "A matrix of \(rows) by \(columns) has \(rows * columns) elements, but \(elements.count) were given.")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix as it is written on paper, row after row.
  public init(rowMajor table: [[Scalar]]) {
    let columns = table.first?.count ?? 0
    precondition(table.allSatisfy { $0.count == columns }, "The rows of a matrix have equal lengths.")
    self.init(
      rows: table.count, columns: columns, elements: (0..<columns).flatMap { column in table.map { $0[column] } })
  }

  public static func zero(rows: Int, columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: Array(repeating: 0, count: rows * columns))
  }

  public static func identity(_ dimension: Int) -> Matrix {
    diagonal(Array(repeating: 1, count: dimension))
  }

  /// The square matrix with these numbers on its diagonal and zeros elsewhere.
  public static func diagonal(_ numbers: [Scalar]) -> Matrix {
    var matrix = zero(rows: numbers.count, columns: numbers.count)
    for (index, number) in numbers.enumerated() { matrix[index, index] = number }
    return matrix
  }

  public subscript(row: Int, column: Int) -> Scalar {
    get { elements[offset(row, column)] }
    set { elements[offset(row, column)] = newValue }
  }

  public var isSquare: Bool { rows == columns }

  /// A copy of one column.
  public func column(_ column: Int) -> [Scalar] {
    precondition((0..<columns).contains(column), "Column \(column) is outside 0..<\(columns).")
    return Array(elements[rows * column..<rows * (column + 1)])
  }

  private func offset(_ row: Int, _ column: Int) -> Int {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns,
      "Element (\(row), \(column)) is outside a matrix of \(rows) by \(columns).")
    return row + rows * column
  }
}

extension Matrix: Codable {
  private enum CodingKeys: CodingKey { case rows, columns, elements }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let rows = try container.decode(Int.self, forKey: .rows)
    let columns = try container.decode(Int.self, forKey: .columns)
    let elements = try container.decode([Scalar].self, forKey: .elements)
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflow, elements.count == count else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements, in: container,
        debugDescription: "A matrix of \(rows) by \(columns) cannot have \(elements.count) elements.")
    }
    self.init(rows: rows, columns: columns, elements: elements)
  }
}
