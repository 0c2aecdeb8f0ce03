import ComplexModule
import LinearAlgebra
import Testing

@Suite("Eigensystems of dense matrices")
struct HermitianEigensystemTests {
  @Test("A V = V Λ with orthonormal V and ascending Λ", arguments: [1, 2, 9, 60], 0..<3 as Range<UInt64>)
  func decomposition(dimension: Int, seed: UInt64) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let matrix = Matrix<Scalar>.randomHermitian(dimension, seed: seed)
      let system = try hermitianEigensystem(of: matrix)
      #expect(system.values == system.values.sorted())
      let diagonal = Matrix<Scalar>.diagonal(system.values.map { Scalar($0) })
      #expect(distance(matrix * system.vectors, system.vectors * diagonal) < 1e-12)
      #expect(distance(system.vectors.adjoint * system.vectors, .identity(dimension)) < 1e-13)
      #expect(distance(try hermitianEigenvalues(of: matrix), system.values) < 1e-12)
    }
    try check(Double.self)
    try check(Complex<Double>.self)
  }

  @Test("a range gives a part of the whole", arguments: [0...0, 0...4, 3...17, 39...39, 1...39, 0...39])
  func range(_ range: ClosedRange<Int>) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let matrix = Matrix<Scalar>.randomHermitian(40, seed: 5)
      let whole = try hermitianEigenvalues(of: matrix)
      let part = try hermitianEigensystem(of: matrix, range: range)
      #expect(distance(part.values, Array(whole[range])) < 1e-12)
      #expect(distance(try hermitianEigenvalues(of: matrix, range: range), part.values) < 1e-12)
      let diagonal = Matrix<Scalar>.diagonal(part.values.map { Scalar($0) })
      #expect(distance(matrix * part.vectors, part.vectors * diagonal) < 1e-11)
      #expect(distance(part.vectors.adjoint * part.vectors, .identity(range.count)) < 1e-12)
    }
    try check(Double.self)
    try check(Complex<Double>.self)
  }

  @Test("the second difference has its known levels", arguments: [1, 2, 50, 201])
  func chain(dimension: Int) throws {
    let matrix = try SparseMatrix(rows: dimension, columns: dimension, entries: chainLaplacian(dimension)).toDense()
    #expect(distance(try hermitianEigenvalues(of: matrix), chainLevels(dimension)) < 1e-13)
  }

  @Test("Pauli Y has the eigenvalues −1 and 1, of (1, −i) and (1, i)")
  func pauliY() throws {
    let y = Matrix<Complex<Double>>(rowMajor: [[0, Complex(0, -1)], [Complex(0, 1), 0]])
    let system = try hermitianEigensystem(of: y)
    #expect(distance(system.values, [-1, 1]) < 1e-15)
    for (column, imaginary) in [(0, -1.0), (1, 1.0)] {
      let ratio = system.vectors[1, column] / system.vectors[0, column]
      #expect((ratio - Complex(0, imaginary)).length < 1e-14)
    }
  }

  @Test("degenerate levels have orthonormal vectors, whichever part is asked for")
  func degenerate() throws {
    let levels = [1.0, 1, 1, 2, 2, 5, 5, 5, 5, 9]
    let basis = try hermitianEigensystem(of: Matrix<Complex<Double>>.randomHermitian(10, seed: 3)).vectors
    var matrix = basis * .diagonal(levels.map { Complex($0) }) * basis.adjoint
    matrix = Complex(0.5) * (matrix + matrix.adjoint)
    for range in [0...9, 0...1, 1...6] {
      let system = try hermitianEigensystem(of: matrix, range: range)
      #expect(distance(system.values, Array(levels[range])) < 1e-13)
      #expect(distance(system.vectors.adjoint * system.vectors, .identity(range.count)) < 1e-13)
    }
  }

  @Test("a matrix without elements has no eigenvalues")
  func empty() throws {
    let system = try hermitianEigensystem(of: Matrix<Double>.identity(0))
    #expect(system.values.isEmpty && system.vectors.elements.isEmpty)
  }

  @Test("what is not a Hermitian matrix is refused, with the place")
  func misuse() {
    #expect(throws: LinearAlgebraError.notSquare(rows: 2, columns: 3)) {
      try hermitianEigenvalues(of: Matrix<Double>.zero(rows: 2, columns: 3))
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 0, column: 1)) {
      try hermitianEigenvalues(of: Matrix<Double>(rowMajor: [[1, .nan], [0, 1]]))
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 1)) {
      try hermitianEigenvalues(of: Matrix<Complex<Double>>(rowMajor: [[1, 0], [0, Complex(0, .infinity)]]))
    }
    #expect(throws: LinearAlgebraError.notHermitian(row: 1, column: 0, difference: 2)) {
      try hermitianEigenvalues(of: Matrix<Double>(rowMajor: [[1, 3], [5, 1]]))
    }
    #expect(throws: LinearAlgebraError.notHermitian(row: 0, column: 0, difference: 2)) {
      try hermitianEigenvalues(of: Matrix<Complex<Double>>(rowMajor: [[Complex(0, 1)]]))
    }
  }

  @Test("a range beyond the eigenvalues is refused", arguments: [-1...2, 0...4, 4...4])
  func range(outside range: ClosedRange<Int>) {
    #expect(throws: LinearAlgebraError.rangeOutOfBounds(range, dimension: 4)) {
      try hermitianEigensystem(of: Matrix<Double>.identity(4), range: range)
    }
  }
}
