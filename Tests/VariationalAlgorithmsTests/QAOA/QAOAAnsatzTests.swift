import ComplexModule
import Foundation
import Hamiltonians
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import Simulators
import TestSupport
import Testing
import VariationalAlgorithms

@Suite("QAOA circuits")
struct QAOAAnsatzTests {
  /// ⟨cut⟩ of one layer: Wang, Hadfield, Jiang and Rieffel, Phys. Rev. A 97, 022304 (2018), theorem 1.
  private static func expectedCut(_ graph: Lattice, gamma: Double, beta: Double) -> Double {
    var neighbours = [Set<Int>](repeating: [], count: graph.siteCount)
    for edge in graph.edges {
      neighbours[edge.first].insert(edge.second)
      neighbours[edge.second].insert(edge.first)
    }
    return graph.edges.reduce(0) { sum, edge in
      let (d, e) = (neighbours[edge.first].count - 1, neighbours[edge.second].count - 1)
      let triangles = neighbours[edge.first].intersection(neighbours[edge.second]).count
      let linear = sin(4 * beta) * sin(gamma) * (pow(cos(gamma), Double(d)) + pow(cos(gamma), Double(e))) / 4
      let quadratic =
        pow(sin(2 * beta), 2) * pow(cos(gamma), Double(d + e - 2 * triangles))
        * (1 - pow(cos(2 * gamma), Double(triangles))) / 4
      return sum + 0.5 + linear - quadratic
    }
  }

  private static func graph(_ name: String) throws -> Lattice {
    switch name {
    case "ring": return try .ring(8)
    case "grid": return try .grid(width: 3, height: 3)
    case "complete": return try .graph(siteCount: 5, edges: (0..<5).flatMap { a in (0..<a).map { .init(a, $0) } })
    default: return try MaxCut(PauliSumFile.read(contentsOf: RepositoryData.path("hamiltonians/\(name).json"))).lattice
    }
  }

  @Test(
    "one layer has the closed form of the expected cut, at positive angles above half of the edges",
    arguments: ["ring", "grid", "complete", "maxcut_petersen_n10"])
  func closedForm(name: String) async throws {
    let graph = try Self.graph(name)
    let cost = MaxCut(on: graph).hamiltonian
    let ansatz = try QAOAAnsatz(cost)
    for (gamma, beta) in [(0.0, 0.3), (0.4, 0.3), (1.1, -0.7), (-2.3, 0.2), (0.6, 0.39)] {
      let energy = try await LocalBackend().expectationValues(
        of: [cost], in: ansatz.circuit, parameters: [gamma, beta])[0]
      #expect(abs(-energy - Self.expectedCut(graph, gamma: gamma, beta: beta)) < 1e-11)
    }
    #expect(Self.expectedCut(graph, gamma: 0.4, beta: 0.3) > Double(graph.edges.count) / 2)
  }

  @Test("the best angles of one layer on a cubic graph without triangles cut 0.6924 of the edges")
  func cubic() async throws {
    let cost = try MaxCut(on: Self.graph("maxcut_petersen_n10")).hamiltonian
    let result = try await VQE(hamiltonian: cost, ansatz: QAOAAnsatz(cost)).run(on: LocalBackend())
    // Farhi, Goldstone and Gutmann: 1/2 + 1/(3√3); the ramp starts next to it.
    #expect(abs(-result.energy / 15 - (0.5 + 1 / (3 * 3.0.squareRoot()))) < 1e-8)
    #expect(result.log[0].value - result.energy < 0.05)
  }

  @Test("every weight of a term is one rotation, in the cost's unit and with any number of letters")
  func severalBodies() throws {
    let cost = try PauliSum(["III": 0.4, "ZZZ": 0.7, "IZZ": -0.3, "ZII": 1.2])
    let ansatz = try QAOAAnsatz(cost)
    let (gamma, beta) = (0.37, 0.81)
    let found = try DenseSimulator.state(of: ansatz.circuit, parameters: [gamma, beta])
    var state = try (0..<8).map { index -> Complex<Double> in
      let value = try cost.expectation(inBasisState: (0..<3).map { index >> $0 & 1 == 1 })
      return Complex(length: 1 / 8.0.squareRoot(), phase: -gamma * value)
    }
    for qubit in 0..<3 {
      let old = state
      // exp(iβX)
      for index in state.indices {
        state[index] = Complex(cos(beta)) * old[index] + Complex(0, sin(beta)) * old[index ^ 1 << qubit]
      }
    }
    let overlap = zip(found, state).reduce(Complex<Double>(0)) { $0 + $1.0.conjugate * $1.1 }
    #expect(abs(overlap.length - 1) < 1e-12)
  }

  @Test("slower ramps come closer to the lowest cost, and so do deeper circuits of optimised angles")
  func annealing() async throws {
    let cost = MaxCut(on: try .ring(8)).hamiltonian
    var ramps: [Double] = []
    for layers in [2, 8, 32] {
      let ansatz = try QAOAAnsatz(cost, layers: layers)
      ramps += try await LocalBackend().expectationValues(
        of: [cost], in: ansatz.circuit, parameters: ansatz.linearRamp())
    }
    #expect(ramps[0] > ramps[1] && ramps[1] > ramps[2] && ramps[2] < -7.8)

    var point: [Double] = []
    for layers in 1...4 {
      let ansatz = try QAOAAnsatz(cost, layers: layers)
      let start = point.isEmpty ? ansatz.linearRamp() : try ansatz.interpolated(from: point)
      let result = try await VQE(hamiltonian: cost, ansatz: ansatz, initialPoint: .values(start)).run(
        on: LocalBackend())
      point = result.parameters
      // The ring of disagrees: (2p + 1)/(2p + 2) of the edges, for p below half the ring.
      let expected = layers < 4 ? 8 * Double(2 * layers + 1) / Double(2 * layers + 2) : 8
      #expect(abs(-result.energy - expected) < 1e-6, "\(layers) layers")
    }
  }

  @Test("interpolation keeps the ends of a ramp of angles and adds layers one by one")
  func interpolation() throws {
    let ansatz = try QAOAAnsatz(MaxCut(on: .ring(4)).hamiltonian, layers: 3)
    #expect(try ansatz.interpolated(from: [1, 4]) == [1, 4, 1, 4, 1, 4])
    #expect(try ansatz.interpolated(from: [1, 4, 2, 8]) == [1, 4, 1.5, 6, 2, 8])
    #expect(try ansatz.interpolated(from: [1, 2, 3, 4, 5, 6]) == [1, 2, 3, 4, 5, 6])
    for point in [[], [1], [Double](repeating: 1, count: 8)] {
      #expect(throws: QAOAError.pointLength(found: point.count, parametersPerLayer: 2, layers: 3)) {
        try ansatz.interpolated(from: point)
      }
    }
  }

  @Test("the ramp turns the same angles whatever the unit of the cost")
  func unit() throws {
    let cost = MaxCut(on: try .ring(6)).hamiltonian
    let (one, thousand) = (try QAOAAnsatz(cost, layers: 3), try QAOAAnsatz(1000 * cost, layers: 3))
    for (index, (a, b)) in zip(one.linearRamp(), thousand.linearRamp()).enumerated() {
      #expect(abs(a - (index.isMultiple(of: 2) ? 1000 * b : b)) < 1e-12)
    }
  }

  @Test("what cannot be a QAOA circuit is refused by name")
  func misuse() throws {
    let cost = try PauliSum(["ZZ": 1])
    func refusal(
      _ cost: PauliSum, layers: Int = 1, _ mixer: QAOAMixer = .transverseField, _ start: QAOAInitialState? = nil
    ) -> QAOAError? {
      #expect(throws: QAOAError.self) {
        try QAOAAnsatz(cost, layers: layers, mixer: mixer, initialState: start)
      }
    }
    #expect(refusal(try PauliSum(["ZZ": 1, "XZ": 0.5])) == .notDiagonal(term: "XZ"))
    #expect(refusal(Complex(0, 1) * cost) == .notHermitian(what: "cost"))
    #expect(refusal(.identity(qubitCount: 2)) == .constantCost)
    #expect(refusal(cost, layers: 0) == .layerCount(found: 0))
    #expect(refusal(cost, .xy(.ring)) == .initialStateNeeded)
    #expect(refusal(cost, .xy(.ring(groups: [[0], [1]])), .uniform) == .noExchange)
    #expect(refusal(cost, .xy(.ring(groups: [[0, 2]])), .uniform) == .qubitGroups([[0, 2]], qubitCount: 2))
    #expect(refusal(cost, .observable(try PauliSum(["X": 1]))) == .mixerWidth(found: 1, allowed: 2))
    #expect(refusal(cost, .observable(.identity(qubitCount: 2))) == .constantMixer)
    #expect(refusal(cost, .circuit(try Circuit(qubitCount: 2))) == .mixerWithoutParameters)
    #expect(refusal(cost, .transverseField, .bitString("012")) == .bitString("012", qubitCount: 2))
    #expect(refusal(cost, .transverseField, .dicke(ones: 3)) == .ones(found: 3, groupSize: 2))
    let free = try Circuit(qubitCount: 2, parameters: [Parameter("a")])
    #expect(refusal(cost, .transverseField, .circuit(free)) == .initialStateWithParameters(found: 1))
    let narrow = try WarmStart(relaxed: [0.5])
    #expect(refusal(cost, .warmStart(narrow)) == .mixerWidth(found: 1, allowed: 2))
    #expect(refusal(cost, .transverseField, .warmStart(narrow)) == .initialStateWidth(found: 1, allowed: 2))
    #expect(throws: LatticeError.loop(site: 1)) {
      try QAOAAnsatz(cost, mixer: .xy(.edges([.init(1, 1)])), initialState: .uniform)
    }
    #expect(throws: QAOAError.relaxedValue(index: 1, value: 1.5)) { try WarmStart(relaxed: [0, 1.5]) }
    #expect(throws: QAOAError.regularization(0.6)) { try WarmStart(relaxed: [0, 1], regularization: 0.6) }
  }
}
