import ComplexModule
import LinearAlgebra
import QuantumCircuits
import RealModule

extension GateDefinition {
  /// The widest matrix whose gate gets a body; one of 2^k rows needs about 4^k lines.
  static let maximumUnitaryBodyQubitCount = 4

  /// A matrix as controlled rotations, right up to rounding and with the phase; above four qubits it has no body.
  ///
  /// Givens rotations bring the matrix M to a diagonal D column by column: M = G₁ G₂ … D, each Gₖ turning two basis states
  /// into each other by rz·ry. D is split into controlled rz and a phase.
  static func unitary(_ matrix: Matrix<Complex<Double>>) -> GateDefinition {
    let qubitCount = matrix.rows.trailingZeroBitCount
    guard qubitCount <= maximumUnitaryBodyQubitCount else {
      return withoutBody(parameterCount: 0, qubitCount: qubitCount)
    }
    var rest = matrix
    var rotations: [[GateCall]] = []
    for column in 0..<(matrix.columns - 1) {
      for row in (column + 1)..<matrix.rows {
        rotations.append(eliminate(row: row, column: column, of: &rest, qubitCount: qubitCount))
      }
    }
    let phases = (0..<rest.rows).map { rest[$0, $0].argument }
    let calls = diagonal(phases, qubitCount: qubitCount) + rotations.reversed().flatMap { $0 }
    return GateDefinition(parameterCount: 0, qubitCount: qubitCount, calls: calls)
  }

  /// Makes `rest[row, column]` zero by G†, and returns G as calls.
  ///
  /// G = rz(φ) ry(θ) on the pair (column, row) takes (ρ, 0) to the two elements (x, y): cos(θ/2) = |x|/r, sin(θ/2) = |y|/r
  /// and φ = arg y − arg x. Square roots only touch the matrix, so its further course is the same on every machine.
  private static func eliminate(
    row: Int, column: Int, of rest: inout Matrix<Complex<Double>>, qubitCount: Int
  ) -> [GateCall] {
    let x = rest[column, column], y = rest[row, column]
    let sizeX = x.lengthSquared.squareRoot(), sizeY = y.lengthSquared.squareRoot()
    let size = (x.lengthSquared + y.lengthSquared).squareRoot()
    var unitX = Complex<Double>(1), unitY = Complex<Double>(1)
    if sizeX > 0 { unitX = Complex(x.real / sizeX, x.imaginary / sizeX) }
    if sizeY > 0 { unitY = Complex(y.real / sizeY, y.imaginary / sizeY) }
    let cosine = size > 0 ? sizeX / size : 1, sine = size > 0 ? sizeY / size : 0
    // e^{iφ/2}, the root of unitY/unitX in the right half plane.
    let turn = unitY * unitX.conjugate
    let halfTurn = squareRoot(turn)
    for index in 0..<rest.columns {
      let low = rest[column, index] * halfTurn, high = rest[row, index] * halfTurn.conjugate
      rest[column, index] = Complex(cosine) * low + Complex(sine) * high
      rest[row, index] = Complex(cosine) * high - Complex(sine) * low
    }
    rest[row, column] = 0
    let angle = 2 * Double.atan2(y: sine, x: cosine)
    return pairRotation(column, row, theta: angle, phi: turn.argument, qubitCount: qubitCount)
  }

  /// The square root of a number of length 1 in the right half plane.
  private static func squareRoot(_ number: Complex<Double>) -> Complex<Double> {
    let real = max(0, (1 + number.real) / 2).squareRoot(), imaginary = max(0, (1 - number.real) / 2).squareRoot()
    return Complex(real, number.imaginary.sign == .minus ? -imaginary : imaginary)
  }

  /// rz(φ) ry(θ) on the basis states `low` and `high` alone.
  private static func pairRotation(
    _ low: Int, _ high: Int, theta: Double, phi: Double, qubitCount: Int
  ) -> [GateCall] {
    let different = (0..<qubitCount).filter { (low ^ high) >> $0 & 1 == 1 }
    let target = (low ^ high).trailingZeroBitCount
    // cx from the target makes the two differ in the target alone; they then have the other bits of the one with target 0.
    let ladder = different.dropFirst().map { GateCall(.cx, on: target, $0) }
    let isLowFirst = low >> target & 1 == 0
    let state = isLowFirst ? low : high
    let others = (0..<qubitCount).filter { $0 != target }
    let controls = others.map { state >> $0 & 1 == 1 }
    // With the states exchanged, X ry(θ) X = ry(−θ), and so for rz.
    let sign = isLowFirst ? 1.0 : -1.0
    let turns = [(StandardGate.ry, sign * theta), (.rz, sign * phi)].map { gate, angle in
      GateCall(.native(.standard(gate)), controls: controls, angles: [.number(angle)], on: others + [target])
    }
    return ladder + turns + ladder.reversed()
  }

  /// diag(e^{i phases}): on each pair of states that differ in qubit 0 rz and a phase, which the other qubits carry on.
  private static func diagonal(_ phases: [Double], qubitCount: Int) -> [GateCall] {
    var calls: [GateCall] = []
    var phases = phases
    for target in 0..<qubitCount {
      let others = Array((target + 1)..<max(qubitCount, target + 1))
      var means: [Double] = []
      for pair in 0..<(phases.count / 2) {
        let controls = others.indices.map { pair >> $0 & 1 == 1 }
        let low = phases[2 * pair], high = phases[2 * pair + 1]
        means.append((low + high) / 2)
        calls.append(
          GateCall(.native(.standard(.rz)), controls: controls, angles: [.number(high - low)], on: others + [target]))
      }
      phases = means
    }
    calls.append(GateCall(.phase, angles: [.number(phases[0])], on: []))
    return calls
  }

  /// How far the numbers of a body may be from ours: sines and logarithms differ in the last digits between machines.
  static let unitaryBodyTolerance = 1e-9
}

extension Complex<Double> {
  /// The angle in [−π, π]; 0 for zero.
  fileprivate var argument: Double { .atan2(y: imaginary, x: real) }
}
