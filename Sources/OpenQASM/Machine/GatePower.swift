import ComplexModule
import LinearAlgebra
import QuantumCircuits
import RealModule

extension OpenQASMGate {
  /// The angles of the gate's power k, where that is the gate with other angles; nil where it is not.
  ///
  /// The exponentials exp(iθH) and diag(1, e^{iθ}); axes and phases beside the first angle stay.
  func angles(_ angles: [LinearForm], power exponent: Int) -> [LinearForm]? {
    func scaled(_ count: Int) -> [LinearForm] {
      angles.enumerated().map { index, angle in
        guard index < count else { return angle }
        var angle = angle
        angle.scale(by: Double(exponent))
        return angle
      }
    }
    switch self {
    case .phase: return scaled(1)
    case .native(.pauliRotation), .native(.excitation): return scaled(1)
    case .native(.excitationExponential(let gates)): return scaled(gates.count)
    case .native(.standard(let gate)):
      switch gate {
      case .p, .rx, .ry, .rz, .cp, .crx, .cry, .crz, .rxx, .ryy, .rzz, .rzx, .r, .xxPlusYY, .xxMinusYY:
        return scaled(1)
      default: return nil
      }
    default: return nil
    }
  }

  /// The least k > 0 that makes the gate's power k the identity, for all gates at once that have no angle.
  static let commonOrder = 24
}

extension Matrix<Complex<Double>> {
  /// The power k of a unitary, by squaring.
  func power(_ exponent: Int) -> Matrix<Complex<Double>> {
    var result = Matrix.identity(rows), square = exponent < 0 ? adjoint : self
    var rest = exponent.magnitude
    while rest > 0 {
      if rest & 1 == 1 { result = result * square }
      rest >>= 1
      if rest > 0 { square = square * square }
    }
    return result
  }

  /// The power k of a unitary, with the phases of its eigenvalues in (−π, π].
  ///
  /// The Hermitian matrix A + cB of U = A + iB has the eigenvectors of U, unless two different eigenvalues of U give it the
  /// same one; then another c is tried.
  func fractionalPower(_ exponent: Double) throws(LinearAlgebraError) -> Matrix<Complex<Double>> {
    let dagger = adjoint
    let real = Complex(0.5) * (self + dagger), imaginary = Complex(0, -0.5) * (self - dagger)
    var best: (matrix: Matrix<Complex<Double>>, deviation: Double)?
    for slope in [0.617, 1.381, -0.423] {
      let vectors = try hermitianEigensystem(of: real + Complex(slope) * imaginary).vectors
      let diagonal = vectors.adjoint * self * vectors
      var powered = Matrix.zero(rows: rows, columns: columns)
      var deviation = 0.0
      for column in 0..<columns {
        for row in 0..<rows where row != column { deviation = max(deviation, diagonal[row, column].length) }
        // −1 has the phase π, also where rounding put it just below the axis.
        let phase = diagonal[column, column].phase
        let angle = phase < -Double.pi + 1e-12 ? Double.pi : phase
        powered[column, column] = Complex(length: 1, phase: exponent * angle)
      }
      let result = vectors * powered * vectors.adjoint
      if deviation < best?.deviation ?? .infinity { best = (result, deviation) }
      if deviation < 1e-12 { break }
    }
    return best?.matrix ?? self
  }
}
