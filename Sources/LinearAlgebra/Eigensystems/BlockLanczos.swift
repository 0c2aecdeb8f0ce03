extension EigenSearch {
  /// Block Lanczos with thick restarts: from start vectors to Ritz vectors of the lowest eigenvalues.
  ///
  /// The search space is [V | Q] with orthonormal columns. H Q, made orthogonal to it, is the next Q, and what was taken
  /// away are the matrix elements V†HQ, all of them: nothing is assumed to vanish. H V y − θ V y = Q R y_Q then gives
  /// residuals without forming vectors. A full space is replaced by its lowest Ritz vectors, with Q kept.
  /// - Parameters:
  ///   - columns: Memory of `plan.capacity` columns; the first `plan.block` hold the start vectors and, afterwards,
  ///     the Ritz vectors, ascending.
  ///   - tolerance: The bound on estimated residuals.
  /// - Note: Wu and Simon, SIAM J. Matrix Anal. Appl. 22, 602 (2000), with blocks.
  mutating func blockLanczos(_ columns: Panel<Scalar>, tolerance: Double) throws(LinearAlgebraError) {
    let capacity = plan.capacity
    var projected = ProjectedProblem<Scalar>(capacity: capacity)
    var settled = 0  // columns of V
    var fresh = orthonormalizeLanczos(columns, from: 0, count: plan.block).count  // columns of Q
    while true {
      let size = settled + fresh
      for index in 0..<fresh { try multiply(columns[settled + index], into: columns[size + index]) }
      let norm = try largestLength(columns[columns: size..<size + fresh])
      let next = orthonormalizeLanczos(columns, from: size, count: fresh)
      if settled == 0 { try checkHermitian(next.overlaps, norm: norm) }
      projected.append(next.overlaps)
      let ritz = try projected.solve()
      let watched = min(plan.block, size)
      let residuals = (0..<watched).map { index in
        let tail = Array(ritz.vectors.column(index)[settled..<size])
        return (next.remainder * tail).reduce(0) { $0 + $1.lengthSquared }.squareRoot()
      }
      try report(ritz.values, residuals, norm: norm)
      if next.count == 0 || isExhausted || isStuck
        || watched == plan.block && unfinished(ritz.values, residuals, tolerance: tolerance).isEmpty
      {
        combine(columns[columns: 0..<size], ritz.vectors.prefix(columns: watched))
        return
      }
      settled = size
      if size + 2 * next.count > capacity {
        // Half of the space is kept: the wanted vectors and their neighbours, which else had to be found again.
        settled = max(plan.block, min((capacity - 2 * next.count), capacity / 2))
        combine(columns[columns: 0..<size], ritz.vectors.prefix(columns: settled))
        for index in 0..<next.count { copy(columns[size + index], to: columns[settled + index]) }
        projected.reset(to: ritz.values.prefix(settled))
      }
      fresh = next.count
    }
  }

  /// A column that vanishes is a sign of an invariant subspace: the search goes on from a random vector.
  private mutating func orthonormalizeLanczos(
    _ columns: Panel<Scalar>, from first: Int, count: Int
  ) -> OrthonormalColumns<Scalar> {
    orthonormalize(columns, from: first, count: count, threshold: 1e-14) { _, trial, memory in
      guard trial < 3 else { return false }
      randomize(memory)
      return true
    }
  }
}
