import ComplexModule
import LinearAlgebra
import Synchronization
import Testing

@Suite("What eigensolvers refuse")
struct EigenSolverMisuseTests {
  let matrix = Matrix<Double>.randomHermitian(300, seed: 1)

  private func expectError(
    _ error: LinearAlgebraError, count: Int = 1, sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout EigenSolverOptions) -> Void = { _ in }
  ) {
    var options = EigenSolverOptions()
    change(&options)
    #expect(throws: error, sourceLocation: sourceLocation) {
      try lowestEigenpairs(of: matrix, count: count, options: options)
    }
  }

  @Test("counts outside 1...dimension are refused")
  func counts() {
    for count in [-1, 0, 301, Int.max] { expectError(.countOutOfBounds(count, dimension: 300), count: count) }
    #expect(throws: LinearAlgebraError.countOutOfBounds(1, dimension: 0)) {
      try lowestEigenpairs(of: Matrix<Double>.identity(0))
    }
  }

  @Test("options that cannot be honoured are refused by name")
  func options() {
    expectError(.invalidOption("tolerance", found: "0.0", allowed: "a positive number")) { $0.tolerance = 0 }
    expectError(.invalidOption("tolerance", found: "nan", allowed: "a positive number")) { $0.tolerance = .nan }
    expectError(.invalidOption("maximumIterations", found: "0", allowed: "1 or more")) { $0.maximumIterations = 0 }
    expectError(.invalidOption("guardCount", found: "-1", allowed: "0 or more")) { $0.guardCount = -1 }
    expectError(
      .invalidOption("subspaceDimension", found: "5", allowed: "at least 6, 3 times the vectors iterated")
    ) { $0.subspaceDimension = 5 }
    #expect(
      throws: LinearAlgebraError.invalidOption(
        "method", found: "davidson", allowed: "lanczos or dense, as the operator has no diagonal")
    ) {
      var options = EigenSolverOptions()
      options.method = .davidson
      return try lowestEigenpairs(of: torusLaplacian(side: 4), options: options)
    }
  }

  @Test("a search that would take too much memory is not started", arguments: EigenSolverMethod.allCases)
  func memory(method: EigenSolverMethod) throws {
    var options = EigenSolverOptions()
    options.method = method
    options.memoryLimit = 10_000
    let error = #expect(throws: LinearAlgebraError.self) { try lowestEigenpairs(of: matrix, options: options) }
    guard case .memoryLimitExceeded(let bytes, limit: 10_000) = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return
    }
    options.memoryLimit = bytes
    #expect(try lowestEigenpairs(of: matrix, options: options).residuals[0] < 1e-10)
  }

  @Test("dimensions beyond the routines underneath are refused")
  func dimensions() {
    for (method, limit) in [(EigenSolverMethod.dense, 30_000), (.lanczos, 1 << 30 - 1)] {
      var options = EigenSolverOptions()
      options.method = method
      options.memoryLimit = .max
      let large = ProductOnly<Double>(dimension: limit + 1) { _, _ in }
      #expect(throws: LinearAlgebraError.dimensionTooLarge(limit + 1, limit: limit)) {
        try lowestEigenpairs(of: large, options: options)
      }
    }
    #expect(throws: LinearAlgebraError.memoryLimitExceeded(bytes: .max, limit: 8 << 30)) {
      try LowestEigenpairs<Double>.estimatedBytes(dimension: 1 << 30 - 1, count: 1 << 30 - 1, method: .lanczos)
    }
  }

  @Test("matrices that are not square, not finite or not Hermitian are refused")
  func matrices() throws {
    #expect(throws: LinearAlgebraError.notSquare(rows: 2, columns: 3)) {
      try lowestEigenpairs(of: Matrix<Double>.zero(rows: 2, columns: 3))
    }
    let wide = try SparseMatrix<Double>(rows: 2, columns: 3, entries: [(0, 0, 1)])
    #expect(throws: LinearAlgebraError.notSquare(rows: 2, columns: 3)) { try lowestEigenpairs(of: wide) }
    let broken = try SparseMatrix<Double>(rows: 3, columns: 3, entries: [(0, 0, 1), (2, 1, .nan)])
    #expect(throws: LinearAlgebraError.notFinite(row: 2, column: 1)) { try lowestEigenpairs(of: broken) }
    var skew = matrix
    skew[7, 3] += 0.5
    let error = #expect(throws: LinearAlgebraError.self) { try lowestEigenpairs(of: skew) }
    guard case .notHermitian(row: 7, column: 3, let difference) = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(abs(difference - 0.5) < 1e-12)
  }

  @Test("operators that are not Hermitian show it on random vectors", arguments: [nil, 1.0])
  func operators(diagonal: Double?) throws {
    let shift = ProductOnly<Double>(dimension: 300, diagonal: diagonal.map { Array(repeating: $0, count: 300) }) {
      for index in 0..<300 { $1[index] = $0[(index + 1) % 300] }
    }
    let error = #expect(throws: LinearAlgebraError.self) { try lowestEigenpairs(of: shift) }
    guard case .operatorNotHermitian = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return
    }
    var dense = EigenSolverOptions()
    dense.method = .dense
    #expect(throws: LinearAlgebraError.notHermitian(row: 1, column: 0, difference: 1)) {
      try lowestEigenpairs(of: shift, options: dense)
    }
  }

  @Test(
    "operators that make NaNs, or whose diagonal does not fit, are refused",
    arguments: [EigenSolverMethod.davidson, .lanczos])
  func numbers(method: EigenSolverMethod) {
    var options = EigenSolverOptions()
    options.method = method
    let broken = ProductOnly<Complex<Double>>(dimension: 300, diagonal: Array(repeating: 1, count: 300)) {
      for index in 0..<300 { $1[index] = index == 200 ? Complex(.nan, 0) : $0[index] }
    }
    #expect(throws: LinearAlgebraError.productNotFinite) { try lowestEigenpairs(of: broken, options: options) }
    let short = ProductOnly<Double>(dimension: 300, diagonal: [1, 2]) {
      $1.baseAddress!.update(from: $0.baseAddress!, count: 300)
    }
    #expect(throws: LinearAlgebraError.diagonalCount(found: 2, dimension: 300)) {
      try lowestEigenpairs(of: short, options: options)
    }
  }

  @Test(
    "a search that ends early is an error with the residual reached", arguments: [EigenSolverMethod.davidson, .lanczos])
  func iterations(method: EigenSolverMethod) throws {
    var options = EigenSolverOptions()
    options.method = method
    options.maximumIterations = 4
    let error = #expect(throws: LinearAlgebraError.self) { try lowestEigenpairs(of: matrix, options: options) }
    guard case .notConverged(let residual, tolerance: 1e-10, iterations: 4) = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(residual > 1e-3 && residual < 30)
  }

  @Test("a tolerance below rounding is an error, and soon", arguments: EigenSolverMethod.allCases)
  func rounding(method: EigenSolverMethod) throws {
    var options = EigenSolverOptions()
    options.method = method
    options.tolerance = 1e-17
    let error = #expect(throws: LinearAlgebraError.self) { try lowestEigenpairs(of: matrix, options: options) }
    guard case .notConverged(let residual, tolerance: 1e-17, let iterations) = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(residual < 1e-11)
    #expect(iterations < 400)
  }

  @Test(
    "a search above its ceiling ends early, one below it does not notice",
    arguments: [EigenSolverMethod.davidson, .lanczos], [0, 1])
  func ceiling(method: EigenSolverMethod, guardCount: Int) throws {
    var options = EigenSolverOptions()
    options.method = method
    options.guardCount = guardCount
    let pairs = try lowestEigenpairs(of: matrix, options: options)
    for ceiling in [pairs.values[0], pairs.values[0] + 1] {
      options.ceiling = ceiling
      #expect(try lowestEigenpairs(of: matrix, options: options).values == pairs.values)
    }
    let steps = Mutex(0)
    options.progress = { progress in steps.withLock { $0 = progress.iteration } }
    options.ceiling = pairs.values[0] - 0.5
    #expect(throws: LinearAlgebraError.noneBelow(ceiling: pairs.values[0] - 0.5)) {
      try lowestEigenpairs(of: matrix, options: options)
    }
    #expect(steps.withLock { $0 } < pairs.iterations)
  }

  @Test("a caller can stop the search between products", arguments: EigenSolverMethod.allCases)
  func stopping(method: EigenSolverMethod) throws {
    var options = EigenSolverOptions()
    options.method = method
    let asked = Mutex(0)
    options.shouldStop = {
      asked.withLock {
        $0 += 1
        return $0 > 20
      }
    }
    let error = #expect(throws: LinearAlgebraError.self) { try lowestEigenpairs(of: matrix, options: options) }
    guard case .stopped = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(asked.withLock { $0 } == 21)
  }

  @Test("every error says what was found")
  func descriptions() {
    #expect(
      "\(LinearAlgebraError.countOutOfBounds(7, dimension: 4))" == "7 eigenpairs were asked for; 1...4 are allowed.")
    #expect(
      "\(LinearAlgebraError.rangeOutOfBounds(0...4, dimension: 4))"
        == "The eigenvalues 0...4 were asked for; a matrix of dimension 4 has 0...3.")
    #expect(
      "\(LinearAlgebraError.notConverged(residual: 1e-6, tolerance: 1e-10, iterations: 9))"
        == "The eigensolver reached a residual of 1e-06 in 9 iterations; 1e-10 was asked for.")
  }
}
