/// The lowest eigenvalues of an operator, ascending, with eigenvectors and the proof of their accuracy.
public struct LowestEigenpairs<Scalar: MatrixScalar>: Sendable {
  public let values: [Double]
  /// The eigenvector of `values[k]` is column k; columns are orthonormal.
  public let vectors: Matrix<Scalar>
  /// ‖Hv − Ev‖ of every pair, from products made after the search. An eigenvalue is within it of its value.
  public let residuals: [Double]
  /// Block steps, or single ones of Lanczos' recurrence; 0 for the dense method.
  public let iterations: Int
  /// Products of the operator with a vector, those of the final check included.
  public let productCount: Int
  public let method: EigenSolverMethod
  /// The seed of the start vectors.
  public let seed: UInt64

  /// The memory in bytes that a search takes, vectors returned included, before it is started.
  ///
  /// - Parameters:
  ///   - method: The method; nil stands for the automatic choice for an operator that knows its diagonal.
  /// - Throws: As ``lowestEigenpairs(of:count:options:)`` for sizes or options that are refused.
  public static func estimatedBytes(
    dimension: Int, count: Int, method: EigenSolverMethod? = nil, options: EigenSolverOptions = EigenSolverOptions()
  ) throws(LinearAlgebraError) -> Int {
    var options = options
    options.method = method ?? options.method
    return try SolverPlan(Scalar.self, dimension: dimension, count: count, knowsDiagonal: true, options: options).bytes
  }
}

/// The `count` lowest eigenvalues of a Hermitian operator, each as often as its multiplicity, with eigenvectors.
///
/// Iterated in one block from seeded random vectors, which have a part in every symmetry: no level is missed because
/// the start was in another sector, and degenerate levels come with all their vectors. The same seed gives the same bits on
/// the same machine.
/// - Throws: ``LinearAlgebraError``: for a count outside 1...dimension, options that cannot be honoured, operators that are
///   not Hermitian or give numbers that are not finite, ``LinearAlgebraError/notConverged(residual:tolerance:iterations:)``
///   when a residual checked afterwards is above the tolerance, ``LinearAlgebraError/noneBelow(ceiling:)``, and
///   ``LinearAlgebraError/stopped(iterations:)``.
public func lowestEigenpairs<Operator: LinearOperator>(
  of hamiltonian: Operator, count: Int = 1, options: EigenSolverOptions = EigenSolverOptions()
) throws(LinearAlgebraError) -> LowestEigenpairs<Operator.Scalar> {
  try hamiltonian.validate()
  let diagonal = hamiltonian.diagonal
  let dimension = hamiltonian.dimension
  if let diagonal {
    guard diagonal.count == dimension else {
      throw .diagonalCount(found: diagonal.count, dimension: dimension)
    }
    if let index = diagonal.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: index, column: index) }
  }
  let plan = try SolverPlan(
    Operator.Scalar.self, dimension: dimension, count: count, knowsDiagonal: diagonal != nil, options: options)
  var search = EigenSearch(hamiltonian, plan: plan, options: options)
  return switch plan.method {
  case .dense: try search.dense()
  case .lanczos, .davidson:
    try search.iterative(
      preconditioner: plan.method == .davidson
        ? diagonal.map { DiagonalPreconditioner($0, count: plan.block) } : nil)
  }
}

extension EigenSearch {
  /// All eigenpairs of the operator written out as a matrix.
  fileprivate mutating func dense() throws(LinearAlgebraError) -> LowestEigenpairs<Scalar> {
    var matrix = Matrix<Scalar>.zero(rows: plan.dimension, columns: plan.dimension)
    var unit = Matrix<Scalar>.zero(rows: plan.dimension, columns: 1)
    try unit.withMutablePanel { unit throws(LinearAlgebraError) in
      try matrix.withMutablePanel { matrix throws(LinearAlgebraError) in
        for index in 0..<matrix.columns {
          unit[0][index] = 1
          try multiply(unit[0], into: matrix[index])
          unit[0][index] = 0
        }
      }
    }
    let all = try hermitianEigensystem(of: matrix)
    return try checked(all.vectors.prefix(columns: plan.count))
  }

  /// The lowest eigenpairs from a search space that grows by blocks.
  fileprivate mutating func iterative(
    preconditioner: DiagonalPreconditioner?
  ) throws(LinearAlgebraError) -> LowestEigenpairs<Scalar> {
    let copies = plan.method == .davidson ? 2 : 1
    let memory = UnsafeMutablePointer<Scalar>.allocate(capacity: copies * plan.dimension * plan.capacity)
    defer { memory.deallocate() }
    let columns = Panel(memory, rows: plan.dimension, columns: plan.capacity)
    for index in 0..<plan.block {
      randomize(columns[index])
      if plan.method == .davidson { preconditioner?.weigh(columns[index]) }
    }
    // What a search estimates drifts by rounding over many restarts. A result that fails the check is the start of
    // another search with a harder bound; a third failure is a tolerance beyond the reach of double precision.
    var attempt = 0
    while true {
      startAttempt()
      let tolerance = options.tolerance * [0.7, 0.2, 0.05][attempt]
      if plan.method == .davidson, let preconditioner {
        let products = Panel(
          memory + plan.dimension * plan.capacity, rows: plan.dimension, columns: plan.capacity)
        try blockDavidson(columns, products: products, preconditioner: preconditioner, tolerance: tolerance)
      } else if plan.usesRecurrence, attempt == 0 {
        try lanczosRecurrence(columns, tolerance: tolerance)
      } else {
        try blockLanczos(columns, tolerance: tolerance)
      }
      let vectors = Matrix(
        rows: plan.dimension, columns: plan.count,
        elements: Array(UnsafeBufferPointer(start: memory, count: plan.dimension * plan.count)))
      do throws(LinearAlgebraError) {
        return try checked(vectors)
      } catch {
        guard case .notConverged = error, !isExhausted, attempt < 2 else { throw error }
        attempt += 1
      }
    }
  }

  /// Values and residuals of vectors, from new products; throws when a residual is above the tolerance.
  private mutating func checked(_ vectors: Matrix<Scalar>) throws(LinearAlgebraError) -> LowestEigenpairs<Scalar> {
    let memory = UnsafeMutablePointer<Scalar>.allocate(capacity: plan.dimension)
    defer { memory.deallocate() }
    let product = Panel(memory, rows: plan.dimension, columns: 1)
    var values: [Double] = []
    var residuals: [Double] = []
    for index in 0..<plan.count {
      let (value, residual): (Double, Double) = try vectors.withPanel { panel throws(LinearAlgebraError) in
        try multiply(panel[index], into: product[0])
        var element = Matrix<Scalar>.zero(rows: 1, columns: 1)
        element.withMutablePanel { $0.assign(panel[columns: index..<index + 1], adjoint: true, product) }
        let value = element[0, 0].real
        subtract(panel[index], times: value, from: product[0])
        return (value, length(product[0]))
      }
      values.append(value)
      residuals.append(residual)
    }
    guard residuals.allSatisfy({ $0 <= options.tolerance }) else {
      throw .notConverged(residual: residuals.max() ?? 0, tolerance: options.tolerance, iterations: iterations)
    }
    // Rounding may have turned equal levels round.
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    return LowestEigenpairs(
      values: order.map { values[$0] },
      vectors: order.elementsEqual(values.indices) ? vectors : vectors.columns(order),
      residuals: order.map { residuals[$0] }, iterations: iterations, productCount: productCount, method: plan.method,
      seed: options.seed)
  }
}
