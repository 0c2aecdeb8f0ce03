import ComplexModule
import LinearAlgebra
import PauliAlgebra
import QuantumCircuits
import RandomStreams
import RealModule
import TestSupport
import Testing

@Suite("Laws of circuits")
struct CircuitLawTests {
  private static func values(_ count: Int, using stream: inout RandomStream) -> [Double] {
    (0..<count).map { _ in 2 * stream.uniform() - 1 }
  }

  @Test("a circuit and its inverse make the identity", arguments: 0...6, 0..<3 as Range<UInt64>)
  func inverse(qubitCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let circuit = try Circuit.random(
      qubitCount: qubitCount, operationCount: 60, parameterCount: 4, using: &stream)
    let values = Self.values(4, using: &stream)
    #expect(circuit.inverse().parameters == circuit.parameters)
    let product = try circuit.composed(with: circuit.inverse())
    let unitary = try DenseSimulator.unitary(of: product, parameters: values)
    #expect(maximumDifference(unitary, .identity(1 << qubitCount)) < 1e-12)
    let undone = circuit.inverse().inverse()
    #expect(
      maximumDifference(
        try DenseSimulator.unitary(of: undone, parameters: values),
        try DenseSimulator.unitary(of: circuit, parameters: values)) < 1e-12)
  }

  @Test("binding equals evaluating, and both equal the circuit's own matrix", arguments: 0...5, 0..<3 as Range<UInt64>)
  func binding(qubitCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let circuit = try Circuit.random(
      qubitCount: qubitCount, operationCount: 70, parameterCount: 5, using: &stream)
    let values = Self.values(5, using: &stream)
    let bound = try circuit.bound(to: values)
    #expect(bound.parameters.isEmpty)
    #expect(bound.operations.allSatisfy { $0.angles.allSatisfy(\.isConstant) })
    let expected = try DenseSimulator.unitary(of: circuit, parameters: values)
    #expect(maximumDifference(try DenseSimulator.unitary(of: bound), expected) < 1e-13)
    #expect(maximumDifference(try bound.unitaryMatrix(), expected) < 1e-12)
    let column = try DenseSimulator.state(of: circuit, parameters: values)
    #expect(maximumDifference(column, expected.column(0)) < 1e-12)
  }

  @Test("composition on chosen qubits multiplies the moved unitaries", arguments: 0..<5 as Range<UInt64>)
  func composition(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let first = try Circuit.random(qubitCount: 4, operationCount: 20, parameterCount: 2, using: &stream)
    let second = try Circuit.random(qubitCount: 3, operationCount: 20, parameterCount: 3, using: &stream)
    let qubits = Array((0..<4).shuffled(using: &stream).prefix(3))
    let whole = try first.composed(with: second, on: qubits)
    #expect(whole.parameters == Parameter.vector("θ", count: 3))
    let values = Self.values(3, using: &stream)
    let others = (0..<4).filter { !qubits.contains($0) }
    let permutation = try Circuit.permutation(qubits + others)
    let narrow = try DenseSimulator.unitary(of: second, parameters: values)
    let moved = permutation * DenseMatrix.identity(2).kroneckerProduct(narrow) * permutation.adjoint
    let expected = moved * (try DenseSimulator.unitary(of: first, parameters: Array(values.prefix(2))))
    #expect(maximumDifference(try DenseSimulator.unitary(of: whole, parameters: values), expected) < 1e-12)
  }

  @Test("independent angles give the same circuit, and the chain rule its gradient", arguments: 0..<4 as Range<UInt64>)
  func independentAngles(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let circuit = try Circuit.random(qubitCount: 4, operationCount: 25, parameterCount: 3, using: &stream)
    let values = Self.values(3, using: &stream)
    let split = circuit.withIndependentAngles()
    #expect(split.circuit.parameters.count == split.angles.count)
    let expressions = circuit.operations.flatMap(\.angles).filter { !$0.isConstant }
    #expect(split.angles.map(\.expression) == expressions.map(circuit.indexed))
    let point = split.angles.map { $0.expression.value(at: values) }
    let unitary = try DenseSimulator.unitary(of: split.circuit, parameters: point)
    #expect(maximumDifference(unitary, try DenseSimulator.unitary(of: circuit, parameters: values)) < 1e-13)

    let observable = try PauliSum.random(qubitCount: 4, termCount: 10, using: &stream)
    let whole = try DenseSimulator.gradient(of: observable, behind: circuit, parameters: values)
    let parts = try DenseSimulator.gradient(of: observable, behind: split.circuit, parameters: point)
    var sum = [0.0, 0, 0]
    for (slope, angle) in zip(parts, split.angles) {
      for term in angle.expression.terms { sum[term.index] += slope * term.coefficient }
    }
    for (a, b) in zip(whole, sum) { #expect(abs(a - b) < 1e-8) }
  }

  @Test("substituting parameters equals substituting their values", arguments: 0..<4 as Range<UInt64>)
  func substitution(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let circuit = try Circuit.random(qubitCount: 3, operationCount: 40, parameterCount: 3, using: &stream)
    let old = circuit.parameters, new = Parameter("new")
    let replaced = try circuit.substituting([old[0]: 2 * new - old[2], old[1]: 0.25])
    #expect(replaced.parameters == [old[2], new])
    #expect(
      maximumDifference(
        try DenseSimulator.unitary(of: replaced, parameters: [0.3, -0.7]),
        try DenseSimulator.unitary(of: circuit, parameters: [-1.7, 0.25, 0.3])) < 1e-13)
  }

  @Test("the dense expectation value is that of the observable's matrix", arguments: 1...5, 0..<3 as Range<UInt64>)
  func expectation(qubitCount: Int, seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let state = DenseMatrix.randomUnitary(1 << qubitCount, using: &stream).column(0)
    let observable = try PauliSum.random(qubitCount: qubitCount, termCount: 12, using: &stream)
    let image = try observable.denseMatrix() * state
    let expected = zip(state, image).reduce(Complex<Double>(0)) { $0 + $1.0.conjugate * $1.1 }
    #expect((DenseSimulator.expectation(of: observable, in: state) - expected).length < 1e-13)
  }

  @Test("Pauli rotations and excitations are kept on their support, in ascending order")
  func canonicalOperations() throws {
    var circuit = try Circuit(qubitCount: 5)
    try circuit.append(pauliRotation: PauliString("XIZII"), angle: 0.5)
    #expect(circuit.operations[0].qubits == [2, 4])
    #expect(circuit.operations[0].kind == .pauliRotation(try PauliString("XZ")))
    #expect(circuit.operations[0].placedPauliString(qubitCount: 5)?.label == "XIZII")
    let direct = try Circuit.Operation(.pauliRotation(PauliString("ZXI")), qubits: [0, 4, 2], angles: [0.5])
    #expect(direct == circuit.operations[0])
    try circuit.append(excitation: ExcitationGate(jordanWignerCreating: [4], annihilating: [1]), angle: 0.1)
    #expect(circuit.operations[1].qubits == [1, 2, 3, 4])
  }

  @Test("depth, counts and parameters follow the gates")
  func properties() throws {
    let theta = Parameter("θ"), phi = Parameter("φ"), declared = Parameter("declared")
    var circuit = try Circuit(qubitCount: 3, parameters: [declared])
    #expect(circuit.depth == 0 && circuit.gateCounts.isEmpty)
    try circuit.append(.h, on: 0)
    try circuit.append(.h, on: 2)
    try circuit.append(.cx, on: 0, 1)
    try circuit.append(.rz, 2 * theta + 0.5, on: 1)
    try circuit.append(.u, phi, 1, theta, on: 1)
    try circuit.append(.cp, Double.pi, on: 2, 1)
    #expect(circuit.parameters == [declared, theta, phi])
    #expect(circuit.depth == 5)
    #expect(circuit.gateCounts == ["h": 2, "cx": 1, "rz": 1, "u": 1, "cp": 1])
    #expect(circuit.indexed(2 * theta + 0.5).value(at: [9, 10, 11]) == 20.5)
  }
}
