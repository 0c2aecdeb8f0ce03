import CLinearAlgebra
import ComplexModule

/// A Hermitian matrix of mostly zeros, filled row by row; only the elements left of the diagonal are kept.
///
/// It takes half the memory of a ``SparseMatrix``, which is what limits the speed of its products.
package struct HermitianRows<Scalar: MatrixScalar>: LinearOperator, Sendable {
  private var elements: [Double] = []
  private var rowStarts = [0]
  private var columns: [Int32] = []
  private var values: [Scalar] = []

  /// Reserves memory for so many rows, and elements left of the diagonal.
  package init(dimension: Int, elementCount: Int) {
    rowStarts.reserveCapacity(dimension + 1)
    elements.reserveCapacity(dimension)
    columns.reserveCapacity(elementCount)
    values.reserveCapacity(elementCount)
  }

  package var dimension: Int { elements.count }
  package var diagonal: [Double]? { elements }

  /// Elements of the whole matrix that are stored or mirrored, the diagonal included.
  package var elementCount: Int { dimension + 2 * columns.count }

  /// The memory of a row and of an element left of the diagonal.
  package static var rowBytes: Int { MemoryLayout<Int>.stride + MemoryLayout<Double>.stride }
  package static var elementBytes: Int { MemoryLayout<Int32>.stride + MemoryLayout<Scalar>.stride }

  /// Adds a row: its elements left of the diagonal, in any order, those of one column to be added up.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Complex<Double>)
  package mutating func append(columns: [Int32], values: [Scalar], diagonal: Double) {
    self.columns += columns
    self.values += values
    elements.append(diagonal)
    rowStarts.append(self.columns.count)
  }

  package func apply(to vector: UnsafeBufferPointer<Scalar>, into result: UnsafeMutableBufferPointer<Scalar>) {
    guard let source = vector.baseAddress, let target = result.baseAddress else { return }
    values.withUnsafeBufferPointer { values in
      // Where there are no elements their address does not matter.
      cla_hermitian_sparse_multiply(
        Scalar.isComplex ? 1 : 0, dimension, elements, rowStarts, columns, doubles(values.baseAddress ?? source),
        doubles(source), doubles(target))
    }
  }
}
