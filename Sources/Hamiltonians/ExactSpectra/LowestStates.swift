import LinearAlgebra

/// The lowest states of an operator as a solver gives them.
struct LowestStates<Scalar: MatrixScalar> {
  var energies: [Double]
  var residuals: [Double]
  var method: EigenSolverMethod
  var vectors: Matrix<Scalar>

  init(
    of hamiltonian: some LinearOperator<Scalar>, count: Int, options: EigenSolverOptions
  ) throws(ExactSpectrumError) {
    do {
      let pairs = try lowestEigenpairs(of: hamiltonian, count: count, options: options)
      (energies, residuals, method, vectors) = (pairs.values, pairs.residuals, pairs.method, pairs.vectors)
    } catch {
      throw .eigensolver(error)
    }
  }

  /// The lowest `count` states of blocks that do not couple.
  ///
  /// - Parameters:
  ///   - blocks: The lowest states of each block, as many as it has or `count`.
  ///   - positions: The position in the whole space of each row of each block.
  init(merging blocks: [LowestStates], positions: [[Int32]], count: Int, dimension: Int) {
    let candidates = blocks.indices.flatMap { block in blocks[block].energies.indices.map { (block, $0) } }
    let lowest = candidates.sorted { blocks[$0.0].energies[$0.1] < blocks[$1.0].energies[$1.1] }.prefix(count)
    energies = lowest.map { blocks[$0.0].energies[$0.1] }
    residuals = lowest.map { blocks[$0.0].residuals[$0.1] }
    method = blocks.first { $0.method != .dense }?.method ?? .dense
    vectors = .zero(rows: dimension, columns: lowest.count)
    for (level, (block, column)) in lowest.enumerated() {
      for (row, position) in positions[block].enumerated() {
        vectors[Int(position), level] = blocks[block].vectors[row, column]
      }
    }
  }
}

extension LowestStates where Scalar: AmplitudeScalar {
  /// The states, in a basis that all of them share.
  func exactStates(in basis: ExactState.Basis) -> [ExactState] {
    energies.indices.map { level in
      ExactState(
        energy: energies[level], residual: residuals[level], amplitudes: Scalar.amplitudes(vectors.column(level)),
        basis: basis)
    }
  }
}

extension LowestStates<Double> {
  /// The lowest elements of a diagonal matrix, whose eigenvectors are basis states.
  init(ofDiagonal diagonal: [Double], count: Int) {
    var order: [Int] = []  // the positions of the lowest elements so far, ascending by element
    for (position, element) in diagonal.enumerated()
    where order.count < count || element < diagonal[order[count - 1]] {
      if order.count == count { order.removeLast() }
      let place = order.firstIndex { diagonal[$0] > element } ?? order.count
      order.insert(position, at: place)
    }
    energies = order.map { diagonal[$0] }
    residuals = Array(repeating: 0, count: count)
    method = .dense
    vectors = .zero(rows: diagonal.count, columns: count)
    for (level, position) in order.enumerated() { vectors[position, level] = 1 }
  }
}
