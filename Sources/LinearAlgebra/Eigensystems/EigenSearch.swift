import ComplexModule
import RandomStreams

/// What block Lanczos and block Davidson share: products, start vectors, and when enough is known.
struct EigenSearch<Operator: LinearOperator> {
  typealias Scalar = Operator.Scalar

  let hamiltonian: Operator
  let plan: SolverPlan
  let options: EigenSolverOptions
  private(set) var iterations = 0
  private(set) var productCount = 0
  /// How many random vectors have been drawn: the next one is another stream of the seed.
  private var randomVectorCount: UInt32 = 0

  /// The largest length of a product with a unit vector so far: a lower bound of the operator's norm.
  private var norm = 0.0
  /// The least of the largest residuals since `startAttempt()`, and the step that had it.
  private var best = (residual: Double.infinity, iteration: 0)

  init(_ hamiltonian: Operator, plan: SolverPlan, options: EigenSolverOptions) {
    self.hamiltonian = hamiltonian
    self.plan = plan
    self.options = options
  }

  var isExhausted: Bool { iterations >= options.maximumIterations }

  /// `result = H vector`, unless the caller wants to stop.
  mutating func multiply(
    _ vector: UnsafeMutableBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Scalar>
  ) throws(LinearAlgebraError) {
    if options.shouldStop?() == true { throw .stopped(iterations: iterations) }
    hamiltonian.apply(to: UnsafeBufferPointer(vector), into: result)
    productCount += 1
  }

  /// Forgets what an earlier attempt reached.
  mutating func startAttempt() {
    best = (.infinity, iterations)
  }

  /// Writes a random vector: it has a part in every symmetry, which no single basis state has.
  mutating func randomize(_ vector: UnsafeMutableBufferPointer<Scalar>) {
    fill(vector, seed: options.seed, stream: randomVectorCount)
    randomVectorCount += 1
  }

  /// Ends a block step.
  ///
  /// - Parameter norm: The largest length of a product with one of its unit vectors.
  mutating func report(_ values: [Double], _ residuals: [Double], norm: Double) throws(LinearAlgebraError) {
    iterations += 1
    self.norm = max(self.norm, norm)
    let residual = residuals.prefix(plan.count).max() ?? 0
    if residual < 0.5 * best.residual { best = (residual, iterations) }
    options.progress?(
      EigenSolverProgress(
        iteration: iterations, productCount: productCount, values: Array(values.prefix(plan.count)),
        residual: residual))
    // Of a random vector the residual tells nothing yet.
    if iterations >= 10, let ceiling = options.ceiling, let value = values.first, let residual = residuals.first,
      value - 100 * residual > ceiling
    {
      throw .noneBelow(ceiling: ceiling)
    }
  }

  /// Whether rounding keeps residuals, some 1e-13 of the norm by now, from getting smaller.
  var isStuck: Bool {
    best.residual < 1e3 * Double.ulpOfOne * norm && iterations - best.iteration > 20
  }

  /// Which of the iterated pairs are not yet known well enough.
  ///
  /// A pair asked for has a residual within `tolerance`. A guard has an eigenvalue within its residual of its value: it is
  /// known well enough when that interval stays clear of the pairs asked for, or is small.
  func unfinished(_ values: [Double], _ residuals: [Double], tolerance: Double) -> [Int] {
    let highest = values[min(plan.count, values.count) - 1]
    let small = tolerance.squareRoot()
    return residuals.indices.filter { index in
      residuals[index] > (index < plan.count ? tolerance : max(small, 0.5 * (values[index] - highest)))
    }
  }

  /// The largest length of products, which must be finite numbers.
  func largestLength(_ products: Panel<Scalar>) throws(LinearAlgebraError) -> Double {
    var largest = 0.0
    for column in 0..<products.columns {
      let length = length(products[column])
      guard length.isFinite else { throw .productNotFinite }
      largest = max(largest, length)
    }
    return largest
  }

  /// Refuses an operator that shows itself not Hermitian on the start vectors.
  ///
  /// - Parameters:
  ///   - elements: Matrix elements between the start vectors.
  ///   - norm: The largest length of their products.
  ///   - rounding: What rounding may have made of them beyond 1e-9 of that.
  func checkHermitian(
    _ elements: Matrix<Scalar>, norm: Double, rounding: Double = 0
  ) throws(LinearAlgebraError) {
    for column in 0..<elements.columns {
      for row in 0...column {
        let difference = (elements[row, column] - elements[column, row].conjugate).lengthSquared.squareRoot()
        guard difference <= 1e-9 * norm + rounding else {
          throw .operatorNotHermitian(difference: difference, norm: norm)
        }
      }
    }
  }
}

@specialized(where Scalar == Double)
@specialized(where Scalar == Complex<Double>)
private func fill<Scalar: MatrixScalar>(_ vector: UnsafeMutableBufferPointer<Scalar>, seed: UInt64, stream: UInt32) {
  guard let start = vector.baseAddress else { return }
  var random = RandomStream(seed: seed, stream: stream)
  let count = vector.count * (Scalar.isComplex ? 2 : 1)
  let target = doubles(start)
  for index in 0..<count { target[index] = 2 * random.uniform() - 1 }
}
