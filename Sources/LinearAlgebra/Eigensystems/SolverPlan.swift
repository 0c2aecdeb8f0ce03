/// The sizes that a search for the lowest eigenpairs works with, fixed before it starts.
struct SolverPlan {
  let method: EigenSolverMethod
  let dimension: Int
  /// Eigenpairs asked for.
  let count: Int
  /// Vectors iterated together: those asked for and the guards.
  let block: Int
  /// Columns of memory for the search space; 0 for the dense method.
  let capacity: Int
  /// The memory that the search takes, its result included.
  let bytes: Int
  /// Whether Lanczos' method goes without reorthogonalisation: for one pair without guards.
  let usesRecurrence: Bool

  /// What the recurrence takes beside the vectors that it keeps.
  static let recurrenceColumns = 3
  /// How much memory it may take for these.
  private static let keptBytes = 1 << 29

  init<Scalar: MatrixScalar>(
    _: Scalar.Type, dimension: Int, count: Int, knowsDiagonal: Bool, options: EigenSolverOptions
  ) throws(LinearAlgebraError) {
    try options.validate()
    guard count >= 1, count <= dimension else { throw .countOutOfBounds(count, dimension: dimension) }
    // A search space should be well below the whole space, otherwise nothing is gained.
    let isSmall = dimension <= options.denseDimensionLimit || 8 * count > dimension
    let method = options.method ?? (isSmall ? .dense : knowsDiagonal ? .davidson : .lanczos)
    if method == .davidson && !knowsDiagonal {
      throw .invalidOption("method", found: "davidson", allowed: "lanczos or dense, as the operator has no diagonal")
    }
    // BLAS counts the doubles of a vector in 32 bits.
    let limit = method == .dense ? largestDenseDimension : Int(Int32.max) / 2
    guard dimension <= limit else { throw .dimensionTooLarge(dimension, limit: limit) }
    let block = count + min(options.guardCount, dimension - count)

    func bytes(_ capacity: Int) -> Int {
      Self.bytes(Scalar.self, method: method, dimension: dimension, count: count, capacity: capacity)
    }
    let usesRecurrence = method == .lanczos && block == 1 && options.subspaceDimension == nil
    var capacity = 0
    if usesRecurrence {
      let least = 2 * Self.recurrenceColumns
      capacity = max(least, min(300, Self.keptBytes / (MemoryLayout<Scalar>.stride * dimension)))
      while capacity > least && bytes(capacity) > options.memoryLimit { capacity -= 1 }
    } else if method != .dense {
      let least = 3 * block
      if let given = options.subspaceDimension {
        guard given >= min(least, dimension) else {
          throw .invalidOption(
            "subspaceDimension", found: "\(given)", allowed: "at least \(least), 3 times the vectors iterated")
        }
        capacity = given
      } else {
        // Beyond some twenty vectors, such multiples would make the projected problem the larger part of the work.
        capacity = max(32, min((method == .davidson ? 10 : 16) * block, least + 200))
        while capacity > least && bytes(capacity) > options.memoryLimit { capacity -= 1 }
      }
      // A basis of the whole space, and a block of products beside it.
      capacity = min(capacity, dimension + block)
    }
    (self.method, self.dimension, self.count, self.block) = (method, dimension, count, block)
    (self.capacity, self.bytes, self.usesRecurrence) = (capacity, bytes(capacity), usesRecurrence)
    guard self.bytes <= options.memoryLimit else {
      throw .memoryLimitExceeded(bytes: self.bytes, limit: options.memoryLimit)
    }
  }

  /// In floating point, as the sizes that somebody may ask for exceed 64 bits.
  private static func bytes<Scalar: MatrixScalar>(
    _: Scalar.Type, method: EigenSolverMethod, dimension: Int, count: Int, capacity: Int
  ) -> Int {
    let scalar = Double(MemoryLayout<Scalar>.stride)
    let vector = Double(dimension) * scalar
    // The vectors returned, and one product to check them with.
    let result = Double(count + 1) * vector
    // A matrix, its copy that becomes the vectors, and LAPACK's work space.
    func dense(_ dimension: Double) -> Double { (Scalar.isComplex ? 64 : 32) * dimension * dimension }
    let total =
      switch method {
      case .dense: result + dense(Double(dimension))
      // The diagonal is looked at.
      case .lanczos: result + Double(capacity) * vector + 8 * Double(dimension) + dense(Double(capacity))
      // The products are kept too, and the diagonal twice.
      case .davidson: result + 2 * Double(capacity) * vector + 16 * Double(dimension) + dense(Double(capacity))
      }
    return total < Double(Int.max) ? Int(total) : .max
  }
}
