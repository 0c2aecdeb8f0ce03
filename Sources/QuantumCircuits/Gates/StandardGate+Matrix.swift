public import ComplexModule
public import LinearAlgebra
public import RealModule

extension StandardGate {
  /// The gate's unitary of dimension 2^qubitCount; bit j of a row or column index is the gate's j-th qubit.
  ///
  /// - Parameter angles: As many angles in radians as the gate takes.
  /// - Throws: ``CircuitError`` for another number of angles.
  public func matrix(_ angles: [Double] = []) throws(CircuitError) -> Matrix<Complex<Double>> {
    try checkCount(of: angles)
    return embedded(baseMatrix(angles), outside: 1)
  }

  /// The derivative of ``matrix(_:)`` by the angle at `index`.
  ///
  /// - Throws: ``CircuitError`` for another number of angles than the gate takes.
  /// - Precondition: `index` is the position of one of the angles.
  package func derivative(ofAngle index: Int, at angles: [Double]) throws(CircuitError) -> Matrix<Complex<Double>> {
    try checkCount(of: angles)
    precondition(angles.indices.contains(index), "\(name) has \(angleCount) angles; \(index) is none of them")
    return embedded(baseDerivative(ofAngle: index, at: angles), outside: 0)
  }

  private func checkCount(of angles: [Double]) throws(CircuitError) {
    guard angles.count == angleCount else {
      throw .wrongNumberOfAngles(gate: name, found: angles.count, allowed: angleCount)
    }
  }

  /// `base` where all controls are 1, `outside` times the identity elsewhere. Controls are the low bits of the index.
  private func embedded(_ base: Matrix<Complex<Double>>, outside: Complex<Double>) -> Matrix<Complex<Double>> {
    guard controlCount > 0 else { return base }
    let controls = (1 << controlCount) - 1
    let dimension = 1 << qubitCount
    var elements = [Complex<Double>](repeating: 0, count: dimension * dimension)
    for column in 0..<dimension {
      guard column & controls == controls else {
        elements[column * dimension + column] = outside
        continue
      }
      for row in 0..<base.rows {
        elements[column * dimension + (row << controlCount | controls)] = base[row, column >> controlCount]
      }
    }
    return Matrix(rows: dimension, columns: dimension, elements: elements)
  }
}

extension StandardGate {
  /// The matrix on the qubits behind the controls, applied where all controls are 1.
  package func baseMatrix(_ angles: [Double]) -> Matrix<Complex<Double>> {
    let i = Complex<Double>.i
    switch self {
    case .id: return square([1, 0, 0, 1])
    case .x, .cx, .ccx: return square([0, 1, 1, 0])
    case .y, .cy: return square([0, -i, i, 0])
    case .h, .ch:
      let r = Complex(0.5.squareRoot())
      return square([r, r, r, -r])
    case .sx, .csx:
      let a = Complex(0.5, 0.5), b = Complex(0.5, -0.5)
      return square([a, b, b, a])
    case .sxdg, .csxdg:
      let a = Complex(0.5, -0.5), b = Complex(0.5, 0.5)
      return square([a, b, b, a])
    case .z, .s, .sdg, .t, .tdg, .p, .cz, .cs, .csdg, .cp, .ccz: return square([1, 0, 0, phase(angles) ?? 1])
    case .rx, .crx: return rotation(HalfAngle(angles[0]), about: 1)
    case .ry, .cry: return rotation(HalfAngle(angles[0]), about: i)
    case .r: return rotation(HalfAngle(angles[0]), about: unit(angles[1]))
    case .rz, .crz: return zRotation(HalfAngle(angles[0]))
    case .u: return eulerMatrix(HalfAngle(angles[0]), unit(angles[1]), unit(angles[2]))
    case .cu:
      return unit(angles[3]) * eulerMatrix(HalfAngle(angles[0]), unit(angles[1]), unit(angles[2]))
    case .swap, .cswap: return square([1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1])
    case .iswap: return square([1, 0, 0, 0, 0, 0, i, 0, 0, i, 0, 0, 0, 0, 0, 1])
    case .iswapdg: return square([1, 0, 0, 0, 0, 0, -i, 0, 0, -i, 0, 0, 0, 0, 0, 1])
    case .ecr:
      let r = Complex(0.5.squareRoot())
      return square([0, r, 0, i * r, r, 0, -i * r, 0, 0, i * r, 0, r, -i * r, 0, r, 0])
    case .dcx: return square([1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0])
    case .rxx, .ryy, .rzz, .rzx: return pauliPairRotation(HalfAngle(angles[0]))
    case .xxPlusYY, .xxMinusYY: return exchange(HalfAngle(angles[0]), unit(angles[1]), outside: 1)
    }
  }

  /// The derivative of ``baseMatrix(_:)`` by one angle.
  package func baseDerivative(ofAngle index: Int, at angles: [Double]) -> Matrix<Complex<Double>> {
    let i = Complex<Double>.i
    let zero = Complex<Double>(0)
    switch self {
    case .p, .cp: return square([0, 0, 0, i * unit(angles[0])])
    case .rx, .crx: return rotation(HalfAngle(angles[0]).derivative, about: 1)
    case .ry, .cry: return rotation(HalfAngle(angles[0]).derivative, about: i)
    case .rz, .crz: return zRotation(HalfAngle(angles[0]).derivative)
    case .r:
      let half = HalfAngle(angles[0])
      guard index == 1 else { return rotation(half.derivative, about: unit(angles[1])) }
      // The axis turns: only the off-diagonal elements −i e^{∓iφ} sin(θ/2) depend on it.
      let sine = Complex(half.sine)
      return square([0, -unit(-angles[1]) * sine, unit(angles[1]) * sine, 0])
    case .u, .cu:
      let half = HalfAngle(angles[0])
      let phi = unit(angles[1]), lambda = unit(angles[2])
      let factor = self == .cu ? unit(angles[3]) : 1
      let sine = Complex(half.sine), corner = phi * lambda * Complex(half.cosine)
      switch index {
      case 0: return factor * eulerMatrix(half.derivative, phi, lambda)
      case 1: return factor * square([zero, zero, i * phi * sine, i * corner])
      case 2: return factor * square([zero, -i * lambda * sine, zero, i * corner])
      default: return i * factor * eulerMatrix(half, phi, lambda)
      }
    case .rxx, .ryy, .rzz, .rzx: return pauliPairRotation(HalfAngle(angles[0]).derivative)
    case .xxPlusYY, .xxMinusYY:
      let half = HalfAngle(angles[0])
      guard index == 1 else { return exchange(half.derivative, unit(angles[1]), outside: 0) }
      let (low, high) = mixedStates
      var elements = [Complex<Double>](repeating: 0, count: 16)
      elements[4 * high + low] = -unit(-angles[1]) * Complex(half.sine)
      elements[4 * low + high] = unit(angles[1]) * Complex(half.sine)
      return Matrix(rows: 4, columns: 4, elements: elements)
    default: preconditionFailure("\(name) has no angle")
    }
  }

  /// cos − i sin P for the two letters of the gate.
  private func pauliPairRotation(_ half: HalfAngle) -> Matrix<Complex<Double>> {
    let c = Complex(half.cosine), s = Complex(0, -half.sine)
    return switch self {
    case .rxx: square([c, 0, 0, s, 0, c, s, 0, 0, s, c, 0, s, 0, 0, c])
    case .ryy: square([c, 0, 0, -s, 0, c, s, 0, 0, s, c, 0, -s, 0, 0, c])
    case .rzz: square([c + s, 0, 0, 0, 0, c - s, 0, 0, 0, 0, c - s, 0, 0, 0, 0, c + s])
    // Z on the first qubit (low bit), X on the second.
    default: square([c, 0, s, 0, 0, c, 0, -s, s, 0, c, 0, 0, -s, 0, c])
    }
  }

  /// The two states that xx_plus_yy (01, 10) or xx_minus_yy (00, 11) mixes.
  private var mixedStates: (low: Int, high: Int) { self == .xxPlusYY ? (1, 2) : (0, 3) }

  /// cos and −i sin e^{∓iβ} on the two mixed states, `outside` on the other two.
  private func exchange(
    _ half: HalfAngle, _ beta: Complex<Double>, outside: Complex<Double>
  ) -> Matrix<Complex<Double>> {
    let (low, high) = mixedStates
    var elements = [Complex<Double>](repeating: 0, count: 16)
    for state in 0..<4 { elements[5 * state] = state == low || state == high ? Complex(half.cosine) : outside }
    elements[4 * high + low] = Complex(0, -half.sine) * beta.conjugate
    elements[4 * low + high] = Complex(0, -half.sine) * beta
    return Matrix(rows: 4, columns: 4, elements: elements)
  }
}

/// cos(θ/2) and sin(θ/2), or their derivatives by θ.
private struct HalfAngle {
  var cosine: Double
  var sine: Double

  init(_ angle: Double) {
    cosine = .cos(angle / 2)
    sine = .sin(angle / 2)
  }

  var derivative: HalfAngle {
    var slope = self
    slope.cosine = -sine / 2
    slope.sine = cosine / 2
    return slope
  }
}

/// The complex number e^{iφ}.
private func unit(_ angle: Double) -> Complex<Double> {
  Complex(.cos(angle), .sin(angle))
}

/// cos − i sin (Re(axis) X + Im(axis) Y)
private func rotation(_ half: HalfAngle, about axis: Complex<Double>) -> Matrix<Complex<Double>> {
  let c = Complex(half.cosine), s = Complex(0, -half.sine)
  return square([c, s * axis.conjugate, s * axis, c])
}

/// cos − i sin Z
private func zRotation(_ half: HalfAngle) -> Matrix<Complex<Double>> {
  square([Complex(half.cosine, -half.sine), 0, 0, Complex(half.cosine, half.sine)])
}

/// The matrix of u(θ, φ, λ) from cos(θ/2), sin(θ/2), e^{iφ} and e^{iλ}.
private func eulerMatrix(
  _ half: HalfAngle, _ phi: Complex<Double>, _ lambda: Complex<Double>
) -> Matrix<Complex<Double>> {
  let c = Complex(half.cosine), s = Complex(half.sine)
  return square([c, -lambda * s, phi * s, phi * lambda * c])
}

/// A square matrix from its elements row after row, as formulas are read.
private func square(_ rowMajor: [Complex<Double>]) -> Matrix<Complex<Double>> {
  let dimension = rowMajor.count == 4 ? 2 : 4
  var elements = rowMajor
  for row in 0..<dimension {
    for column in 0..<dimension { elements[column * dimension + row] = rowMajor[row * dimension + column] }
  }
  return Matrix(rows: dimension, columns: dimension, elements: elements)
}
