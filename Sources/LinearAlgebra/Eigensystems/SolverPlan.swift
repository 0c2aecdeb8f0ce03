/// The sizes that a search for the lowest eigenpairs works with, fixed before it starts.
struct SolverPlan {
  let method: EigenSolverMethod
  let dimension: Int
  /// Eigenpairs asked for.
  let count: Int
  /// Vectors iterated together: those asked for and the guards.
  let block: Int
  /// Columns of memory for the search space.
  let capacity: Int
  let bytes: Int

  init<Scalar: MatrixScalar>(
    _: Scalar.Type, dimension: Int, count: Int, knowsDiagonal: Bool, options: EigenSolverOptions
  ) throws(LinearAlgebraError) {
    try options.validate()
    guard count >= 1, count <= dimension else { throw .countOutOfBounds(count, dimension: dimension) }
    // BLAS counts doubles of one vector in 32 bits.
    let limit = Int(Int32.max) / 2
    guard dimension <= limit else { throw .dimensionTooLarge(dimension, limit: limit) }
    // A search space should be well below the whole space, otherwise nothing is gained.
    let isSmall = dimension <= options.denseDimensionLimit || 8 * count > dimension
    let method = options.method ?? (isSmall ? .dense : knowsDiagonal ? .davidson : .lanczos)
    if method == .davidson && !knowsDiagonal {
      throw .invalidOption("method", found: "davidson", allowed: "lanczos or dense, as the operator has no diagonal")
    }
    let guards = options.guardCount ?? (method == .davidson ? 2 : 1)
    let block = min(count + min(guards, dimension), dimension)
    self.method = method
    self.dimension = dimension
    self.count = count
    self.block = block
    let scalarBytes = MemoryLayout<Scalar>.stride
    let column = dimension * scalarBytes
    guard method != .dense else {
      capacity = 0
      // The matrix and its copy, and the two squares of work space of divide and conquer (real for complex matrices too).
      bytes = dimension * (2 * column + 16 * dimension + (Scalar.isComplex ? column : 0))
      try Self.checkMemory(bytes, options)
      return
    }
    if let given = options.subspaceDimension, given < 4 * block, given < dimension {
      throw .invalidOption(
        "subspaceDimension", found: "\(given)", allowed: "at least \(4 * block), 4 times the vectors iterated")
    }
    // Davidson keeps the products too and the diagonal; both make the result and one product beside the search space.
    let copies = method == .davidson ? 2 : 1
    let fixed = (count + 1) * column + (method == .davidson ? 8 * dimension : 0)
    let affordable = (options.memoryLimit - fixed) / (copies * column)
    let wanted =
      options.subspaceDimension ?? max(4 * block, min(max((method == .davidson ? 10 : 16) * block, 32), affordable))
    capacity = min(wanted, dimension + block)
    bytes = fixed + copies * capacity * column
    try Self.checkMemory(bytes, options)
  }

  private static func checkMemory(_ bytes: Int, _ options: EigenSolverOptions) throws(LinearAlgebraError) {
    guard bytes <= options.memoryLimit else {
      throw .memoryLimitExceeded(bytes: bytes, limit: options.memoryLimit)
    }
  }
}
