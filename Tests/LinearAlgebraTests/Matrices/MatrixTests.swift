import ComplexModule
import Foundation
import LinearAlgebra
import Testing

@Suite("Matrices")
struct MatrixTests {
  typealias ComplexMatrix = Matrix<Complex<Double>>

  @Test("elements lie column after column")
  func layout() {
    let matrix = Matrix<Double>(rowMajor: [[1, 2, 3], [4, 5, 6]])
    #expect(matrix.rows == 2 && matrix.columns == 3)
    #expect(matrix.elements == [1, 4, 2, 5, 3, 6])
    #expect(matrix[1, 2] == 6)
    #expect(matrix.column(1) == [2, 5])
  }

  @Test(
    "a product is the sum of products",
    arguments: [(1, 1, 1), (2, 3, 4), (7, 5, 1), (33, 17, 20), (3, 0, 2), (0, 2, 3)])
  func product(rows: Int, inner: Int, columns: Int) {
    func check<Scalar: TestScalar>(_: Scalar.Type) {
      let left = Matrix<Scalar>.random(rows: rows, columns: inner, seed: 1)
      let right = Matrix<Scalar>.random(rows: inner, columns: columns, seed: 2)
      var plain = Matrix<Scalar>.zero(rows: rows, columns: columns)
      for row in 0..<rows {
        for column in 0..<columns {
          for index in 0..<inner { plain[row, column] += left[row, index] * right[index, column] }
        }
      }
      #expect(distance(left * right, plain) < 1e-13)
      if columns == 1 { #expect(left * right.elements == (left * right).elements) }
    }
    check(Double.self)
    check(Complex<Double>.self)
  }

  @Test("the adjoint turns products round", arguments: 0..<4 as Range<UInt64>)
  func adjoint(seed: UInt64) {
    let a = ComplexMatrix.random(rows: 4, columns: 6, seed: seed)
    let b = ComplexMatrix.random(rows: 6, columns: 3, seed: seed + 100)
    #expect(distance((a * b).adjoint, b.adjoint * a.adjoint) < 1e-14)
    #expect(a.adjoint.adjoint == a)
    #expect(a.adjoint[5, 2] == a[2, 5].conjugate)
  }

  @Test("sums and multiples are taken element by element")
  func sums() {
    let a = Matrix<Double>(rowMajor: [[1, 2], [3, 4]])
    let b = Matrix<Double>(rowMajor: [[10, 20], [30, 40]])
    #expect(a + b == Matrix(rowMajor: [[11, 22], [33, 44]]))
    #expect(b - a == Matrix(rowMajor: [[9, 18], [27, 36]]))
    #expect(-a == -1 * a && a * 2 == a + a)
    #expect(Matrix<Double>.identity(2) * a == a)
    #expect(a.frobeniusNorm == 30.0.squareRoot())
  }

  @Test("in a Kronecker product the right factor's index runs fastest", arguments: 0..<4 as Range<UInt64>)
  func kronecker(seed: UInt64) {
    let a = ComplexMatrix.random(rows: 2, columns: 3, seed: seed)
    let b = ComplexMatrix.random(rows: 4, columns: 2, seed: seed + 10)
    let product = a.kroneckerProduct(b)
    #expect(product.rows == 8 && product.columns == 6)
    #expect(product[1 * 4 + 3, 2 * 2 + 1] == a[1, 2] * b[3, 1])
    // (a ⊗ b)(c ⊗ d) = ac ⊗ bd
    let c = ComplexMatrix.random(rows: 3, columns: 2, seed: seed + 20)
    let d = ComplexMatrix.random(rows: 2, columns: 5, seed: seed + 30)
    #expect(distance(product * c.kroneckerProduct(d), (a * c).kroneckerProduct(b * d)) < 1e-13)
  }

  @Test("decoding gives back what was encoded, and refuses a wrong number of elements")
  func coding() throws {
    let matrix = ComplexMatrix.random(rows: 3, columns: 2, seed: 7)
    let data = try JSONEncoder().encode(matrix)
    #expect(try JSONDecoder().decode(ComplexMatrix.self, from: data) == matrix)
    for text in [
      #"{"rows": 2, "columns": 2, "elements": [1, 2, 3]}"#, #"{"rows": -1, "columns": -1, "elements": [1]}"#,
      #"{"rows": 4611686018427387904, "columns": 4, "elements": []}"#,
    ] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(Matrix<Double>.self, from: Data(text.utf8)) }
    }
  }
}
