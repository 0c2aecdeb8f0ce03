import ComplexModule

/// The diagonal of an operator as an approximation of it: what makes Davidson's method converge in few products.
struct DiagonalPreconditioner {
  let diagonal: [Double]
  /// Its lowest elements, ascending, one for each vector iterated.
  let lowest: [Double]
  /// The standard deviation of the diagonal.
  let spread: Double

  init(_ diagonal: [Double], count: Int) {
    self.diagonal = diagonal
    lowest = Array(diagonal.sorted().prefix(count))
    let mean = diagonal.reduce(0, +) / Double(diagonal.count)
    spread = (diagonal.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(diagonal.count)).squareRoot()
  }

  /// Makes a random vector a likelier start: its elements are large where the diagonal is low.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Complex<Double>)
  func weigh<Scalar: MatrixScalar>(_ vector: UnsafeMutableBufferPointer<Scalar>) {
    guard spread > 0 else { return }
    for index in vector.indices { vector[index] *= Scalar(spread / (diagonal[index] - lowest[0] + spread)) }
  }

  /// Turns the residual r of pair k, (θ, x), into the correction −(D − σ)⁻¹ (r − ε x), orthogonal to x by the choice of ε.
  ///
  /// The second term is what keeps a good diagonal from giving x itself back. The shift σ is θ, but not above the k-th
  /// lowest diagonal element, below which the k-th eigenvalue lies (Cauchy's interlacing): with the high θ of a random
  /// start, D − θ would be small in the interior of the spectrum and draw the search there.
  /// - Parameter index: k, from 0.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Complex<Double>)
  func correct<Scalar: MatrixScalar>(
    _ residual: UnsafeMutableBufferPointer<Scalar>, vector: UnsafeMutableBufferPointer<Scalar>, value: Double,
    index pair: Int
  ) {
    let shift = min(value, lowest[pair])
    let least = 1e-4 * spread
    guard least > 0 else { return }
    func inverse(_ index: Int) -> Double {
      let difference = diagonal[index] - shift
      return 1 / (abs(difference) < least ? (difference < 0 ? -least : least) : difference)
    }
    var numerator: Scalar = 0
    var denominator = 0.0
    for index in residual.indices {
      let factor = inverse(index)
      numerator += Scalar(factor) * vector[index].conjugate * residual[index]
      denominator += factor * vector[index].lengthSquared
    }
    let epsilon = denominator == 0 ? 0 : numerator * Scalar(1 / denominator)
    for index in residual.indices {
      residual[index] = Scalar(-inverse(index)) * (residual[index] - epsilon * vector[index])
    }
  }
}
