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
    return try denseMatrix(\.real)
  }

  /// The matrix in the computational basis in compressed sparse rows; up to 2²⁸ elements.
  ///
  /// - Throws: ``PauliError/tooManyQubits(_:allowed:task:)``.
  public func sparseMatrix() throws(PauliError) -> SparseMatrix<Complex<Double>> {
    try sparseMatrix { $0 }
  }

  /// The matrix of a sum with ``isReal``, in real numbers and compressed sparse rows; up to 2²⁸ elements.
  ///
  /// - Throws: ``PauliError/notReal(term:)``, ``PauliError/tooManyQubits(_:allowed:task:)``.
  public func realSparseMatrix() throws(PauliError) -> SparseMatrix<Double> {
    try requireReal()
    return try sparseMatrix(\.real)
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
    guard qubitCount <= 28 else { throw .tooManyQubits(qubitCount, allowed: 28, task: "a sparse matrix") }
    let flips = flips
    let dimension = 1 << qubitCount
    let limit = 1 << 28
    guard flips.count <= limit / dimension else {
      let allowed = (limit / flips.count).bitWidth - 1 - (limit / flips.count).leadingZeroBitCount
      throw .tooManyQubits(qubitCount, allowed: allowed, task: "a sparse matrix of \(flips.count) elements in each row")
    }
    // For each flip the element of every row; column = row ⊕ x.
    let values = flips.map { flip in
      let f = amplitudes(ofFlip: flip)
      return (0..<dimension).map { row in scalar(f[row ^ Int(flip.x)]) }
    }
    var rowStarts = [0]
    rowStarts.reserveCapacity(dimension + 1)
    var columnIndices: [Int32] = []
    var elements: [Scalar] = []
    columnIndices.reserveCapacity(dimension * flips.count)
    elements.reserveCapacity(dimension * flips.count)
    var order = Array(flips.indices)
    for row in 0..<dimension {
      // From row to row few flips change places, so this sort is nearly done each time.
      order.sort { row ^ Int(flips[$0].x) < row ^ Int(flips[$1].x) }
      for index in order where values[index][row] != .zero {
        columnIndices.append(Int32(row ^ Int(flips[index].x)))
        elements.append(values[index][row])
      }
      rowStarts.append(elements.count)
    }
    return SparseMatrix(
      rows: dimension, columns: dimension, rowStarts: rowStarts, columnIndices: columnIndices, values: elements)
  }
}
