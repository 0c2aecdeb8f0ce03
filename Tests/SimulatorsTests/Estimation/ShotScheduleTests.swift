import Hamiltonians
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import Simulators
import TestSupport
import Testing

@Suite("Shots by measured variance")
struct ShotScheduleTests {
  private static let twoBases = try! PauliSum(["ZI": 1, "XX": 1])

  /// As many outcomes as are asked for, of which `odd` show a value −1 in place of 1.
  private func moments(_ count: Int, odd: Int, of basis: MeasurementPlan.Basis) -> Moments {
    var moments = Moments()
    let flipped = basis.supports[0] & (~basis.supports[0] + 1)
    moments.add(
      Array(repeating: 0, count: count - odd) + Array(repeating: flipped, count: odd), of: basis)
    return moments
  }

  @Test("go where the spread is, and add up exactly", arguments: [0, 1, 2, 999, 100_001])
  func neyman(total: Int) throws {
    let plan = MeasurementPlan(Self.twoBases)
    let known = [moments(1000, odd: 500, of: plan.bases[0]), moments(1000, odd: 10, of: plan.bases[1])]
    let shots = try NeymanAllocation(known, of: plan).shots(total, beyond: [0, 0])
    #expect(shots.reduce(0, +) == total && shots.allSatisfy { $0 >= 0 })
    // √(4·0.5·0.5) against √(4·0.01·0.99), with little for what was not seen.
    if total > 1000 { #expect(abs(Double(shots[0]) / Double(shots[1]) - 1 / 0.2015) < 0.05) }
  }

  @Test("are not given where there are more than enough already")
  func saturated() throws {
    let plan = MeasurementPlan(Self.twoBases)
    let known = [moments(1000, odd: 0, of: plan.bases[0]), moments(1000, odd: 500, of: plan.bases[1])]
    #expect(try NeymanAllocation(known, of: plan).shots(500, beyond: [1000, 1000]) == [0, 500])
  }

  @Test("are predicted for a variance")
  func prediction() throws {
    let plan = MeasurementPlan(Self.twoBases)
    let known = [
      moments(1_000_000, odd: 500_000, of: plan.bases[0]), moments(1_000_000, odd: 10_000, of: plan.bases[1]),
    ]
    let total = try NeymanAllocation(known, of: plan).total(forVariance: 1e-6)
    // (Σσ)²/ε².
    #expect(abs(total / (1.19900 * 1.19900 * 1e6) - 1) < 1e-3)
  }

  @Test("a basis whose outcomes are all alike is measured often enough to see rare ones")
  func rareOutcomes() async throws {
    // The state is an eigenstate of both strings.
    let circuit = try Circuit(qubitCount: 2)
    let observable = try PauliSum(["ZI": 2, "IZ": 1])
    let pub = EstimatorPub(circuit, observable: observable, parameters: [])
    for precision in [1e-2, 1e-3, 1e-5] {
      let result = try await LocalBackend().estimate([pub], options: EstimatorOptions(precision: precision)).pubs[0]
      let shots = try #require(result.shots?[0])
      #expect(result.values[0] == 3 && result.standardErrors?[0] == 0)
      #expect(Double(shots) >= 3 / precision && Double(shots) < 50 / precision)
    }
  }

  @Test("a precision that a state turns out not to allow is refused with the shots it would take")
  func unreachable() async throws {
    var circuit = try Circuit(qubitCount: 1)
    try circuit.append(.h, on: 0)
    let pub = EstimatorPub(circuit, observable: try PauliSum(["Z": 1]), parameters: [])
    let error = await #expect(throws: BackendError.self) {
      try await LocalBackend().estimate([pub], options: EstimatorOptions(precision: 1e-6))
    }
    #expect(error?.code == .invalidOption && error?.message.contains("about 1.0") == true)
  }

  /// Hartree–Fock and the double excitation from its highest pair to the lowest empty one: near LiH's ground state.
  private func lithiumHydride() throws -> (circuit: Circuit, hamiltonian: PauliSum) {
    let molecule = try FCIDump(contentsOf: RepositoryData.path("molecules/lih_sto3g_r1.595.fcidump")).molecule
    var circuit = try Circuit(qubitCount: 12)
    for qubit in [0, 1, 6, 7] { try circuit.append(.x, on: qubit) }
    for (pair, angle) in [(2, 0.05), (5, 0.2)] {
      let gate = try ExcitationGate(jordanWignerCreating: [pair, pair + 6], annihilating: [7, 1])
      try circuit.append(excitation: gate, angle: angle)
    }
    return (circuit, molecule.problem().hamiltonian)
  }

  @Test("a molecule's energy takes a small part of the shots that any state would do with")
  func molecule() async throws {
    let (circuit, hamiltonian) = try lithiumHydride()
    let backend = LocalBackend()
    let pub = EstimatorPub(try await backend.prepare(circuit, observables: [hamiltonian]), parameters: [])
    let exact = try await backend.estimate([pub], options: .exact).pubs[0].values[0]
    let precision = 0.004
    var spent: [MeasurementGrouping: Int] = [:]
    for grouping in MeasurementGrouping.allCases {
      let options = try EstimatorOptions(precision: precision, grouping: grouping, seed: 11)
      let result = try await backend.estimate([pub], options: options).pubs[0]
      let (error, shots) = (try #require(result.standardErrors?[0]), try #require(result.shots?[0]))
      #expect(error <= precision && error > 0.9 * precision)
      #expect(abs(result.values[0] - exact) < 4 * error)
      let norm = MeasurementPlan(hamiltonian, grouping: grouping).bases.reduce(0) { $0 + $1.oneNorm }
      // ΛΣΛ/ε² in each basis: what any state would do with.
      #expect(Double(shots) < (grouping == .oneByOne ? 0.2 : 0.02) * norm * norm / (precision * precision))
      spent[grouping] = shots
    }
    #expect(try #require(spent[.commuting]) < #require(spent[.qubitWise]))
    #expect(try #require(spent[.qubitWise]) < #require(spent[.oneByOne]))
  }
}
