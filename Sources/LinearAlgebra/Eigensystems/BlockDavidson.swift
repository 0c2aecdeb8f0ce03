import ComplexModule

extension EigenSearch {
  /// Block Davidson: from start vectors to Ritz vectors of the lowest eigenvalues, with the diagonal as preconditioner.
  ///
  /// The search space V and its products W = HV are kept. Residuals r = Wy − θVy of pairs not known well enough are
  /// preconditioned with Olsen's correction and added. A full space is replaced by its lowest Ritz vectors.
  /// - Parameters:
  ///   - columns: Memory of `plan.capacity` columns; the first `plan.block` hold the start vectors and, afterwards,
  ///     the Ritz vectors, ascending.
  ///   - products: Memory of as many columns.
  ///   - tolerance: The bound on residuals.
  /// - Note: Davidson, J. Comput. Phys. 17, 87 (1975); Olsen, Jørgensen, Simons, Chem. Phys. Lett. 169, 463 (1990).
  mutating func blockDavidson(
    _ columns: Panel<Scalar>, products: Panel<Scalar>, preconditioner: DiagonalPreconditioner, tolerance: Double
  ) throws(LinearAlgebraError) {
    var projected = ProjectedProblem<Scalar>(capacity: plan.capacity)
    var size = 0
    var fresh = orthonormalizeDavidson(columns, from: 0, count: plan.block) { _, _ in }.count
    while true {
      let new = size..<size + fresh
      for index in new { try multiply(columns[index], into: products[index]) }
      size += fresh
      let norm = try largestLength(products[columns: new])
      var elements = Matrix<Scalar>.zero(rows: size, columns: fresh)
      elements.withMutablePanel {
        $0.assign(columns[columns: 0..<size], adjoint: true, products[columns: new])
      }
      if new.lowerBound == 0 { try checkHermitian(elements, norm: norm) }
      projected.append(elements)
      var ritz = try projected.solve()
      let watched = min(plan.block, size)
      if size + watched > plan.capacity {
        // Half of the space is kept: the wanted vectors and their neighbours, which else had to be found again.
        let kept = max(plan.block, plan.capacity / 2)
        let coefficients = ritz.vectors.prefix(columns: kept)
        combine(columns[columns: 0..<size], coefficients)
        combine(products[columns: 0..<size], coefficients)
        projected.reset(to: ritz.values.prefix(kept))
        ritz = try projected.solve()
        size = kept
      }
      // The columns behind the search space are free: Ritz vectors go behind the products, residuals behind the space.
      let coefficients = ritz.vectors.prefix(columns: watched)
      let ritzVectors = products[columns: size..<size + watched]
      let residualVectors = columns[columns: size..<size + watched]
      coefficients.withPanel {
        ritzVectors.assign(columns[columns: 0..<size], $0)
        residualVectors.assign(products[columns: 0..<size], $0)
      }
      let residuals = (0..<watched).map { index in
        subtract(ritzVectors[index], times: ritz.values[index], from: residualVectors[index])
        return length(residualVectors[index])
      }
      report(ritz.values, residuals, norm: norm)
      let unfinished = unfinished(ritz.values, residuals, tolerance: tolerance)
      fresh = 0
      if !isExhausted && !isStuck && !unfinished.isEmpty {
        for (place, index) in unfinished.enumerated() {
          if place != index { copy(residualVectors[index], to: residualVectors[place]) }
          preconditioner.correct(
            residualVectors[place], vector: ritzVectors[index],
            value: min(ritz.values[index], preconditioner.lowest[index]))
        }
        fresh =
          orthonormalizeDavidson(columns, from: size, count: unfinished.count) { place, memory in
            // The residual itself is orthogonal to the space, whatever the preconditioner makes of it.
            let index = unfinished[place]
            copy(ritzVectors[index], to: memory)
            coefficients.withPanel {
              Panel(memory.baseAddress!, rows: columns.rows, columns: 1).assign(
                products[columns: 0..<size], $0[columns: index..<index + 1], keeping: -ritz.values[index])
            }
          }.count
      }
      if fresh == 0 {
        combine(columns[columns: 0..<size], coefficients)
        return
      }
    }
  }

  /// A column that vanishes is replaced by the residual it was made from, and by a random vector when that vanishes too.
  private mutating func orthonormalizeDavidson(
    _ columns: Panel<Scalar>, from first: Int, count: Int,
    residual: (_ column: Int, _ memory: UnsafeMutableBufferPointer<Scalar>) -> Void
  ) -> OrthonormalColumns<Scalar> {
    orthonormalize(columns, from: first, count: count, threshold: 1e-8) { column, trial, memory in
      guard trial < 3 else { return false }
      if trial == 0 && first > 0 { residual(column, memory) } else { randomize(memory) }
      return true
    }
  }
}

/// The diagonal of an operator as an approximation of it: what makes Davidson's method converge in few products.
struct DiagonalPreconditioner {
  let diagonal: [Double]
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

  /// Turns a residual r of the pair (θ, x) into the correction −(D − θ)⁻¹ (r − ε x) with ε such that it is orthogonal to x.
  ///
  /// The second term is what keeps a good diagonal from giving x itself back.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Complex<Double>)
  func correct<Scalar: MatrixScalar>(
    _ residual: UnsafeMutableBufferPointer<Scalar>, vector: UnsafeMutableBufferPointer<Scalar>, value: Double
  ) {
    let least = 1e-4 * spread
    guard least > 0 else { return }
    func inverse(_ index: Int) -> Double {
      let difference = diagonal[index] - value
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
