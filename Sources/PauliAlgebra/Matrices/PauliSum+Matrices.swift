public import ComplexModule
public import LinearAlgebra
public import RealModule

extension PauliSum {
  /// The matrix in the computational basis, row and column index bit q for qubit q; up to 13 qubits (1 GiB).
  ///
  /// - Throws: ``PauliError/tooManyQubits(_:allowed:task:)``.
  public func denseMatrix() throws(PauliError) -> Matrix<Complex<Double>> {
    try denseMatrix { $0 }
  }

  /// The matrix of a sum with ``isReal``, in real numbers; up to 13 qubits.
  ///
  /// - Throws: ``PauliError/notReal(term:)``, ``PauliError/tooManyQubits(_:allowed:task:)``.
  public func realDenseMatrix() throws(PauliError) -> Matrix<Double> {
    try requireReal()
    return try denseMatrix { $0.real }
  }

  /// The matrix in the computational basis in compressed sparse rows; up to 2²⁷ elements.
  ///
  /// - Throws: ``PauliError/tooManyQubits(_:allowed:task:)``.
  public func sparseMatrix() throws(PauliError) -> SparseMatrix<Complex<Double>> {
    try sparseMatrix { $0 }
  }

  /// The matrix of a sum with ``isReal``, in real numbers and compressed sparse rows; up to 2²⁷ elements.
  ///
  /// - Throws: ``PauliError/notReal(term:)``, ``PauliError/tooManyQubits(_:allowed:task:)``.
  public func realSparseMatrix() throws(PauliError) -> SparseMatrix<Double> {
    try requireReal()
    return try sparseMatrix { $0.real }
  }

  func requireReal() throws(PauliError) {
    try requireHermitian()
    for term in terms where !term.string.yCount.isMultiple(of: 2) {
      throw .notReal(term: "\(term.string)")
    }
  }

  private func denseMatrix<Scalar: MatrixScalar>(
    _ scalar: (Complex<Double>) -> Scalar
  ) throws(PauliError) -> Matrix<Scalar> {
    guard qubitCount <= 13 else { throw .tooManyQubits(qubitCount, allowed: 13, task: "a dense matrix") }
    let dimension = 1 << qubitCount
    var elements = Array(repeating: Scalar.zero, count: dimension * dimension)
    for flip in flips {
      for (column, value) in amplitudes(ofFlip: flip).enumerated() {
        elements[(column ^ Int(flip.x)) + dimension * column] = scalar(value)
      }
    }
    return Matrix(rows: dimension, columns: dimension, elements: elements)
  }

  private func sparseMatrix<Scalar: MatrixScalar>(
    _ scalar: (Complex<Double>) -> Scalar
  ) throws(PauliError) -> SparseMatrix<Scalar> {
    let flips = flips
    let allowed = maximumQubitCount(elementsInRow: flips.count)
    guard qubitCount <= allowed else {
      throw .tooManyQubits(
        qubitCount, allowed: allowed, task: "a sparse matrix with up to \(flips.count) elements in each row")
    }
    let dimension = 1 << qubitCount
    // Element (column ⊕ x, column) for each flip x, and how many there are in each row.
    var flipped: [Scalar] = []
    flipped.reserveCapacity(flips.count * dimension)
    var rowStarts = Array(repeating: 0, count: dimension + 1)
    for flip in flips {
      for (column, value) in amplitudes(ofFlip: flip).enumerated() {
        flipped.append(scalar(value))
        if value != .zero { rowStarts[(column ^ Int(flip.x)) + 1] += 1 }
      }
    }
    for row in 0..<dimension { rowStarts[row + 1] += rowStarts[row] }
    // Column by column, so that the elements of each row are appended in order.
    var next = rowStarts
    var columnIndices = Array(repeating: Int32(0), count: rowStarts[dimension])
    var values = Array(repeating: Scalar.zero, count: rowStarts[dimension])
    for column in 0..<dimension {
      for (index, flip) in flips.enumerated() where flipped[index * dimension + column] != .zero {
        let row = column ^ Int(flip.x)
        columnIndices[next[row]] = Int32(column)
        values[next[row]] = flipped[index * dimension + column]
        next[row] += 1
      }
    }
    return SparseMatrix(
      rows: dimension, columns: dimension, rowStarts: rowStarts, columnIndices: columnIndices, values: values)
  }
}

/// The widest sum with a sparse matrix of up to 2²⁷ elements, 2 GiB of complex numbers.
private func maximumQubitCount(elementsInRow: Int) -> Int {
  (0...27).last { elementsInRow << $0 <= 1 << 27 } ?? 0
}
