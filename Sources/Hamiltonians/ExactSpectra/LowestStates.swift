import LinearAlgebra

/// The lowest states of an operator as a solver gives them.
struct LowestStates<Scalar: MatrixScalar> {
  var energies: [Double]
  var residuals: [Double]
  var method: EigenSolverMethod
  var vectors: Matrix<Scalar>
  /// What was searched for them; parts in which there was nothing low enough are left out.
  var parts: [SearchedPart]

  init(
    of hamiltonian: some CountedOperator<Scalar>, count: Int, options: EigenSolverOptions
  ) throws(ExactSpectrumError) {
    do {
      let pairs = try lowestEigenpairs(of: hamiltonian, count: count, options: options)
      (energies, residuals, method, vectors) = (pairs.values, pairs.residuals, pairs.method, pairs.vectors)
      parts = [
        SearchedPart(
          method: pairs.method, dimension: hamiltonian.dimension, elementCount: hamiltonian.elementCount,
          productCount: pairs.productCount, isComplex: Scalar.isComplex)
      ]
    } catch {
      throw .eigensolver(error)
    }
  }

  /// Nil where none of the states is below `ceiling`, which may be noticed or not.
  init?(
    below ceiling: Double?, of hamiltonian: some CountedOperator<Scalar>, count: Int, options: EigenSolverOptions
  ) throws(ExactSpectrumError) {
    var options = options
    options.ceiling = ceiling
    do throws(ExactSpectrumError) {
      try self.init(of: hamiltonian, count: count, options: options)
    } catch .eigensolver(.noneBelow) {
      return nil
    }
  }

  /// The lowest `count` states of blocks that do not couple.
  ///
  /// - Parameter blocks: The lowest states of each block, with the position in the whole space of each of its rows.
  init(merging blocks: [(states: LowestStates, positions: [Int32])], count: Int, dimension: Int) {
    let candidates = blocks.indices.flatMap { block in blocks[block].states.energies.indices.map { (block, $0) } }
    let lowest = candidates.sorted { blocks[$0.0].states.energies[$0.1] < blocks[$1.0].states.energies[$1.1] }
      .prefix(count)
    energies = lowest.map { blocks[$0.0].states.energies[$0.1] }
    residuals = lowest.map { blocks[$0.0].states.residuals[$0.1] }
    method = blocks.first { $0.states.method != .dense }?.states.method ?? .dense
    parts = blocks.flatMap(\.states.parts)
    vectors = .zero(rows: dimension, columns: lowest.count)
    for (level, (block, column)) in lowest.enumerated() {
      for (row, position) in blocks[block].positions.enumerated() {
        vectors[Int(position), level] = blocks[block].states.vectors[row, column]
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
    parts = []
    vectors = .zero(rows: diagonal.count, columns: count)
    for (level, position) in order.enumerated() { vectors[position, level] = 1 }
  }
}

/// The lowest values of several lists, as they come.
struct LowestValues {
  let count: Int
  private(set) var values: [Double] = []

  init(count: Int) { self.count = count }

  mutating func insert(_ more: [Double]) { values = Array((values + more).sorted().prefix(count)) }

  /// The highest of them, above which nothing is wanted; nil while there are too few.
  var ceiling: Double? { values.count == count ? values.last : nil }
}
