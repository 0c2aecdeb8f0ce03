import ComplexModule
import LinearAlgebra
import PauliAlgebra
import QuantumCircuits
import TestSupport
import Testing

@Suite("Misuse of circuits: which error, and that nothing changes")
struct CircuitMisuseTests {
  private static func example() throws -> Circuit {
    var circuit = try Circuit(qubitCount: 3)
    try circuit.append(.rx, Parameter("a"), on: 1)
    return circuit
  }

  private func refused(
    _ expected: CircuitError, sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout Circuit) throws -> Void
  ) throws {
    var circuit = try Self.example()
    #expect(throws: expected, sourceLocation: sourceLocation) { try change(&circuit) }
    #expect(circuit == (try Self.example()), sourceLocation: sourceLocation)
    #expect(!expected.description.isEmpty)
  }

  @Test("qubits out of range")
  func range() throws {
    try refused(.qubitOutOfRange(3, qubitCount: 3)) { try $0.append(.x, on: 3) }
    try refused(.qubitOutOfRange(-1, qubitCount: 3)) { try $0.append(.cx, on: 0, -1) }
    try refused(.qubitOutOfRange(.max, qubitCount: 3)) { try $0.append(.cx, on: 0, .max) }
    try refused(.qubitOutOfRange(3, qubitCount: 3)) {
      try $0.append(excitation: ExcitationGate(jordanWignerCreating: [4], annihilating: [0]), angle: Parameter("new"))
    }
    try refused(.qubitOutOfRange(5, qubitCount: 3)) {
      try $0.append(Circuit.Operation(.standard(.h), qubits: [5]))
    }
    #expect("\(CircuitError.qubitOutOfRange(3, qubitCount: 3))".contains("outside 0..<3"))
  }

  @Test("duplicate qubits, too many and too few")
  func counts() throws {
    try refused(.duplicateQubits(gate: "cx", qubits: [1, 1])) { try $0.append(.cx, on: 1, 1) }
    try refused(.duplicateQubits(gate: "ccx", qubits: [0, 2, 0])) { try $0.append(.ccx, on: 0, 2, 0) }
    try refused(.wrongNumberOfQubits(gate: "cx", found: 1, allowed: 2)) { try $0.append(.cx, on: 0) }
    try refused(.wrongNumberOfQubits(gate: "h", found: 0, allowed: 1)) { try $0.append(.h, on: []) }
    try refused(.wrongNumberOfAngles(gate: "rx", found: 0, allowed: 1)) { try $0.append(.rx, on: 0) }
    try refused(.wrongNumberOfAngles(gate: "h", found: 1, allowed: 0)) { try $0.append(.h, Parameter("new"), on: 0) }
    try refused(.wrongPauliStringWidth(found: 2, allowed: 3)) {
      try $0.append(pauliRotation: PauliString("XX"), angle: 1)
    }
    try refused(.wrongNumberOfAngles(gate: "excitation_exponential", found: 2, allowed: 1)) {
      try $0.append(
        exponentialOf: [ExcitationGate(jordanWignerCreating: [1], annihilating: [0])], angles: [1, 2])
    }
  }

  @Test("angles that are not finite", arguments: [Double.nan, .infinity, -.infinity])
  func angles(bad: Double) throws {
    try refused(.nonFiniteAngle(gate: "rx", angle: "\(bad)")) { try $0.append(.rx, bad, on: 0) }
    for expression in [bad * Parameter("a"), Parameter("a") + bad] {
      var circuit = try Self.example()
      #expect(throws: CircuitError.self) { try circuit.append(.rx, expression, on: 0) }
      #expect(circuit == (try Self.example()))
    }
  }

  @Test("matrices that are no gates")
  func matrices() throws {
    let identity = DenseMatrix.identity(2)
    #expect(throws: CircuitError.invalidMatrixShape(rows: 3, columns: 3)) { try UnitaryGate(.identity(3)) }
    #expect(throws: CircuitError.invalidMatrixShape(rows: 1, columns: 1)) { try UnitaryGate(.identity(1)) }
    #expect(throws: CircuitError.invalidMatrixShape(rows: 0, columns: 0)) { try UnitaryGate(.identity(0)) }
    #expect(throws: CircuitError.invalidMatrixShape(rows: 2, columns: 4)) {
      try UnitaryGate(.zero(rows: 2, columns: 4))
    }
    #expect(throws: CircuitError.invalidMatrixShape(rows: 2048, columns: 2048)) { try UnitaryGate(.identity(2048)) }
    try refused(.notUnitary(gate: "unitary", deviation: 3)) { try $0.append(unitary: Complex(2) * identity, on: 0) }
    try refused(.notUnitary(gate: "bad", deviation: .infinity)) {
      try $0.append(unitary: Complex(Double.nan) * identity, name: "bad", on: 0)
    }
    try refused(.wrongNumberOfQubits(gate: "unitary", found: 2, allowed: 1)) {
      try $0.append(unitary: identity, on: 0, 1)
    }
  }

  @Test("making, binding and composing")
  func whole() throws {
    #expect(throws: CircuitError.qubitCountOutOfRange(-1)) { try Circuit(qubitCount: -1) }
    #expect(throws: CircuitError.qubitCountOutOfRange(.max)) { try Circuit(qubitCount: .max) }
    #expect(throws: CircuitError.duplicateParameter(Parameter("a"))) {
      try Circuit(qubitCount: 1, parameters: [Parameter("a"), Parameter("b"), Parameter("a")])
    }
    let circuit = try Self.example()
    #expect(throws: CircuitError.wrongNumberOfValues(found: 0, allowed: 1)) { try circuit.bound(to: []) }
    #expect(throws: CircuitError.wrongNumberOfValues(found: 2, allowed: 1)) { try circuit.bound(to: [1, 2]) }
    #expect(throws: CircuitError.nonFiniteValue(Parameter("a"), .infinity)) { try circuit.bound(to: [.infinity]) }
    #expect(throws: CircuitError.unboundParameters([Parameter("a")])) { try circuit.unitaryMatrix() }
    #expect(throws: CircuitError.circuitTooWide(qubitCount: 11, allowed: 10)) {
      try Circuit(qubitCount: 11).unitaryMatrix()
    }
    var large = try Circuit(qubitCount: 1)
    try large.append(.rx, 1e200 * Parameter("a"), on: 0)
    #expect(throws: CircuitError.self) { try large.bound(to: [1e200]) }
    #expect(throws: CircuitError.self) { try large.substituting([Parameter("a"): 1e200 * Parameter("b")]) }

    try refused(.wrongNumberOfQubits(gate: "circuit", found: 2, allowed: 3)) {
      try $0.append(contentsOf: circuit, on: [0, 1])
    }
    try refused(.duplicateQubits(gate: "circuit", qubits: [0, 1, 1])) {
      try $0.append(contentsOf: circuit, on: [0, 1, 1])
    }
    try refused(.qubitOutOfRange(3, qubitCount: 3)) {
      try $0.append(contentsOf: try Circuit(qubitCount: 4, parameters: [Parameter("new")]))
    }
  }
}
