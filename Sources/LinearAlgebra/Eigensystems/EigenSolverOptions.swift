/// The ways to find the lowest eigenpairs of an operator.
public enum EigenSolverMethod: String, Codable, CaseIterable, Sendable {
  /// The whole matrix, by LAPACK: for small dimensions, or when a large part of the spectrum is asked for.
  case dense
  /// Block Lanczos with thick restarts and full reorthogonalisation, for one pair without guards Lanczos' plain
  /// recurrence: needs products only.
  case lanczos
  /// Block Davidson, preconditioned by the operator's diagonal: fewer products where the diagonal dominates.
  case davidson
}

/// How ``lowestEigenpairs(of:count:options:)`` works: accuracy, limits, memory, and who is told.
public struct EigenSolverOptions: Sendable {
  /// The bound on ‖Hv − Ev‖ for every pair returned, in the operator's unit.
  public var tolerance = 1e-10
  /// The number of block steps after which the solver gives up.
  public var maximumIterations = 2000
  /// Chooses the random start vectors.
  public var seed: UInt64 = 0
  /// The method, or nil to choose by dimension and by whether the operator knows its diagonal.
  public var method: EigenSolverMethod?
  /// Up to this dimension the automatic choice is the dense method.
  public var denseDimensionLimit = 256
  /// Vectors iterated beside those asked for, so that none of these is missed; they need not converge.
  ///
  /// Davidson's method leaves them alone once they are known well enough; in Lanczos' each costs as much as one asked for.
  /// One pair without guards is found by Lanczos' recurrence, whose steps cost hardly more than their products.
  public var guardCount = 1
  /// Vectors of the search space kept at a time, or nil for a number that serves most operators.
  ///
  /// At least 3 times the vectors iterated. More of them converge in fewer products and take more memory:
  /// see ``LowestEigenpairs/estimatedBytes(dimension:count:method:options:)``. Nil stands for 10 times those iterated
  /// (Lanczos: 16 times, as it takes half the memory for each), at least 32, and fewer for blocks of more than 20; for one
  /// pair by Lanczos' recurrence, for what fits in 512 MB.
  public var subspaceDimension: Int?
  /// The most memory in bytes that the solver may take; the default search space shrinks to fit.
  public var memoryLimit = 8 << 30
  /// Above it no eigenvalue is of interest: an iterative search ends with ``LinearAlgebraError/noneBelow(ceiling:)`` once
  /// its lowest value stays above by a hundred times its residual.
  public var ceiling: Double?
  /// Asked before every product; true ends the search with ``LinearAlgebraError/stopped(iterations:)``.
  public var shouldStop: (@Sendable () -> Bool)?
  /// Told after every block step.
  public var progress: (@Sendable (EigenSolverProgress) -> Void)?

  public init() {}

  func validate() throws(LinearAlgebraError) {
    guard tolerance > 0, tolerance.isFinite else {
      throw .invalidOption("tolerance", found: "\(tolerance)", allowed: "a positive number")
    }
    for (name, value, least) in [
      ("maximumIterations", maximumIterations, 1), ("denseDimensionLimit", denseDimensionLimit, 0),
      ("guardCount", guardCount, 0), ("subspaceDimension", subspaceDimension ?? 3, 3),
      ("memoryLimit", memoryLimit, 1),
    ] where value < least {
      throw .invalidOption(name, found: "\(value)", allowed: "\(least) or more")
    }
  }
}

/// Where an eigensolver stands after a block step.
public struct EigenSolverProgress: Sendable {
  public let iteration: Int
  /// Products of the operator with a vector so far.
  public let productCount: Int
  /// The values asked for as known now; upper bounds of the eigenvalues that they approach.
  public let values: [Double]
  /// The largest of their estimated residual norms.
  public let residual: Double
}
