internal import ComplexModule
internal import LinearAlgebra

/// Dense matrices of gates.
typealias SmallMatrix = Matrix<Complex<Double>>

extension Matrix where Scalar == Complex<Double> {
  /// Column-major, re and im interleaved, as kernels take it.
  var interleaved: [Double] {
    elements.flatMap { [$0.real, $0.imaginary] }
  }
}
