import CLinearAlgebra

extension EigenSearch {
  /// Lanczos' three-term recurrence for the lowest pair alone: from one start vector to its Ritz vector.
  ///
  /// A step costs one product and a few passes over vectors, however long the search is, because nothing is made
  /// orthogonal a second time. What rounding gives back are directions that have converged; the search ends when the lowest
  /// one has, or leaves the rest to `blockLanczos`. As many vectors are kept as `plan` has memory for; those of later steps
  /// are made a second time, bit by bit the same, to add up the Ritz vector.
  /// - Parameters:
  ///   - columns: Memory of `plan.capacity` columns; the first holds the start vector and, afterwards, the Ritz vector.
  ///   - tolerance: The bound on the estimated residual.
  /// - Note: Lanczos, J. Res. Natl. Bur. Stand. 45, 255 (1950); without reorthogonalisation: Paige, J. Inst. Math. Appl.
  ///   18, 341 (1976).
  mutating func lanczosRecurrence(_ columns: Panel<Scalar>, tolerance: Double) throws(LinearAlgebraError) {
    let kept = plan.capacity - SolverPlan.recurrenceColumns
    /// The vectors of the first steps stay, three later ones take turns.
    func vector(_ step: Int) -> UnsafeMutableBufferPointer<Scalar> {
      columns[step < kept ? step : kept + (step - kept) % 3]
    }
    var matrix = TridiagonalMatrix()
    scale(columns[0], by: 1 / length(columns[0]))
    var lowest = (value: 0.0, vector: [1.0])
    var residual = Double.infinity
    var step = 0
    while true {
      let (here, next) = (vector(step), vector(step + 1))
      try multiply(here, into: next)
      let norm = try largestLength(Panel(next.baseAddress!, rows: columns.rows, columns: 1))
      if step <= 1 {
        // Rounding leaves the second vector a part along the first, the larger the less there was left of the product.
        let rounding = matrix.offDiagonal.first.map { 100 * Double.ulpOfOne * norm * norm / $0 } ?? 0
        try checkHermitian(
          firstElements(columns, product: next, offDiagonal: matrix.offDiagonal), norm: norm, rounding: rounding)
      }
      if step > 0 { subtract(vector(step - 1), times: matrix.offDiagonal[step - 1], from: next) }
      let element = dot(here, next)
      subtract(here, times: element, from: next)
      let rest = length(next)
      matrix.diagonal.append(element)
      matrix.offDiagonal.append(rest)
      let isEnd = rest <= 1e-14 * norm
      if isEnd || step < 16 || step % 4 == 0 {
        lowest = try matrix.lowestPair()
        residual = isEnd ? 0 : rest * abs(lowest.vector[step])
      }
      try report([lowest.value], [residual], norm: norm)
      if residual <= tolerance || isStuck || isHopeless(step) { break }
      scale(next, by: 1 / rest)
      step += 1
    }
    let known = min(lowest.vector.count, kept)
    combine(
      columns[columns: 0..<known],
      Matrix(rows: known, columns: 1, elements: lowest.vector.prefix(known).map { Scalar($0) }))
    // The sum so far stands in the first column, which the recurrence needs no more.
    for step in known..<lowest.vector.count {
      let (last, next) = (vector(step - 1), vector(step))
      try multiply(last, into: next)
      subtract(vector(step - 2), times: matrix.offDiagonal[step - 2], from: next)
      subtract(last, times: matrix.diagonal[step - 1], from: next)
      scale(next, by: 1 / matrix.offDiagonal[step - 1])
      subtract(next, times: -lowest.vector[step], from: columns[0])
    }
    // What is not orthogonal does not add up to a unit vector.
    scale(columns[0], by: 1 / length(columns[0]))
  }

  /// Whether so many steps have been taken that what rounding gives back is all there is: levels lie too close together,
  /// and need a search that stays orthogonal.
  private func isHopeless(_ step: Int) -> Bool {
    step >= 2 * plan.dimension || 2 * iterations >= options.maximumIterations
  }

  /// The matrix between the one or two first vectors: the last column by products, what stands left of it as the
  /// recurrence assumes it.
  private func firstElements(
    _ columns: Panel<Scalar>, product: UnsafeMutableBufferPointer<Scalar>, offDiagonal: [Double]
  ) -> Matrix<Scalar> {
    let count = offDiagonal.count + 1
    var elements = Matrix<Scalar>.zero(rows: count, columns: count)
    elements.withMutablePanel {
      $0[columns: count - 1..<count].assign(
        columns[columns: 0..<count], adjoint: true, Panel(product.baseAddress!, rows: columns.rows, columns: 1))
    }
    if count == 2 { elements[1, 0] = Scalar(offDiagonal[0]) }
    return elements
  }
}

/// A real symmetric matrix with elements on and beside its diagonal only.
private struct TridiagonalMatrix {
  var diagonal: [Double] = []
  /// Element k stands beside diagonal elements k and k + 1; one may follow for a column that is yet to come.
  var offDiagonal: [Double] = []

  /// The lowest eigenvalue with its unit vector, by LAPACK.
  func lowestPair() throws(LinearAlgebraError) -> (value: Double, vector: [Double]) {
    var value = 0.0
    var vector = Array(repeating: 0.0, count: diagonal.count)
    let info = cla_tridiagonal_lowest_pair(Int32(diagonal.count), diagonal, offDiagonal, &value, &vector)
    guard info == 0 else { throw .lapack(routine: "dstevr", info: Int(info)) }
    return (value, vector)
  }
}
