import ComplexModule
import LinearAlgebra
import PauliAlgebra
import QuantumCircuits
import RandomStreams
import RealModule
import TestSupport
import Testing

/// One table over all gates: what the different descriptions of a gate say must agree.
@Suite("Standard gates")
struct StandardGateTests {
  /// Angles without symmetry, the same for every run.
  private static func angles(of gate: StandardGate, seed: UInt64 = 1) -> [Double] {
    var stream = RandomStream(seed: seed)
    return (0..<gate.angleCount).map { _ in 6 * stream.uniform() - 3 }
  }

  private static func circuit(_ gate: StandardGate, _ angles: [Double]) throws -> Circuit {
    var circuit = try Circuit(qubitCount: gate.qubitCount)
    try circuit.append(gate, angles: angles.map(\.angle), on: Array(0..<gate.qubitCount))
    return circuit
  }

  @Test("names are unique and lead back to the gate")
  func names() {
    #expect(Set(StandardGate.allCases.map(\.name)).count == StandardGate.allCases.count)
    for gate in StandardGate.allCases { #expect(StandardGate(rawValue: gate.name) == gate) }
  }

  @Test("the matrix is unitary and the textbook's", arguments: StandardGate.allCases, [1, 2] as [UInt64])
  func matrix(gate: StandardGate, seed: UInt64) throws {
    let angles = Self.angles(of: gate, seed: seed)
    let matrix = try gate.matrix(angles)
    #expect(matrix.rows == 1 << gate.qubitCount)
    #expect(maximumDifference(matrix.adjoint * matrix, .identity(matrix.rows)) < 1e-15)
    #expect(maximumDifference(matrix, try DenseSimulator.unitary(of: Self.circuit(gate, angles))) < 2e-15)
  }

  @Test("derivatives equal central differences", arguments: StandardGate.allCases)
  func derivative(gate: StandardGate) throws {
    let angles = Self.angles(of: gate)
    for index in angles.indices {
      func matrix(_ offset: Double) throws -> DenseMatrix {
        var shifted = angles
        shifted[index] += offset
        return try gate.matrix(shifted)
      }
      let step = 1e-3
      let near = try matrix(step) - matrix(-step), far = try matrix(2 * step) - matrix(-2 * step)
      let difference = Complex(1 / (12 * step)) * (Complex(8) * near - far)
      #expect(maximumDifference(try gate.derivative(ofAngle: index, at: angles), difference) < 1e-12)
    }
  }

  @Test("the inverse rule gives the inverse", arguments: StandardGate.allCases)
  func inverse(gate: StandardGate) throws {
    let circuit = try Self.circuit(gate, Self.angles(of: gate))
    let product = try circuit.composed(with: circuit.inverse())
    #expect(maximumDifference(try product.unitaryMatrix(), .identity(1 << gate.qubitCount)) < 2e-15)
    #expect(circuit.inverse().inverse() == circuit)
  }

  @Test("the structure given to simulators says the same as the matrix", arguments: StandardGate.allCases)
  func structure(gate: StandardGate) throws {
    let angles = Self.angles(of: gate)
    let dimension = 1 << gate.qubitCount
    let base = gate.baseMatrix(angles)
    var expected = DenseMatrix.identity(dimension)
    switch gate.structure {
    case .identity: break
    case .diagonalPhase:
      expected[dimension - 1, dimension - 1] = try #require(gate.phase(angles))
      let angle = try #require(gate.phaseAngle(angles))
      #expect((expected[dimension - 1, dimension - 1] - Complex(length: 1, phase: angle)).length < 2e-16)
    case .pauliRotation(let letters):
      #expect(letters == gate.pauliAxis)
      let string = try PauliString(
        qubitCount: letters.count, factors: letters.enumerated().map { ($0.offset, $0.element) })
      var rotation = try Circuit(qubitCount: letters.count)
      try rotation.append(pauliRotation: string, angle: angles[0])
      expected = try rotation.unitaryMatrix()
    case .controlledX(let controls):
      #expect(controls == gate.controlCount && controls + 1 == gate.qubitCount)
      #expect(base == (try StandardGate.x.matrix()))
      expected = embed(base, controls: controls, dimension: dimension)
    case .controlledSwap(let controls):
      #expect(controls == gate.controlCount && controls + 2 == gate.qubitCount)
      #expect(base == (try StandardGate.swap.matrix()))
      expected = embed(base, controls: controls, dimension: dimension)
    case .controlledOneQubit(let controls):
      #expect(controls == gate.controlCount && controls + 1 == gate.qubitCount && base.rows == 2)
      expected = embed(base, controls: controls, dimension: dimension)
    case .twoQubit:
      #expect(gate.qubitCount == 2 && gate.controlCount == 0)
      expected = base
    }
    #expect(maximumDifference(try gate.matrix(angles), expected) < 1e-15)
    #expect(gate.isDiagonalPhase == (gate.phase(angles) != nil))
  }

  private func embed(_ base: DenseMatrix, controls: Int, dimension: Int) -> DenseMatrix {
    var result = DenseMatrix.identity(dimension)
    let ones = (1 << controls) - 1
    for row in 0..<base.rows {
      for column in 0..<base.columns { result[row << controls | ones, column << controls | ones] = base[row, column] }
    }
    return result
  }

  @Test("an expectation value has the frequencies of the shift rule and no others", arguments: StandardGate.allCases)
  func frequencies(gate: StandardGate) throws {
    let angles = Self.angles(of: gate)
    var stream = RandomStream(seed: 7)
    let dimension = 1 << gate.qubitCount
    let preparation = DenseMatrix.randomUnitary(dimension, using: &stream)
    let basis = DenseMatrix.randomUnitary(dimension, using: &stream)
    let observable =
      basis * DenseMatrix.diagonal((0..<dimension).map { Complex(Double($0) - 1.3) }) * basis.adjoint
    for index in angles.indices {
      // 16 samples over a period of 4π resolve the frequencies 0, ½, 1, … 3½.
      let samples = try (0..<16).map { sample in
        var shifted = angles
        shifted[index] += Double(sample) * .pi / 4
        let state = try gate.matrix(shifted) * preparation.column(0)
        return zip(state, observable * state).reduce(Complex<Double>(0)) { $0 + $1.0.conjugate * $1.1 }.real
      }
      let strengths = (0..<8).map { frequency in
        (0..<16).reduce(Complex<Double>(0)) {
          $0 + Complex(samples[$1]) * Complex(length: 1, phase: -Double(frequency * $1) * .pi / 8)
        }.length / 16
      }
      let present = (1..<8).filter { strengths[$0] > 1e-12 }.map { Double($0) / 2 }
      #expect(present == gate.shiftFrequencies(ofAngle: index), "angle \(index)")
    }
  }

  @Test("a wrong number of angles is refused", arguments: StandardGate.allCases)
  func wrongAngles(gate: StandardGate) {
    let angles = [Double](repeating: 0, count: gate.angleCount + 1)
    #expect(
      throws: CircuitError.wrongNumberOfAngles(
        gate: gate.name, found: gate.angleCount + 1, allowed: gate.angleCount)
    ) { try gate.matrix(angles) }
  }
}
