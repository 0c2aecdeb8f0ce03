import ComplexModule

/// A Hermitian operator that is known by what it does to a vector.
///
/// Required: ``dimension`` and ``apply(to:into:)``. Optional: ``diagonal``, which makes eigensolvers use it, and
/// ``validate()``, for operators that can be made wrongly.
public protocol LinearOperator<Scalar> {
  associatedtype Scalar: MatrixScalar

  /// The number of elements of a vector.
  var dimension: Int { get }

  /// Overwrites `result` with the operator times `vector`.
  ///
  /// Both have ``dimension`` elements and do not overlap. `result` holds arbitrary numbers before.
  func apply(to vector: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Scalar>)

  /// The diagonal elements, real as they are for every Hermitian operator, or nil where they are not known.
  var diagonal: [Double]? { get }

  /// Throws when the operator cannot be applied or solved for (a matrix that is not square, or holds a NaN).
  ///
  /// A solver calls this once, before the first product.
  func validate() throws(LinearAlgebraError)
}

extension LinearOperator {
  public var diagonal: [Double]? { nil }

  public func validate() throws(LinearAlgebraError) {}
}

extension Matrix: LinearOperator {
  public var dimension: Int { rows }

  public var diagonal: [Double]? { (0..<min(rows, columns)).map { self[$0, $0].real } }

  public func apply(to vector: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Scalar>) {
    precondition(
      vector.count == columns && result.count == rows,
      "A matrix of \(rows) by \(columns) takes \(columns) elements to \(rows), not \(vector.count) to \(result.count).")
    guard let source = vector.baseAddress, let target = result.baseAddress else { return }
    withPanel {
      Panel(target, rows: rows, columns: 1).assign($0, Panel(reading: source, rows: columns, columns: 1))
    }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Complex<Double>)
  public func validate() throws(LinearAlgebraError) {
    guard isSquare else { throw .notSquare(rows: rows, columns: columns) }
    var largest = 0.0
    for column in 0..<columns {
      for row in 0..<rows {
        let element = self[row, column]
        guard element.isFinite else { throw .notFinite(row: row, column: column) }
        largest = max(largest, element.lengthSquared)
      }
    }
    // Rounding leaves differences of some 1e-16 of the largest element; more is another matrix than the caller thinks.
    let allowed = 1e-20 * largest
    for column in 0..<columns {
      for row in column..<rows {
        let difference = (self[row, column] - self[column, row].conjugate).lengthSquared
        guard difference <= allowed else {
          throw .notHermitian(row: row, column: column, difference: difference.squareRoot())
        }
      }
    }
  }
}
