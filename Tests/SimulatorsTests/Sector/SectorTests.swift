import Foundation
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RandomStreams
import Simulators
import TestSupport
import Testing

/// What a circuit reaches, and the values there, against the full register.
@Suite("The sector of a circuit")
struct SectorTests {
  private static let qubitCount = 9

  /// Circuits that start in a basis state and stay among few.
  private struct Maker {
    var random: RandomStream
    var circuit: Circuit
    let parameters: [Parameter]

    init(seed: UInt64) throws {
      random = RandomStream(seed: seed)
      parameters = Parameter.vector("θ", count: 5)
      circuit = try Circuit(qubitCount: SectorTests.qubitCount, parameters: parameters)
      for qubit in 0..<4 { try circuit.append(.x, on: qubit) }
    }

    private mutating func angle() -> ParameterExpression { .random(parameters, using: &random) }

    mutating func qubits(_ count: Int) -> [Int] {
      Array((0..<SectorTests.qubitCount).shuffled(using: &random).prefix(count))
    }

    mutating func point() -> [Double] { parameters.map { _ in 4 * random.uniform() - 2 } }

    mutating func append(_ kind: Int) throws {
      switch kind {
      case 0, 1:
        let shape: ExcitationGate.Shape = kind == 0 ? .single : .qubits
        try circuit.append(
          excitation: .random(shape, qubitCount: SectorTests.qubitCount, using: &random), angle: angle())
      case 2:
        // An excitation as the row of its rotations, each of which leads out of the sector.
        let gate = try ExcitationGate.random(.qubits, qubitCount: SectorTests.qubitCount, using: &random)
        let angle = angle()
        for (string, factor) in gate.pauliRotations(qubitCount: SectorTests.qubitCount).shuffled(using: &random) {
          try circuit.append(pauliRotation: string, angle: factor * angle)
        }
      case 3:
        // So are these two: they exchange 01 and 10 together.
        let (pair, angle) = (qubits(2), angle())
        try circuit.append(.rxx, angles: [angle], on: pair)
        try circuit.append(.ryy, angles: [angle], on: pair)
      case 4: try circuit.append(.rzz, angles: [angle()], on: qubits(2))
      case 5: try circuit.append(.rz, angles: [angle()], on: qubits(1))
      case 6: try circuit.append(.cp, angles: [angle()], on: qubits(2))
      case 7:
        let gates: [StandardGate] = [.cz, .cs, .s, .t, .z]
        let gate = gates[Int(random.next() % 5)]
        try circuit.append(gate, on: qubits(gate.qubitCount))
      case 8: try circuit.append(Bool.random(using: &random) ? .cx : .swap, on: qubits(2))
      case 9: try circuit.append(Bool.random(using: &random) ? .ccx : .cswap, on: qubits(3))
      default: try circuit.append(.x, on: qubits(1))
      }
    }
  }

  /// Values and derivatives in the sector and in the full register, of two observables at two points.
  private func compare(_ circuit: Circuit, points: [[Double]], using random: inout RandomStream) async throws {
    let observables = try (0..<2).map { _ in
      try PauliSum.random(qubitCount: Self.qubitCount, termCount: 60, using: &random)
    }
    var values: [[Double]] = []
    for usesSector in [true, false] {
      let backend = try LocalBackend(memoryLimit: nil, usesSector: usesSector)
      let prepared = try await backend.prepare(circuit, observables: observables)
      let pub = EstimatorPub(
        prepared, observables: try ShapedArray(shape: [2, 1], elements: [0, 1]), parameters: ShapedArray(row: points))
      let estimate = try await backend.estimate([pub], options: .exact).pubs[0]
      let gradients = try await backend.gradients([pub], options: .exact).pubs[0]
      values.append(estimate.values.elements + gradients.values.elements + gradients.gradients.elements.joined())
    }
    #expect(values[0].count == 4 + 4 + 4 * circuit.parameters.count)
    for (found, expected) in zip(values[0], values[1]) { #expect(abs(found - expected) < 1e-9) }
  }

  @Test("gives the values and derivatives of the full register", arguments: 0..<60 as Range<UInt64>)
  func sameAsFullRegister(seed: UInt64) async throws {
    var maker = try Maker(seed: seed)
    // Real circuits at first, then with every kind of gate.
    let kinds = seed < 20 ? [0, 1, 2, 8, 9, 10] : Array(0...10)
    while try StateCircuit(maker.circuit).sectorStateCount.map({ $0 < 40 }) == true,
      maker.circuit.operations.count < 200
    {
      try maker.append(kinds[Int(maker.random.next() % UInt64(kinds.count))])
    }
    let points = [maker.point(), maker.point()]
    try await compare(maker.circuit, points: points, using: &maker.random)
  }

  @Test("gives the outcomes of the full register, and estimates with shots", arguments: 0..<10 as Range<UInt64>)
  func sampled(seed: UInt64) async throws {
    var maker = try Maker(seed: seed)
    while try StateCircuit(maker.circuit).sectorStateCount.map({ $0 < 40 }) == true,
      maker.circuit.operations.count < 200
    {
      try maker.append(Int(maker.random.next() % 11))
    }
    let point = maker.point()
    let observable = try PauliSum.random(qubitCount: Self.qubitCount, termCount: 20, using: &maker.random)
    var outcomes: [[UInt64]] = []
    var values: [Double] = []
    for usesSector in [true, false] {
      let backend = try LocalBackend(memoryLimit: nil, usesSector: usesSector)
      let pub = SamplerPub(maker.circuit, parameters: point, shots: 2000)
      outcomes.append(try await backend.sample([pub], options: SamplerOptions(seed: 3)).pubs[0][0].words)
      let estimate = EstimatorPub(maker.circuit, observable: observable, parameters: point)
      values.append(
        try await backend.estimate([estimate], options: EstimatorOptions(shots: 50_000, seed: 4)).pubs[0].values[0])
    }
    #expect(outcomes[0] == outcomes[1])
    #expect(abs(values[0] - values[1]) < 1e-9)
  }

  @Test("holds nothing but what particle number and spin allow, however the excitations are written")
  func conservation() throws {
    // Two electrons of each spin in three orbitals each: 3 · 3 states.
    let gates = try [([1], [0]), ([2], [0]), ([4], [3]), ([5], [3]), ([1, 4], [0, 3]), ([2, 5], [0, 3])].map {
      try ExcitationGate(jordanWignerCreating: $0.0, annihilating: $0.1)
    }
    let parameters = Parameter.vector("θ", count: gates.count)
    for isDecomposed in [false, true] {
      var circuit = try Circuit(qubitCount: 8, parameters: parameters)
      try circuit.append(.x, on: 0)
      try circuit.append(.x, on: 3)
      for (gate, parameter) in zip(gates, parameters) {
        guard isDecomposed else {
          try circuit.append(excitation: gate, angle: parameter)
          continue
        }
        for (string, factor) in gate.pauliRotations(qubitCount: 8) {
          try circuit.append(pauliRotation: string, angle: factor * parameter)
        }
      }
      #expect(try StateCircuit(circuit).sectorStateCount == 9)
    }
  }

  @Test("is given up where a circuit reaches an eighth of all basis states, or has a gate without a form there")
  func limits() throws {
    var circuit = try Circuit(qubitCount: 8)
    for qubit in 0..<5 {
      #expect(try StateCircuit(circuit).sectorStateCount == 1 << qubit)
      try circuit.append(.rx, 0.3, on: qubit)
    }
    #expect(try StateCircuit(circuit).sectorStateCount == 32)
    try circuit.append(.rx, 0.3, on: 5)
    #expect(try StateCircuit(circuit).sectorStateCount == nil)
    var other = try Circuit(qubitCount: 8)
    try other.append(.h, on: 0)
    #expect(try StateCircuit(other).sectorStateCount == nil)
  }

  @Test("draws from a single basis state")
  func single() async throws {
    var circuit = try Circuit(qubitCount: 40)
    try circuit.append(.x, on: 39)
    let result = try await LocalBackend(memoryLimit: 1 << 20).sample(
      [SamplerPub(circuit)], options: SamplerOptions(shots: 5))
    #expect(result.pubs[0][0].words == [UInt64](repeating: 1 << 39, count: 5))
  }

  @Test("makes room for registers whose states would not fit")
  func wide() async throws {
    var circuit = try Circuit(qubitCount: 50, parameters: [Parameter("θ")])
    for qubit in 0..<25 { try circuit.append(.x, on: 2 * qubit) }
    let gate = try ExcitationGate(jordanWignerCreating: [1, 49], annihilating: [0, 48])
    try circuit.append(excitation: gate, angle: circuit.parameters[0])
    let zs = try PauliString(qubitCount: 50, factors: [(49, .z)])
    let pub = EstimatorPub(circuit, observable: PauliSum(zs), parameters: [0.3])
    let value = try await LocalBackend(memoryLimit: 1 << 20).gradients([pub], options: .exact).pubs[0]
    // The excited state has the weight sin²θ.
    #expect(abs(value.values[0] - cos(0.6)) < 1e-14)
    #expect(abs(value.gradients[0][0] + 2 * sin(0.6)) < 1e-14)
    let outcomes = try await LocalBackend(memoryLimit: 1 << 20).sample(
      [SamplerPub(circuit, parameters: [0.3])], options: SamplerOptions(shots: 20_000, seed: 1)
    ).pubs[0][0].words
    let (start, excited) = ((0..<25).reduce(0 as UInt64) { $0 | 1 << UInt64(2 * $1) }, 1 << 1 | 1 << 49 as UInt64)
    let moved = start & ~(1 | 1 << 48) | excited
    #expect(Set(outcomes) == [start, moved])
    // Five standard errors.
    let share = sin(0.3) * sin(0.3)
    let error = (share * (1 - share) / 20_000).squareRoot()
    #expect(abs(Double(outcomes.count { $0 == moved }) / 20_000 - share) < 5 * error)
  }
}
