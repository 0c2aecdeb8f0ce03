import CLinearAlgebra

/// Eigenvalues in ascending order and orthonormal eigenvectors.
public struct Eigensystem<Scalar: MatrixScalar>: Sendable, Equatable {
  public let values: [Double]
  /// The eigenvector of `values[k]` is column k.
  public let vectors: Matrix<Scalar>
}

/// The eigenvalues of a Hermitian matrix, ascending, each as often as its multiplicity.
///
/// By LAPACK, accurate to rounding of the matrix's norm. Time grows with the cube of the dimension.
/// - Parameter range: Which of them, counted from 0 for the lowest; all when nil.
/// - Throws: ``LinearAlgebraError`` for a matrix that is not square, not Hermitian within 1e-10 of its largest element,
///   not finite, or too large, and for a range beyond the eigenvalues there are.
public func hermitianEigenvalues<Scalar>(
  of matrix: Matrix<Scalar>, range: ClosedRange<Int>? = nil
) throws(LinearAlgebraError) -> [Double] {
  try diagonalize(matrix, range: range, wantsVectors: false).values
}

/// The eigenvalues of a Hermitian matrix, ascending, with orthonormal eigenvectors.
///
/// By LAPACK, accurate to rounding of the matrix's norm. Time grows with the cube of the dimension; beside the matrix and
/// the vectors it takes the memory of two or three more matrices when all are asked for.
/// - Parameter range: Which of them, counted from 0 for the lowest; all when nil.
/// - Throws: As ``hermitianEigenvalues(of:range:)``.
public func hermitianEigensystem<Scalar>(
  of matrix: Matrix<Scalar>, range: ClosedRange<Int>? = nil
) throws(LinearAlgebraError) -> Eigensystem<Scalar> {
  try diagonalize(matrix, range: range, wantsVectors: true)
}

/// The largest dimension whose work space LAPACK's 32-bit sizes can express.
let largestDenseDimension = 30_000

private func diagonalize<Scalar>(
  _ matrix: Matrix<Scalar>, range: ClosedRange<Int>?, wantsVectors: Bool
) throws(LinearAlgebraError) -> Eigensystem<Scalar> {
  try matrix.validate()
  let dimension = matrix.dimension
  guard dimension <= largestDenseDimension else {
    throw .dimensionTooLarge(dimension, limit: largestDenseDimension)
  }
  if let range, range.lowerBound < 0 || range.upperBound >= dimension {
    throw .rangeOutOfBounds(range, dimension: dimension)
  }
  guard dimension > 0 else { return Eigensystem(values: [], vectors: matrix) }
  var elements = matrix.elements
  var values = Array(repeating: 0.0, count: dimension)
  let isComplex: Int32 = Scalar.isComplex ? 1 : 0
  // Divide and conquer is the robust choice for the many degenerate levels of physics; a part of the spectrum is
  // found faster by bisection, for which LAPACK has another routine.
  guard let range, range.count < dimension else {
    let info = elements.withUnsafeMutableBufferPointer {
      cla_hermitian_eigensystem(isComplex, wantsVectors ? 1 : 0, Int32(dimension), doubles($0.baseAddress!), &values)
    }
    guard info == 0 else { throw .lapack(routine: Scalar.isComplex ? "zheevd" : "dsyevd", info: Int(info)) }
    let columns = wantsVectors ? dimension : 0
    return Eigensystem(
      values: values, vectors: Matrix(rows: dimension, columns: columns, elements: wantsVectors ? elements : []))
  }
  var vectors = [Scalar](repeating: 0, count: wantsVectors ? dimension * range.count : 0)
  let info = elements.withUnsafeMutableBufferPointer { matrixBuffer in
    vectors.withUnsafeMutableBufferPointer { vectorBuffer in
      cla_hermitian_eigensystem_range(
        isComplex, Int32(dimension), doubles(matrixBuffer.baseAddress!), Int32(range.lowerBound),
        Int32(range.upperBound), &values, wantsVectors ? doubles(vectorBuffer.baseAddress!) : nil)
    }
  }
  guard info == 0 else { throw .lapack(routine: Scalar.isComplex ? "zheevr" : "dsyevr", info: Int(info)) }
  return Eigensystem(
    values: Array(values.prefix(range.count)),
    vectors: Matrix(rows: dimension, columns: wantsVectors ? range.count : 0, elements: vectors))
}
