public import LinearAlgebra
import PauliAlgebra

/// How exact energies are computed.
public struct ExactSpectrumOptions: Sendable {
  /// How many of the lowest states are wanted, each as often as its degeneracy.
  public var stateCount: Int
  /// The method, or nil to choose by dimension.
  public var method: EigenSolverMethod?
  /// The bound on the residual ‖Hv − Ev‖ of every state; nil for 1e-10, and more where rounding does not allow that.
  ///
  /// The error of an energy is about its residual squared over the distance to the next level.
  public var tolerance: Double?
  /// Chooses the random start vectors of the iterative methods.
  public var seed: UInt64 = 0
  /// The most memory in bytes that may be taken; nil for half of the machine's.
  public var memoryLimit: Int?
  /// Asked before every product with a vector, and while matrices are made; true ends the search with an error.
  public var shouldStop: (@Sendable () -> Bool)?
  /// Told after every block step of an iterative method.
  public var progress: (@Sendable (EigenSolverProgress) -> Void)?

  public init(stateCount: Int = 1, method: EigenSolverMethod? = nil) {
    self.stateCount = stateCount
    self.method = method
  }

  var memory: Int { memoryLimit ?? MachineMemory.bytes / 2 }

  /// The options of the solver for an operator with this one-norm, beside memory that is taken already.
  func solver(oneNorm: Double = 0, memoryTaken: Int = 0) -> EigenSolverOptions {
    var options = EigenSolverOptions()
    options.method = method
    options.tolerance = tolerance ?? max(1e-10, 1e-13 * oneNorm)
    options.seed = seed
    options.memoryLimit = max(1, memory - memoryTaken)
    options.shouldStop = shouldStop
    options.progress = progress
    return options
  }

  func checkStateCount(dimension: Int) throws(ExactSpectrumError) {
    guard 1...max(1, dimension) ~= stateCount else { throw .stateCount(stateCount, dimension: dimension) }
  }

  func checkMemory(_ bytes: Int, dimension: Int) throws(ExactSpectrumError) {
    guard bytes <= memory else { throw .doesNotFit(bytes: bytes, limit: memory, dimension: dimension) }
  }

  /// Throws where a solver would take more memory than is left beside `taken` bytes, however small its search space.
  func checkMemory<Scalar: MatrixScalar>(
    _: Scalar.Type, dimension: Int, taken: Int, solver: EigenSolverOptions
  ) throws(ExactSpectrumError) {
    do {
      _ = try LowestEigenpairs<Scalar>.estimatedBytes(
        dimension: dimension, count: min(stateCount, dimension), options: solver)
    } catch .memoryLimitExceeded(let bytes, _) {
      throw .doesNotFit(bytes: taken + bytes, limit: memory, dimension: dimension)
    } catch {
      throw .eigensolver(error)
    }
  }
}
