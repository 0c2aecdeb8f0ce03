import ClassicalOptimizers
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

@Suite("Ansätze")
struct AnsatzTests {
  @Test("hardware-efficient ansätze have the number of parameters and gates that their pattern says")
  func counts() throws {
    let efficient = try EfficientSU2(qubitCount: 4, layers: 2)
    #expect(efficient.circuit.parameters.count == 2 * 4 * 3)
    #expect(efficient.circuit.gateCounts == ["ry": 12, "rz": 12, "cx": 6])
    let real = try RealAmplitudes(qubitCount: 5, layers: 3, entanglement: .full)
    #expect(real.circuit.parameters.count == 5 * 4)
    #expect(real.circuit.gateCounts == ["ry": 20, "cx": 30])
    let local = try TwoLocal(qubitCount: 4, rotations: [.rx], entangler: .rzz, entanglement: .circular, layers: 1)
    #expect(local.circuit.parameters.count == 8 + 4)
    #expect(try TwoLocal(qubitCount: 1, layers: 2).circuit.gateCounts == ["ry": 3])
    #expect(try RealAmplitudes(qubitCount: 3, layers: 0).circuit.gateCounts == ["ry": 3])
  }

  @Test("entanglement patterns are the pairs they are called after")
  func entanglement() throws {
    func pairs(_ entanglement: TwoLocal.Entanglement) throws -> [[Int]] {
      try TwoLocal(qubitCount: 4, rotations: [], entangler: .cz, entanglement: entanglement, layers: 1)
        .circuit.operations.map(\.qubits)
    }
    #expect(try pairs(.linear) == [[0, 1], [1, 2], [2, 3]])
    #expect(try pairs(.reverseLinear) == [[2, 3], [1, 2], [0, 1]])
    #expect(try pairs(.circular) == [[3, 0], [0, 1], [1, 2], [2, 3]])
    #expect(try pairs(.full) == [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]])
  }

  @Test("sizes and gates that make no ansatz are refused")
  func misuse() throws {
    #expect(throws: AnsatzError.qubitCount(found: 0)) { try RealAmplitudes(qubitCount: 0) }
    #expect(throws: AnsatzError.layerCount(found: -1)) { try EfficientSU2(qubitCount: 2, layers: -1) }
    #expect(throws: AnsatzError.gate("cx", allowed: "one-qubit gates with one angle")) {
      try TwoLocal(qubitCount: 2, rotations: [.cx])
    }
    #expect(throws: AnsatzError.gate("h", allowed: "two-qubit gates")) { try TwoLocal(qubitCount: 2, entangler: .h) }
    #expect(throws: AnsatzError.nothingToRotate) { try HamiltonianVariational(.identity(qubitCount: 3)) }
    #expect(throws: AnsatzError.layerCount(found: 0)) {
      try HamiltonianVariational(TestProblem.spins(), layers: 0)
    }
  }

  @Test(
    "the Hamiltonian-variational ansatz reaches the ground state of the Ising ring with half as many layers as sites",
    arguments: [0.5, 1.0, 2.0])
  func isingRing(field: Double) async throws {
    let name = "hamiltonians/tfim_n10_ring_h\(field)"
    guard case .pauliSum(let hamiltonian) = try HamiltonianFile(contentsOf: RepositoryData.path("\(name).json")) else {
      Issue.record("\(name) is no Pauli sum")
      return
    }
    let ansatz = try HamiltonianVariational(hamiltonian)
    #expect(ansatz.partCount == 2 && ansatz.layers == 5 && ansatz.reference == .field)
    let result = try await VQE(hamiltonian: hamiltonian, ansatz: ansatz).run(on: LocalBackend())
    // Mbeng, Fazio and Santoro, arXiv:1906.08948: n/2 layers are exact on a ring in the even sector.
    let exact = [0.5: -10.63560440934798, 1.0: -12.784906442999318, 2.0: -21.271208818695975][field]!
    #expect(abs(result.energy - exact) < 1e-6, "found \(result.energy)")
  }

  @Test("parts commute, and the reference is what the model suggests")
  func parts() throws {
    let ring = try XXZ.heisenberg(on: .ring(6)).hamiltonian
    let heisenberg = try HamiltonianVariational(ring, layers: 2)
    #expect(heisenberg.partCount == 2)
    guard case .bonds(let bonds, let ones) = heisenberg.reference else {
      Issue.record("\(heisenberg.reference)")
      return
    }
    #expect(bonds.map { [$0.first, $0.second] } == [[0, 1], [2, 3], [4, 5]] && ones.isEmpty)
    let cut = try PauliSum(["IZZ": 0.5, "ZZI": 0.5, "ZIZ": 0.5])
    let alternating = try HamiltonianVariational(cut, layers: 1)
    #expect(alternating.partCount == 2 && alternating.reference == .field)
  }

  @Test("a Heisenberg ring comes close to its ground state from singlets")
  func heisenberg() async throws {
    let ring = try XXZ.heisenberg(on: .ring(8)).hamiltonian
    let exact = try ExactSpectrum(of: ring).groundEnergy
    let result = try await VQE(hamiltonian: ring, ansatz: try HamiltonianVariational(ring)).run(on: LocalBackend())
    #expect(result.energy > exact - 1e-9)
    #expect(result.energy < exact * 0.99)
  }

  @Test("singlets have the energy of their bonds")
  func singlets() async throws {
    let ring = try XXZ.heisenberg(on: .ring(6)).hamiltonian
    let ansatz = try HamiltonianVariational(ring, layers: 1)
    let pub = EstimatorPub(ansatz.circuit, observable: ring, parameters: [0, 0])
    // Three of six bonds are singlets of energy −3/4, the others have none on average.
    let energy = try await LocalBackend().estimate([pub], options: .exact).pubs[0].values[0]
    #expect(abs(energy - -3 * 0.75) < 1e-12)
  }

  @Test("a Hubbard model starts from particles on bonds and comes close to the lowest state with as many")
  func hubbard() async throws {
    let model = try FermiHubbard(on: .chain(4), repulsion: 2, chemicalPotential: 1)
    let hamiltonian = model.hamiltonian(spinOrder: .interleaved)
    let ansatz = try HamiltonianVariational(hamiltonian, layers: 4)
    guard case .bonds(let bonds, let ones) = ansatz.reference else {
      Issue.record("\(ansatz.reference)")
      return
    }
    #expect(bonds.count == 4 && ones.isEmpty)
    let sector = try ParticleSector(particleCount: 4, twiceSz: 0)
    let exact = try ExactSpectrum(of: hamiltonian, sector: sector, spinOrder: .interleaved).groundEnergy
    let result = try await VQE(hamiltonian: hamiltonian, ansatz: ansatz).run(on: LocalBackend())
    #expect(result.energy > exact - 1e-9 && result.energy < exact + 0.02 * abs(exact), "\(result.energy) \(exact)")
  }

  @Test("UCCSD conserves the electrons of each spin in every mapping", arguments: FermionMapping.allCases)
  func conservation(mapping: FermionMapping) async throws {
    let problem = try FCIDump(contentsOf: RepositoryData.path("molecules/h4_linear_sto3g_r1.0.fcidump"))
      .molecule.problem(mapping: mapping)
    let ansatz = try UCCSD(problem)
    let alpha = try problem.alphaModes.map { try problem.encoding.map(.number(of: [$0])) }.reduce(.zero, +)
    let point = ansatz.circuit.parameters.indices.map { 0.3 * sin(Double($0)) }
    let spread = alpha * alpha - 4 * alpha + PauliSum.identity(qubitCount: problem.qubitCount, coefficient: 4)
    let pub = EstimatorPub(
      PreparedCircuit(ansatz.circuit, observables: [alpha, spread]), parameters: ShapedArray(point))
    let values = try await LocalBackend().estimate([pub], options: .exact).pubs[0].values
    #expect(abs(values[0] - 2) < 1e-10 && abs(values[1]) < 1e-9)
  }
}
