import ComplexModule
import LinearAlgebra
import RandomStreams
import RealModule
import Synchronization
import Testing

private let iterative: [EigenSolverMethod] = [.davidson, .lanczos]

private func options(_ method: EigenSolverMethod?, seed: UInt64 = 0) -> EigenSolverOptions {
  var options = EigenSolverOptions()
  options.method = method
  options.seed = seed
  return options
}

/// Finds pairs by every method and compares them with all eigenvalues from LAPACK.
private func check<Scalar>(
  _ matrix: Matrix<Scalar>, counts: [Int], seed: UInt64, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let exact = try hermitianEigenvalues(of: matrix)
  for count in counts where count <= matrix.rows {
    for method in EigenSolverMethod.allCases {
      let pairs = try lowestEigenpairs(of: matrix, count: count, options: options(method, seed: seed))
      #expect(pairs.values == pairs.values.sorted(), sourceLocation: sourceLocation)
      #expect(pairs.method == method, sourceLocation: sourceLocation)
      #expect(
        distance(pairs.values, Array(exact.prefix(count))) < 1e-10, "\(method), \(count)",
        sourceLocation: sourceLocation)
      #expect(
        distance(pairs.vectors.adjoint * pairs.vectors, .identity(count)) < 1e-12, "\(method), \(count)",
        sourceLocation: sourceLocation)
      let diagonal = Matrix<Scalar>.diagonal(pairs.values.map { Scalar($0) })
      let residuals = matrix * pairs.vectors - pairs.vectors * diagonal
      for index in 0..<count {
        let norm = residuals.column(index).reduce(0) { $0 + $1.lengthSquared }.squareRoot()
        #expect(norm < 1.01e-10 && abs(norm - pairs.residuals[index]) < 1e-12, sourceLocation: sourceLocation)
      }
    }
  }
}

@Suite("Lowest eigenpairs of operators")
struct LowestEigenpairsTests {
  @Test("iteration finds what LAPACK finds", arguments: [1, 2, 3, 6, 25, 90], 0..<3 as Range<UInt64>)
  func random(dimension: Int, seed: UInt64) throws {
    for diagonal in [0.0, 30] {
      try check(
        Matrix<Double>.randomHermitian(dimension, seed: seed, diagonal: diagonal), counts: [1, 2, 6, dimension],
        seed: seed)
      try check(
        Matrix<Complex<Double>>.randomHermitian(dimension, seed: seed, diagonal: diagonal), counts: [1, 3], seed: seed)
    }
  }

  @Test("the norm of the operator may be a thousand", arguments: 0..<3 as Range<UInt64>)
  func large(seed: UInt64) throws {
    try check(
      Matrix<Double>.randomHermitian(80, seed: seed, scale: 5, diagonal: 1000), counts: [1, 3], seed: seed)
  }

  @Test("the lowest level is found in whichever sector it lies, with all its copies", arguments: 0..<6 as Range<UInt64>)
  func sectors(seed: UInt64) throws {
    // The lowest level lies in a small sector; the lowest diagonal element in another; one sector is there three times.
    let tripled = Matrix<Double>.randomHermitian(15, seed: seed, scale: 0.5, diagonal: 2)
    let low = Matrix<Double>.randomHermitian(9, seed: seed + 50, scale: 2)
    let single = Matrix<Double>.diagonal([-3.1])
    try check(.direct(sum: [tripled, single, tripled, low, tripled]), counts: [1, 2, 5, 7], seed: seed)
  }

  @Test("levels of a torus come with their multiplicities", arguments: [1, 5, 7, 13], 0..<3 as Range<UInt64>)
  func torus(count: Int, seed: UInt64) throws {
    // 0; 2 − 2 cos(2π/20) four times; its double four times; …
    let pairs = try lowestEigenpairs(of: torusLaplacian(side: 20), count: count, options: options(nil, seed: seed))
    #expect(pairs.method == .lanczos)
    #expect(distance(pairs.values, Array(torusLevels(side: 20).prefix(count))) < 1e-10)
    #expect(distance(pairs.vectors.adjoint * pairs.vectors, .identity(count)) < 1e-12)
  }

  @Test("a chain has its known levels", arguments: iterative)
  func chain(method: EigenSolverMethod) throws {
    let matrix = try SparseMatrix(rows: 120, columns: 120, entries: chainLaplacian(120))
    let pairs = try lowestEigenpairs(of: matrix, count: 4, options: options(method))
    #expect(distance(pairs.values, Array(chainLevels(120).prefix(4))) < 1e-10)
  }

  @Test("operators that are diagonal, vanish, or have small invariant subspaces are no trouble")
  func invariantSubspaces() throws {
    var stream = RandomStream(seed: 4)
    let levels = (0..<100).map { _ in (10 * stream.uniform()).rounded() }
    try check(Matrix<Double>.diagonal(levels), counts: [1, 4, 12], seed: 1)
    try check(Matrix<Double>.diagonal((0..<100).map { _ in 10 * stream.uniform() }), counts: [1, 4], seed: 2)
    try check(Matrix<Double>.zero(rows: 50, columns: 50), counts: [1, 4], seed: 3)
    try check(Matrix<Double>.identity(50), counts: [1, 4], seed: 4)
    let vector = Matrix<Complex<Double>>.random(rows: 60, columns: 1, seed: 9)
    try check(-(vector * vector.adjoint), counts: [1, 3], seed: 5)
  }

  @Test("an operator with almost equal levels is resolved to its tolerance", arguments: iterative)
  func nearlyDegenerate(method: EigenSolverMethod) throws {
    let small = Matrix<Double>.randomHermitian(100, seed: 8, scale: 1e-6)
    let matrix = small + .diagonal((0..<100).map { Double($0 / 4) })
    try check(matrix, counts: [1, 3, 4], seed: 8)
  }

  @Test("the method is chosen by dimension and diagonal")
  func choice() throws {
    #expect(try lowestEigenpairs(of: Matrix<Double>.randomHermitian(20, seed: 1)).method == .dense)
    #expect(try lowestEigenpairs(of: Matrix<Double>.randomHermitian(300, seed: 1)).method == .davidson)
    #expect(try lowestEigenpairs(of: Matrix<Double>.randomHermitian(300, seed: 1), count: 100).method == .dense)
    #expect(try lowestEigenpairs(of: torusLaplacian(side: 17)).method == .lanczos)
  }

  @Test("a dominant diagonal saves Davidson products")
  func preconditioning() throws {
    let matrix = Matrix<Double>.randomHermitian(400, seed: 2, scale: 0.1, diagonal: 100)
    let davidson = try lowestEigenpairs(of: matrix, options: options(.davidson))
    let lanczos = try lowestEigenpairs(of: matrix, options: options(.lanczos))
    #expect(davidson.productCount < 40)
    #expect(3 * davidson.productCount < lanczos.productCount)
  }

  @Test("a random start amid a wide spectrum is not drawn to its interior", arguments: 0..<10 as Range<UInt64>)
  func interior(seed: UInt64) throws {
    // Five sectors as molecules have them: few low diagonal elements, most of them high, couplings weak.
    let blocks = (0..<5 as Range<UInt64>).map { block in
      Matrix<Double>.randomHermitian(45, seed: 100 * seed + block, scale: 0.05)
        + .diagonal((0..<45).map { 0.1 * Double(block) - 8 / (1 + 0.2 * Double($0)) })
    }
    let matrix = Matrix.direct(sum: blocks)
    var unguarded = options(.davidson, seed: seed)
    unguarded.guardCount = 0
    let pairs = try lowestEigenpairs(of: matrix, options: unguarded)
    #expect(distance(pairs.values, try hermitianEigenvalues(of: matrix, range: 0...0)) < 1e-10)
    #expect(pairs.productCount < 30)
  }

  @Test("the recurrence finds the lowest pair alone, whichever vectors it keeps", arguments: 0..<4 as Range<UInt64>)
  func recurrence(seed: UInt64) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      for (dimension, diagonal) in [(1, 0.0), (2, 0), (3, 1), (7, 0), (90, 5), (400, 0), (400, 200)] {
        let matrix = Matrix<Scalar>.randomHermitian(dimension, seed: seed, diagonal: diagonal)
        let exact = try hermitianEigenvalues(of: matrix, range: 0...0)
        var unguarded = options(.lanczos, seed: seed)
        unguarded.guardCount = 0
        let pair = try lowestEigenpairs(of: matrix, options: unguarded)
        #expect(distance(pair.values, exact) < 1e-10)
        #expect(pair.residuals[0] < 1e-10)
        #expect(distance(pair.vectors.adjoint * pair.vectors, .identity(1)) < 1e-12)
        // Six vectors are the least: most of them are made twice then, by twice the products.
        unguarded.memoryLimit = 16 * dimension * 9 + 64 * 36
        let tight = try lowestEigenpairs(of: matrix, options: unguarded)
        #expect(dimension < 90 || tight.productCount > pair.productCount)
        #expect(distance(tight.values, pair.values) < 1e-12)
        #expect(distance(tight.vectors, pair.vectors) < 1e-12)
      }
    }
    try check(Double.self)
    try check(Complex<Double>.self)
  }

  @Test("the recurrence finds a level among copies and far below others", arguments: 0..<4 as Range<UInt64>)
  func recurrenceWithCopies(seed: UInt64) throws {
    var unguarded = options(.lanczos, seed: seed)
    unguarded.guardCount = 0
    // 2 − 2 cos(2πa/20) + …: the lowest level once, the next ones four times each, the highest once.
    let torus = try lowestEigenpairs(of: torusLaplacian(side: 20), options: unguarded)
    #expect(abs(torus.values[0]) < 1e-10)
    let levels = [-50.0, -1, -1, -1] + (0..<300).map { Double($0) } + [5000]
    let pair = try lowestEigenpairs(of: Matrix<Double>.diagonal(levels), options: unguarded)
    #expect(abs(pair.values[0] + 50) < 1e-10)
  }

  @Test("the recurrence goes on where rounding has cost it its orthogonality", arguments: [false, true])
  func recurrenceOfDenseSpectra(isExponential: Bool) throws {
    let levels = (0..<300).map { index in
      isExponential ? Double.exp(0.08 * Double(index) - 24) : .pow(Double(index) / 300, 4)
    }
    var unguarded = options(.lanczos)
    unguarded.guardCount = 0
    unguarded.tolerance = 1e-9
    let pair = try lowestEigenpairs(of: Matrix<Double>.diagonal(levels), options: unguarded)
    #expect(abs(pair.values[0] - levels[0]) < 1e-9)
    #expect(pair.residuals[0] <= 1e-9)
  }

  @Test("the recurrence shows an operator that is not Hermitian")
  func recurrenceNotHermitian() {
    var unguarded = options(.lanczos)
    unguarded.guardCount = 0
    let shift = ProductOnly<Double>(dimension: 300) {
      for index in 0..<300 { $1[index] = $0[(index + 1) % 300] }
    }
    #expect(throws: LinearAlgebraError.self) { try lowestEigenpairs(of: shift, options: unguarded) }
  }

  @Test("the same seed gives the same bits, another one the same values", arguments: iterative)
  func seeds(method: EigenSolverMethod) throws {
    let matrix = Matrix<Complex<Double>>.randomHermitian(90, seed: 6, diagonal: 10)
    let first = try lowestEigenpairs(of: matrix, count: 3, options: options(method, seed: 1))
    let again = try lowestEigenpairs(of: matrix, count: 3, options: options(method, seed: 1))
    let other = try lowestEigenpairs(of: matrix, count: 3, options: options(method, seed: 2))
    #expect(first.values == again.values && first.vectors == again.vectors && first.residuals == again.residuals)
    #expect(first.vectors != other.vectors)
    #expect(distance(first.values, other.values) < 1e-10)
  }

  @Test("a smaller search space takes more products to the same values", arguments: iterative)
  func memory(method: EigenSolverMethod) throws {
    let matrix = Matrix<Double>.randomHermitian(300, seed: 3, diagonal: 20)
    var small = options(method)
    small.subspaceDimension = 12
    let roomy = try lowestEigenpairs(of: matrix, count: 2, options: options(method))
    let tight = try lowestEigenpairs(of: matrix, count: 2, options: small)
    #expect(distance(roomy.values, tight.values) < 1e-10)
    #expect(tight.productCount > roomy.productCount)
    let bytes = try LowestEigenpairs<Double>.estimatedBytes(dimension: 300, count: 2, options: small)
    #expect(bytes < 8 * 300 * (2 * 12 + 2 + 1 + 2) + 32 * 12 * 12 + 1)
    // The default search space shrinks to the memory allowed.
    var limited = options(method)
    limited.memoryLimit = 8 * 300 * 40
    #expect(
      try LowestEigenpairs<Double>.estimatedBytes(dimension: 300, count: 2, options: limited) <= limited.memoryLimit)
    #expect(distance(try lowestEigenpairs(of: matrix, count: 2, options: limited).values, roomy.values) < 1e-10)
  }

  @Test("progress tells upper bounds that fall", arguments: iterative)
  func progress(method: EigenSolverMethod) throws {
    let matrix = Matrix<Double>.randomHermitian(150, seed: 5, diagonal: 20)
    let steps = Mutex<[EigenSolverProgress]>([])
    var watched = options(method)
    watched.progress = { step in steps.withLock { $0.append(step) } }
    let pairs = try lowestEigenpairs(of: matrix, count: 2, options: watched)
    let seen = steps.withLock { $0 }
    #expect(seen.map(\.iteration) == Array(1...pairs.iterations))
    #expect(try #require(seen.last).residual < 1e-10)
    for (step, next) in zip(seen, seen.dropFirst()) {
      #expect(step.productCount < next.productCount)
      for index in 0..<2 { #expect(next.values[index] <= step.values[index] + 1e-12) }
    }
    for step in seen {
      for index in 0..<2 { #expect(step.values[index] >= pairs.values[index] - 1e-12) }
    }
  }
}
