import ComplexModule
import Foundation
import LinearAlgebra
import PauliAlgebra
import QuantumCircuits
import RandomStreams
import TestSupport
import Testing

@Suite("Excitations")
struct ExcitationGateTests {
  private struct Case: CustomTestStringConvertible, Sendable {
    var creating: [Int]
    var annihilating: [Int]
    var modeCount: Int
    var testDescription: String { "\(annihilating) to \(creating) of \(modeCount)" }
  }

  private static let cases = [
    Case(creating: [1], annihilating: [0], modeCount: 2), Case(creating: [0], annihilating: [3], modeCount: 4),
    Case(creating: [4], annihilating: [1], modeCount: 6), Case(creating: [2, 3], annihilating: [0, 1], modeCount: 4),
    Case(creating: [3, 2], annihilating: [0, 1], modeCount: 4),
    Case(creating: [2, 5], annihilating: [1, 3], modeCount: 6),
    Case(creating: [0, 5], annihilating: [4, 2], modeCount: 7),
    Case(creating: [0, 2, 4], annihilating: [1, 3, 5], modeCount: 6),
    Case(creating: [3], annihilating: [], modeCount: 4), Case(creating: [], annihilating: [1, 2], modeCount: 4),
  ]

  /// exp(θ(T − T†)) of a mapped fermionic operator, by the eigenvectors of i(T − T†).
  private func exponential(_ excitation: FermionOperator, _ angle: Double, _ encoding: LinearEncoding) throws
    -> DenseMatrix
  {
    let generator = try encoding.map(excitation - excitation.adjoint).denseMatrix()
    let system = try hermitianEigensystem(of: Complex.i * generator)
    let phases = DenseMatrix.diagonal(system.values.map { Complex(length: 1, phase: -$0 * angle) })
    return system.vectors * phases * system.vectors.adjoint
  }

  @Test(
    "equal the exponential of the mapped operator and the product of their Pauli rotations",
    arguments: cases, FermionMapping.allCases)
  private func mapped(_ example: Case, mapping: FermionMapping) throws {
    let encoding = LinearEncoding(mapping: mapping, modeCount: example.modeCount)
    let gate = try ExcitationGate(
      creating: example.creating, annihilating: example.annihilating, encoding: encoding)
    let angle = 0.7
    var circuit = try Circuit(qubitCount: example.modeCount)
    try circuit.append(excitation: gate, angle: angle)
    let unitary = try DenseSimulator.unitary(of: circuit)
    let operatorOfModes = FermionOperator(creating: example.creating, annihilating: example.annihilating)
    #expect(maximumDifference(unitary, try exponential(operatorOfModes, angle, encoding)) < 1e-13)
    #expect(maximumDifference(unitary, try circuit.unitaryMatrix()) < 1e-14)

    let rotations = gate.pauliRotations(qubitCount: example.modeCount)
    #expect(rotations.count == 1 << (gate.conditions.count - 1))
    var product = try Circuit(qubitCount: example.modeCount)
    for (string, factor) in rotations { try product.append(pauliRotation: string, angle: factor * angle) }
    #expect(maximumDifference(unitary, try DenseSimulator.unitary(of: product)) < 1e-14)
    for (first, _) in rotations {
      for (second, _) in rotations { #expect(first.commutes(with: second)) }
    }
  }

  @Test("in the reduced parity encoding equal the mapped operator", arguments: [false, true], [false, true])
  func reduced(alphaParity: Bool, totalParity: Bool) throws {
    let encoding = try LinearEncoding(mapping: .parity, modeCount: 6)
      .reducedByParity(alphaParity: alphaParity, totalParity: totalParity)
    for (creating, annihilating) in [([2], [0]), ([4], [5]), ([1, 4], [0, 3]), ([2, 3], [1, 5])] {
      let gate = try ExcitationGate(creating: creating, annihilating: annihilating, encoding: encoding)
      var circuit = try Circuit(qubitCount: encoding.qubitCount)
      try circuit.append(excitation: gate, angle: -0.4)
      let excitation = FermionOperator(creating: creating, annihilating: annihilating)
      #expect(
        maximumDifference(try DenseSimulator.unitary(of: circuit), try exponential(excitation, -0.4, encoding)) < 1e-13)
    }
  }

  @Test("in the reduced parity encoding refuse what it cannot say")
  func reducedMisuse() throws {
    let encoding = try LinearEncoding(mapping: .parity, modeCount: 4)
      .reducedByParity(alphaParity: false, totalParity: false)
    // Flips the number of α particles.
    #expect(throws: CircuitError.self) {
      try ExcitationGate(creating: [2], annihilating: [0], encoding: encoding)
    }
    // Needs one α particle of two modes; their number is even.
    #expect(throws: CircuitError.self) {
      try ExcitationGate(creating: [1], annihilating: [0], encoding: encoding)
    }
  }

  @Test("Jordan–Wigner conditions are single qubits and the sign looks at the modes between only")
  func jordanWignerForm() throws {
    let gate = try ExcitationGate(jordanWignerCreating: [5], annihilating: [2])
    #expect(gate.flippedQubits == [2, 5])
    #expect(gate.conditions.map(\.qubits) == [[2], [5]])
    #expect(gate.conditions.map(\.isOdd) == [true, false])
    #expect(gate.signQubits == [3, 4])
    #expect(!gate.isNegative)
    #expect(gate.label == "5←2")
    // a†₂ a₅ = T†, the same sign.
    let reverse = try ExcitationGate(jordanWignerCreating: [2], annihilating: [5])
    #expect(reverse.signQubits == [3, 4] && !reverse.isNegative)
  }

  @Test("the canonical form does not depend on how the conditions were written")
  func canonicalForm() throws {
    let plain = try ExcitationGate(
      flippedQubits: [0, 1], conditions: [.init(qubits: [0], isOdd: true), .init(qubits: [1], isOdd: false)],
      signQubits: [2])
    let mixed = try ExcitationGate(
      flippedQubits: [1, 0, 3, 3],
      conditions: [
        .init(qubits: [1, 0], isOdd: true), .init(qubits: [1], isOdd: false), .init(qubits: [0], isOdd: true),
      ],
      signQubits: [2, 0, 1], isNegative: true)
    #expect(plain == mixed)
    #expect(plain.support == [0, 1, 2])
  }

  @Test("renumbering qubits commutes with the dense matrix", arguments: 0..<10 as Range<UInt64>)
  func renumbering(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let gate = try ExcitationGate.random(.double, qubitCount: 5, using: &stream)
    let numbers = (0..<5).shuffled(using: &stream)
    var plain = try Circuit(qubitCount: 5)
    try plain.append(excitation: gate, angle: 0.3)
    var placed = try Circuit(qubitCount: 5)
    try placed.append(contentsOf: plain, on: numbers)
    var direct = try Circuit(qubitCount: 5)
    try direct.append(excitation: gate.mapped(onto: numbers), angle: 0.3)
    #expect(placed == direct)
    #expect(placed.operations[0].placedExcitations == [gate.mapped(onto: numbers)])
    let permutation = try Circuit.permutation(numbers)
    let moved = try permutation * DenseSimulator.unitary(of: plain) * permutation.adjoint
    #expect(maximumDifference(try DenseSimulator.unitary(of: placed), moved) < 1e-14)
  }

  @Test("the exponential of several equals the exponential of the sum, and of one the gate")
  func exponentialOfSum() throws {
    let encoding = LinearEncoding(mapping: .bravyiKitaev, modeCount: 4)
    let modes = [([2], [0]), ([3], [1]), ([2, 3], [0, 1])]
    let angles = [0.3, -1.1, 0.8]
    var generator = FermionOperator()
    var gates: [ExcitationGate] = []
    for ((creating, annihilating), angle) in zip(modes, angles) {
      generator =
        generator + FermionOperator(creating: creating, annihilating: annihilating, coefficient: Complex(angle))
      gates.append(try ExcitationGate(creating: creating, annihilating: annihilating, encoding: encoding))
    }
    var circuit = try Circuit(qubitCount: 4)
    try circuit.append(exponentialOf: gates, angles: angles.map(\.angle))
    let expected = try exponential(generator, 1, encoding)
    #expect(maximumDifference(try DenseSimulator.unitary(of: circuit), expected) < 1e-13)
    #expect(maximumDifference(try circuit.unitaryMatrix(), expected) < 1e-13)

    var one = try Circuit(qubitCount: 4), plain = one
    try one.append(exponentialOf: [gates[2]], angles: [0.8])
    try plain.append(excitation: gates[2], angle: 0.8)
    #expect(maximumDifference(try one.unitaryMatrix(), try plain.unitaryMatrix()) < 1e-14)
    #expect(throws: CircuitError.self) {
      try one.append(exponentialOf: [gates[2]], angles: [1e300]); _ = try one.unitaryMatrix()
    }
  }

  @Test("qubit excitations have no fermionic sign")
  func qubitExcitation() throws {
    let gate = try ExcitationGate(raisingQubits: [3], loweringQubits: [0])
    #expect(gate.signQubits.isEmpty && gate.support == [0, 3])
    // T − T† = i (X₃Y₀ − Y₃X₀) / 2
    #expect(gate.pauliRotations().map { "\($0.string.label) \($0.factor)" }.sorted() == ["XIIY -1.0", "YIIX 1.0"])
  }

  @Test("impossible excitations are refused with the reason")
  func misuse() throws {
    let encoding = LinearEncoding(mapping: .jordanWigner, modeCount: 4)
    func refused(_ make: () throws -> ExcitationGate) -> String? {
      #expect(throws: CircuitError.self) { try make() }.map { "\($0)" }
    }
    #expect(
      refused { try ExcitationGate(creating: [4], annihilating: [0], encoding: encoding) }?.contains("mode 4") == true)
    #expect(
      refused { try ExcitationGate(creating: [-1], annihilating: [0], encoding: encoding) }?.contains("mode -1") == true
    )
    #expect(
      refused { try ExcitationGate(creating: [1], annihilating: [1], encoding: encoding) }?.contains("once") == true)
    #expect(
      refused { try ExcitationGate(creating: [], annihilating: [], encoding: encoding) }?.contains("flips no") == true)
    #expect(refused { try ExcitationGate(jordanWignerCreating: [-2], annihilating: []) } != nil)
    #expect(refused { try ExcitationGate(jordanWignerCreating: [.max], annihilating: []) } != nil)
    #expect(refused { try ExcitationGate(raisingQubits: [0, 0], loweringQubits: [1]) } != nil)
    #expect(
      refused {
        try ExcitationGate(jordanWignerCreating: [5, 6, 7, 8, 9], annihilating: [0, 1, 2, 3, 4])
      }?.contains("10 conditions") == true)
    #expect(refused { try ExcitationGate(flippedQubits: [0], conditions: []) }?.contains("twice") == true)
    #expect(
      refused {
        try ExcitationGate(
          flippedQubits: [0], conditions: [.init(qubits: [0], isOdd: true), .init(qubits: [0], isOdd: false)])
      }?.contains("contradict") == true)
    #expect(refused { try ExcitationGate(flippedQubits: [-1], conditions: []) }?.contains("qubit -1") == true)
    #expect(refused { try ExcitationGate(flippedQubits: [.max], conditions: []) }?.contains("65535") == true)
  }
}

extension Circuit {
  /// The matrix that moves the bit of qubit j to qubit `numbers[j]`.
  static func permutation(_ numbers: [Int]) throws -> DenseMatrix {
    let dimension = 1 << numbers.count
    var matrix = DenseMatrix.zero(rows: dimension, columns: dimension)
    for state in 0..<dimension {
      let moved = numbers.indices.reduce(0) { $0 | (state >> $1 & 1) << numbers[$1] }
      matrix[moved, state] = 1
    }
    return matrix
  }
}
