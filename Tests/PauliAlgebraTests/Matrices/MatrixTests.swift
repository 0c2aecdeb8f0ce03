import ComplexModule
import LinearAlgebra
import PauliAlgebra
import RandomStreams
import Testing

@Suite("Matrices of Pauli sums") struct MatrixTests {
  @Test("dense and sparse matrices are the Kronecker products", arguments: 0...4, [false, true])
  func matrices(qubitCount: Int, complex: Bool) throws {
    var stream = RandomStream(seed: 2)
    let sum = PauliSum.random(qubitCount: qubitCount, termCount: 9, complex: complex, using: &stream)
    let expected = DenseOperator(sum)
    let dense = try sum.denseMatrix()
    let sparse = try sum.sparseMatrix()
    #expect(dense.rows == 1 << qubitCount)
    for row in 0..<dense.rows {
      for column in 0..<dense.columns {
        #expect((dense[row, column] - expected.rows[row][column]).length < 1e-14)
        #expect(sparse[row, column] == dense[row, column])
      }
    }
    #expect(sparse.values.allSatisfy { $0 != .zero })
  }

  @Test("the matrix-free operator is the matrix", arguments: [0, 1, 2, 5, 9], 0..<3 as Range<UInt64>)
  func operators(qubitCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let sum = PauliSum.random(qubitCount: qubitCount, termCount: 40, using: &stream)
    let dimension = 1 << qubitCount
    let matrix = try sum.denseMatrix()
    let vector = (0..<dimension).map { _ in Complex(stream.uniform() - 0.5, stream.uniform() - 0.5) }
    let free = try PauliSumOperator<Complex<Double>>(sum)
    #expect(largestDifference(product(of: free, with: vector), product(of: matrix, with: vector)) < 1e-12)
    let diagonal = try #require(free.diagonal)
    #expect(zip(diagonal, try #require(matrix.diagonal)).allSatisfy { abs($0 - $1) < 1e-13 })

    let realTerms = sum.terms.filter { $0.string.yCount.isMultiple(of: 2) }
    let realSum = try PauliSum(qubitCount: qubitCount, terms: realTerms)
    let realVector = vector.map(\.real)
    let expected = product(of: try realSum.realDenseMatrix(), with: realVector)
    let realFree = try PauliSumOperator<Double>(realSum)
    #expect(zip(product(of: realFree, with: realVector), expected).allSatisfy { abs($0 - $1) < 1e-12 })
    let sparse = try realSum.realSparseMatrix()
    #expect(zip(product(of: sparse, with: realVector), expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("vectors of many blocks meet each string as small ones do", arguments: 0..<3 as Range<UInt64>)
  func blocks(seed: UInt64) throws {
    let qubitCount = 16
    var stream = RandomStream(seed: seed)
    // Flips of low qubits, of high ones, and of both.
    let masks: [UInt64] = [0, 0b101, 1 << 12, 1 << 15, 3 << 14, 1 << 15 | 1, 0xFFFF, 7 << 12, 1 << 13 | 1 << 3]
    let terms = masks.flatMap { x in
      (0..<3).map { _ in
        PauliTerm(
          PauliString(qubitCount: qubitCount, xMask: x, zMask: stream.next() & 0xFFFF),
          coefficient: 2 * stream.uniform() - 1)
      }
    }
    let sum = try PauliSum(qubitCount: qubitCount, terms: terms)
    let vector = (0..<1 << qubitCount).map { _ in Complex(stream.uniform() - 0.5, stream.uniform() - 0.5) }
    /// Σ c i^|x∧z| (−1)^|z∧b| v[b] at b ⊕ x, string by string.
    func expected(_ sum: PauliSum, _ vector: [Complex<Double>]) -> [Complex<Double>] {
      var result = Array(repeating: Complex<Double>.zero, count: vector.count)
      for term in sum.terms {
        let (x, z) = (term.string.xMask, term.string.zMask)
        let phase: [Complex<Double>] = [1, .i, -1, -.i]
        let factor = term.coefficient * phase[(x & z).nonzeroBitCount % 4]
        for b in vector.indices {
          let isNegative = (z & UInt64(b)).nonzeroBitCount % 2 == 1
          result[b ^ Int(x)] += (isNegative ? -factor : factor) * vector[b]
        }
      }
      return result
    }
    let free = try PauliSumOperator<Complex<Double>>(sum)
    #expect(largestDifference(product(of: free, with: vector), expected(sum, vector)) < 1e-12)
    let realSum = try PauliSum(
      qubitCount: qubitCount, terms: sum.terms.filter { $0.string.yCount.isMultiple(of: 2) })
    let realFree = try PauliSumOperator<Double>(realSum)
    let real = product(of: realFree, with: vector.map(\.real))
    #expect(
      zip(real, expected(realSum, vector.map { Complex($0.real) })).allSatisfy { abs($0 - $1.real) < 1e-12 })
  }

  @Test("groups of flips hold every term once, in order")
  func flipGroups() throws {
    let sum = try PauliSum(["II": 1, "ZZ": 2, "XX": 3, "YY": 4, "XY": 5, "YX": 6, "IX": 7])
    let groups = sum.xMaskGroups
    #expect(groups.map(\.x) == [0, 1, 3, 3])
    #expect(groups.map(\.oddY) == [false, false, false, true])
    #expect(groups.map(\.z) == [[0, 3], [0], [0, 3], [1, 2]])
    #expect(groups.map(\.coefficients) == [[1, 2], [7], [3, 4], [5, 6]])
  }

  @Test("the expectation value in a basis state is the diagonal element", arguments: [1, 3, 6])
  func basisStates(qubitCount: Int) throws {
    var stream = RandomStream(seed: 9)
    let sum = PauliSum.random(qubitCount: qubitCount, termCount: 30, using: &stream)
    let diagonal = try #require(try sum.denseMatrix().diagonal)
    for state in 0..<1 << qubitCount {
      let bits = (0..<qubitCount).map { state >> $0 & 1 == 1 }
      #expect(abs(try sum.expectation(inBasisState: bits) - diagonal[state]) < 1e-14)
      #expect(sum.expectation(inBasisState: UInt64(state)) == (try sum.expectation(inBasisState: bits)))
    }
    #expect(throws: PauliError.self) { try sum.expectation(inBasisState: []) }
  }

  @Test("a basis state of many qubits")
  func wideBasisState() throws {
    let sum = try PauliSum(parsing: "2 Z0 Z99\n-3 Z70\n5 X3", qubitCount: 100)
    var bits = Array(repeating: false, count: 100)
    bits[99] = true
    bits[70] = true
    #expect(try sum.expectation(inBasisState: bits) == 1)
  }

  @Test("what has no such matrix is refused")
  func misuse() throws {
    let odd = try PauliSum(["YX": 1, "ZZ": 1])
    let nonHermitian = Complex<Double>.i * odd
    #expect(throws: PauliError.notReal(term: "YX")) { try odd.realDenseMatrix() }
    #expect(throws: PauliError.notReal(term: "YX")) { try odd.realSparseMatrix() }
    #expect(throws: PauliError.notReal(term: "YX")) { try PauliSumOperator<Double>(odd) }
    #expect(throws: PauliError.notHermitian(term: "ZZ")) { try PauliSumOperator<Complex<Double>>(nonHermitian) }
    #expect(throws: PauliError.tooManyQubits(14, allowed: 13, task: "a dense matrix")) {
      try PauliSum(qubitCount: 14).denseMatrix()
    }
    #expect(throws: PauliError.self) { try PauliSum(qubitCount: 29).sparseMatrix() }
    #expect(throws: PauliError.self) { try PauliSumOperator<Double>(PauliSum(qubitCount: 41)) }
  }

  private func product<Scalar>(of matrix: some LinearOperator<Scalar>, with vector: [Scalar]) -> [Scalar] {
    var result = Array(repeating: Scalar.zero, count: vector.count)
    vector.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { matrix.apply(to: source, into: $0) }
    }
    return result
  }

  private func largestDifference(_ a: [Complex<Double>], _ b: [Complex<Double>]) -> Double {
    zip(a, b).map { ($0 - $1).length }.max() ?? 0
  }
}
