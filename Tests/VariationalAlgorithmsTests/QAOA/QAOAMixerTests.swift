import ComplexModule
import Hamiltonians
import OpenQASM
import PauliAlgebra
import QuantumCircuits
import RealModule
import TestSupport
import Testing
import VariationalAlgorithms

@Suite("QAOA mixers and initial states")
struct QAOAMixerTests {
  private static func cost(_ qubitCount: Int) throws -> PauliSum {
    let edges = (1..<qubitCount).map { Lattice.Edge($0 - 1, $0, weight: 0.3 + 0.2 * Double($0)) }
    return MaxCut(on: try .graph(siteCount: qubitCount, edges: edges)).hamiltonian
  }

  private static func overlap(_ a: [Complex<Double>], _ b: [Complex<Double>]) -> Double {
    zip(a, b).reduce(Complex<Double>(0)) { $0 + $1.0.conjugate * $1.1 }.length
  }

  @Test("a Dicke state has every bit string with so many ones alike", arguments: 1...6, 0...6)
  func dicke(qubitCount: Int, ones: Int) throws {
    guard ones <= qubitCount, qubitCount > 1 else { return }
    let ansatz = try QAOAAnsatz(Self.cost(qubitCount), mixer: .xy(.complete), initialState: .dicke(ones: ones))
    let state = try DenseSimulator.state(of: ansatz.circuit, parameters: [0, 0])
    let chosen = state.indices.filter { $0.nonzeroBitCount == ones }
    for index in state.indices {
      let expected = index.nonzeroBitCount == ones ? 1 / Double(chosen.count).squareRoot() : 0
      #expect((state[index] - Complex(expected)).length < 1e-12)
    }
  }

  @Test("groups have their ones each by itself, and XY mixers keep them so")
  func groups() throws {
    let groups = [[4, 0, 2], [1, 3]]
    for pairs in [ExchangePairs.ring(groups: groups), .complete(groups: groups)] {
      let ansatz = try QAOAAnsatz(
        Self.cost(5), layers: 2, mixer: .xy(pairs), initialState: .dicke(ones: 1, groups: groups))
      let state = try DenseSimulator.state(of: ansatz.circuit, parameters: [0.4, 0.7, -0.3, 0.2])
      var reached = 0
      for index in state.indices where state[index].length > 1e-9 {
        reached += 1
        for group in groups { #expect(group.count { index >> $0 & 1 == 1 } == 1) }
      }
      #expect(reached == 6)
    }
  }

  @Test(
    "XY mixers keep the number of ones and reach every string that has it",
    arguments: [
      ExchangePairs.ring, .complete, .edges([.init(0, 1), .init(1, 2, weight: 0.5), .init(2, 3), .init(3, 4)]),
    ])
  func weight(pairs: ExchangePairs) throws {
    let ansatz = try QAOAAnsatz(Self.cost(5), layers: 4, mixer: .xy(pairs), initialState: .bitString("00101"))
    let state = try DenseSimulator.state(of: ansatz.circuit, parameters: (0..<8).map { 0.3 + 0.17 * Double($0) })
    for index in state.indices { #expect((state[index].length > 1e-6) == (index.nonzeroBitCount == 2)) }
  }

  @Test("rings and complete graphs have each pair once, and rounds share no qubit", arguments: 2...7)
  func pairs(qubitCount: Int) throws {
    let cost = try Self.cost(qubitCount)
    for (pairs, count) in [
      (ExchangePairs.ring, qubitCount == 2 ? 1 : qubitCount), (.complete, qubitCount * (qubitCount - 1) / 2),
    ] {
      let circuit = try QAOAAnsatz(cost, mixer: .xy(pairs), initialState: .uniform).circuit
      let exchanges = circuit.operations.filter { $0.name == "xx_plus_yy" }.map { Set($0.qubits) }
      #expect(exchanges.count == count && Set(exchanges).count == count)
      #expect(exchanges.allSatisfy { $0.count == 2 })
      // As many in parallel as there is room for: the first round leaves out at most one qubit.
      let first = exchanges.prefix(qubitCount / 2).reduce(into: Set<Int>()) { $0.formUnion($1) }
      #expect(first.count == qubitCount / 2 * 2)
    }
  }

  @Test("each mixer is exp(−iβB) for the B that its documentation names, and B is lowest in the initial state")
  func generators() throws {
    let start = try WarmStart(relaxed: [0, 0.4, 1], regularization: 0.1)
    #expect(start.probabilities == [0.1, 0.4, 0.9])
    var warm = PauliSum.zero
    for (qubit, probability) in start.probabilities.enumerated() {
      let angle = 2 * Double.asin(probability.squareRoot())
      warm += PauliSum(try PauliString(qubitCount: 3, factors: [(qubit, .x)])) * -Double.sin(angle)
      warm += PauliSum(try PauliString(qubitCount: 3, factors: [(qubit, .z)])) * -Double.cos(angle)
    }
    let cost = try Self.cost(3)
    let cases: [(QAOAMixer, QAOAInitialState?, PauliSum, lowest: Double)] = [
      (.transverseField, nil, try PauliSum(["IIX": -1, "IXI": -1, "XII": -1]), -3),
      (.warmStart(start), nil, warm, -3),
      (
        .xy(.edges([.init(0, 2, weight: 2)])), .dicke(ones: 1, groups: [[0, 2]]),
        try PauliSum(["XIX": -1, "YIY": -1]), -2
      ),
    ]
    for (mixer, initialState, generator, lowest) in cases {
      let ansatz = try QAOAAnsatz(cost, mixer: mixer, initialState: initialState)
      let initial = try DenseSimulator.state(of: ansatz.circuit, parameters: [0, 0])
      #expect(abs(DenseSimulator.expectation(of: generator, in: initial).real - lowest) < 1e-12)
      // An eigenstate is left where it is.
      #expect(
        abs(Self.overlap(initial, try DenseSimulator.state(of: ansatz.circuit, parameters: [0, 0.83])) - 1) < 1e-12)
      // Away from it, one exponential of each field, whose letters do not commute, is a product of many small steps.
      let found = try DenseSimulator.state(of: ansatz.circuit, parameters: [0.6, 0.83])
      let steps = 4000
      let small = try QAOAAnsatz(cost, mixer: .observable(generator), initialState: ansatz.initialState)
      var state = try DenseSimulator.state(of: small.circuit, parameters: [0.6, 0])
      var step = try Circuit(qubitCount: 3)
      for term in generator.terms {
        try step.append(pauliRotation: term.string, angle: 2 * term.coefficient.real * 0.83 / Double(steps))
      }
      for _ in 0..<steps { state = try DenseSimulator.state(of: step, initial: state) }
      #expect(abs(Self.overlap(found, state) - 1) < 1e-6)
    }
  }

  @Test("every mixer and initial state travels as OpenQASM 3, to services and back")
  func openQASM() throws {
    let start = try WarmStart(relaxed: [0.2, 0.4, 0.7, 1])
    let cases: [(QAOAMixer, QAOAInitialState?)] = [
      (.transverseField, nil), (.warmStart(start), nil), (.xy(.complete), .dicke(ones: 2)),
      (.xy(.ring), .bitString("0110")), (.observable(try PauliSum(["XXII": -1, "IIXX": -0.5])), nil),
    ]
    for (mixer, initialState) in cases {
      let circuit = try QAOAAnsatz(Self.cost(4), layers: 2, mixer: mixer, initialState: initialState).circuit
      let point = [0.3, 0.8, -0.4, 0.2]
      let read = try Circuit(openQASM: circuit.openQASM3)
      let states = try [circuit, read].map { try DenseSimulator.state(of: $0, parameters: point) }
      #expect(abs(Self.overlap(states[0], states[1]) - 1) < 1e-12)
    }
  }

  @Test("a circuit as mixer has all its parameters in each layer")
  func customCircuit() throws {
    let (a, b) = (Parameter("a"), Parameter("b"))
    var layer = try Circuit(qubitCount: 2, parameters: [b, a])
    try layer.append(.rx, 2 * a, on: 0)
    try layer.append(.ry, a + b, on: 1)
    let ansatz = try QAOAAnsatz(Self.cost(2), layers: 2, mixer: .circuit(layer))
    #expect(ansatz.circuit.parameters.map(\.name) == ["γ[0]", "β[0]", "β[1]", "γ[1]", "β[2]", "β[3]"])
    #expect(ansatz.parametersPerLayer == 3 && ansatz.linearRamp().count == 6)
    #expect(ansatz.circuit.operations.last?.angles.first?.description == "β[2] + β[3]")
  }

  @Test("a warm start measures each qubit as 1 with its probability, and finds the rounded solution by itself")
  func warmStart() async throws {
    let relaxed = [0.9, 0.1, 0.8, 0.3]
    let start = try WarmStart(relaxed: relaxed, regularization: 0.05)
    let ansatz = try QAOAAnsatz(Self.cost(4), mixer: .warmStart(start))
    let state = try DenseSimulator.state(of: ansatz.circuit, parameters: [0, 0])
    for (qubit, probability) in relaxed.enumerated() {
      let ones = state.indices.filter { $0 >> qubit & 1 == 1 }.reduce(0) { $0 + state[$1].lengthSquared }
      #expect(abs(ones - probability) < 1e-12)
    }
    let plain = try QAOAAnsatz(Self.cost(4), mixer: .warmStart(WarmStart(relaxed: relaxed, regularization: 0.5)))
    let uniform = try QAOAAnsatz(Self.cost(4))
    let point = [0.7, 0.4]
    let states = try [plain, uniform].map { try DenseSimulator.state(of: $0.circuit, parameters: point) }
    #expect(abs(Self.overlap(states[0], states[1]) - 1) < 1e-12)
  }
}
