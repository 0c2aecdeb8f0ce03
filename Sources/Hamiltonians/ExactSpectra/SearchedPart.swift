package import LinearAlgebra
import PauliAlgebra

/// A part of a space whose lowest states were found, and what the solver did for them: what its arithmetic is counted from.
package struct SearchedPart: Hashable, Sendable {
  package let method: EigenSolverMethod
  package let dimension: Int
  /// Elements of the whole matrix that may differ from zero, its diagonal included.
  package let elementCount: Int
  /// Products of the matrix with a vector.
  package let productCount: Int
  /// Whether its vectors are complex.
  package let isComplex: Bool

  package init(
    method: EigenSolverMethod, dimension: Int, elementCount: Int, productCount: Int, isComplex: Bool
  ) {
    self.method = method
    self.dimension = dimension
    self.elementCount = elementCount
    self.productCount = productCount
    self.isComplex = isComplex
  }
}

/// A matrix that knows how many elements it has.
protocol CountedOperator<Scalar>: LinearOperator {
  /// Elements that may differ from zero, the diagonal included.
  var elementCount: Int { get }
}

extension HermitianRows: CountedOperator {}
extension PauliSumOperator: CountedOperator {}
