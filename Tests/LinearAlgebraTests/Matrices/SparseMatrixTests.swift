import ComplexModule
import LinearAlgebra
import RandomStreams
import Testing

@Suite("Sparse matrices")
struct SparseMatrixTests {
  @Test("entries of one place are added, and what cancels is left out")
  func compression() throws {
    let entries: [(row: Int, column: Int, value: Double)] = [
      (2, 3, 1), (0, 1, 2), (2, 0, 5), (0, 1, 0.5), (1, 1, 7), (1, 1, -7), (2, 2, 0),
    ]
    let matrix = try SparseMatrix(rows: 3, columns: 4, entries: entries)
    #expect(matrix.rowStarts == [0, 1, 1, 3])
    #expect(matrix.columnIndices == [1, 0, 3])
    #expect(matrix.values == [2.5, 5, 1])
    #expect(matrix[0, 1] == 2.5 && matrix[1, 1] == 0 && matrix[2, 3] == 1 && matrix[2, 2] == 0)
    #expect(matrix.toDense() == Matrix(rowMajor: [[0, 2.5, 0, 0], [0, 0, 0, 0], [5, 0, 0, 1]]))
  }

  @Test("a product is that of the dense matrix", arguments: [0, 1, 5, 40], 0..<3 as Range<UInt64>)
  func product(dimension: Int, seed: UInt64) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      var stream = RandomStream(seed: seed)
      let entries = (0..<4 * dimension).map { _ in
        (
          row: Int(stream.uniform() * Double(dimension)), column: Int(stream.uniform() * Double(dimension)),
          value: Scalar.make(stream.uniform(), stream.uniform())
        )
      }
      let matrix = try SparseMatrix(rows: dimension, columns: dimension, entries: entries)
      var dense = Matrix<Scalar>.zero(rows: dimension, columns: dimension)
      for entry in entries { dense[entry.row, entry.column] += entry.value }
      #expect(matrix.toDense() == dense)
      #expect(matrix.diagonal == (0..<dimension).map { dense[$0, $0].real })
      let vector = Matrix<Scalar>.random(rows: dimension, columns: 1, seed: seed).elements
      var product = [Scalar](repeating: 0, count: dimension)
      vector.withUnsafeBufferPointer { source in
        product.withUnsafeMutableBufferPointer { matrix.multiply(source, into: $0) }
      }
      #expect(
        distance(
          Matrix(rows: dimension, columns: 1, elements: product),
          Matrix(rows: dimension, columns: 1, elements: dense * vector)) < 1e-13)
    }
    try check(Double.self)
    try check(Complex<Double>.self)
  }

  @Test("entries outside the matrix are refused", arguments: [(-1, 0), (0, -1), (2, 0), (0, 3)])
  func misuse(row: Int, column: Int) {
    #expect(throws: LinearAlgebraError.entryOutOfRange(row: row, column: column, rows: 2, columns: 3)) {
      try SparseMatrix<Double>(rows: 2, columns: 3, entries: [(0, 0, 1), (row, column, 1)])
    }
  }

  @Test("more columns than 32 bits count are refused")
  func tooLarge() {
    #expect(throws: LinearAlgebraError.dimensionTooLarge(1 << 31, limit: 1 << 31 - 1)) {
      try SparseMatrix<Double>(rows: 1, columns: 1 << 31, entries: [])
    }
  }
}
