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
      try report(ritz.values, residuals, norm: norm)
      let unfinished = unfinished(ritz.values, residuals, tolerance: tolerance)
      fresh = 0
      if !isExhausted && !isStuck && !unfinished.isEmpty {
        for (place, index) in unfinished.enumerated() {
          if place != index { copy(residualVectors[index], to: residualVectors[place]) }
          preconditioner.correct(
            residualVectors[place], vector: ritzVectors[index],
            value: ritz.values[index], index: index)
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
