import ComplexModule
import Hamiltonians
import PauliAlgebra
import Testing

@Suite("Lattice models")
struct LatticeModelTests {
  @Test("are the repository's Hamiltonians term by term", arguments: HamiltonianReference.all)
  func termByTerm(_ reference: HamiltonianReference) throws {
    let model = try hamiltonian(named: reference)
    for suffix in ["json", "txt"] {
      let file = try PauliSumFile.read(contentsOf: reference.path(suffix))
      #expect(file.qubitCount == model.qubitCount)
      #expect(file.terms.map(\.string) == model.terms.map(\.string))
      for (found, expected) in zip(model.terms, file.terms) {
        #expect((found.coefficient - expected.coefficient).length < 1e-14)
      }
    }
    #expect(model.terms.count == reference.n_terms)
  }

  /// The Hamiltonian as this package makes it, from what the name says.
  private func hamiltonian(named reference: HamiltonianReference) throws -> PauliSum {
    let parts = reference.name.split(separator: "_")
    switch parts[0] {
    case "tfim":
      let lattice = parts[2] == "ring" ? try Lattice.ring(10) : try Lattice.chain(10)
      return try TransverseFieldIsing(on: lattice, field: try #require(Double(parts[3].dropFirst()))).hamiltonian
    case "xxz":
      return try XXZ(on: .ring(12), anisotropy: try #require(Double(parts[3].dropFirst(5)))).hamiltonian
    case "maxcut":
      let edges = try #require(reference.edges).map { Lattice.Edge($0.first, $0.second, weight: $0.weight) }
      return MaxCut(on: try Lattice.graph(siteCount: reference.n_qubits, edges: edges)).hamiltonian
    default:
      let repulsion = try #require(Double(parts[3].dropFirst()))
      let model = try FermiHubbard(on: .grid(width: 2, height: 3), repulsion: repulsion)
      return model.hamiltonian(spinOrder: .interleaved)
    }
  }

  @Test("the largest cuts are those of brute force", arguments: HamiltonianReference.all.filter { $0.edges != nil })
  func cuts(_ reference: HamiltonianReference) throws {
    let edges = try #require(reference.edges).map { Lattice.Edge($0.first, $0.second, weight: $0.weight) }
    let model = MaxCut(on: try Lattice.graph(siteCount: reference.n_qubits, edges: edges))
    let largest = try #require(reference.max_cut)
    for bits in try #require(reference.optimal_bitstrings_qubit0_first) {
      #expect(abs(model.cut(bits.map { $0 == "1" }) - largest) < 1e-12)
    }
  }

  @Test("weights multiply the couplings of every model")
  func weights() throws {
    let lattice = try Lattice.graph(siteCount: 2, edges: [Lattice.Edge(1, 0, weight: -2)])
    #expect(
      try TransverseFieldIsing(on: lattice, coupling: 0.5, field: 0.25).hamiltonian
        == PauliSum(["ZZ": 1, "IX": -0.25, "XI": -0.25]))
    #expect(
      try XXZ(on: lattice, coupling: 2, anisotropy: 3).hamiltonian == PauliSum(["XX": -1, "YY": -1, "ZZ": -3]))
    #expect(try MaxCut(on: lattice).hamiltonian == PauliSum(["II": 1, "ZZ": -1]))
    // The sum of the two spins' hops, each with weight 2t.
    let hubbard = try FermiHubbard(on: lattice, hopping: 3, repulsion: 0).hamiltonian(spinOrder: .blocked)
    #expect(try hubbard == PauliSum(["IIXX": 3, "IIYY": 3, "XXII": 3, "YYII": 3]))
  }

  @Test("two spins have a singlet and a triplet")
  func twoSpins() throws {
    let heisenberg = try XXZ.heisenberg(on: .chain(2), coupling: 1).hamiltonian
    let spectrum = try ExactSpectrum(of: heisenberg, options: ExactSpectrumOptions(stateCount: 4))
    #expect(zip(spectrum.energies, [-0.75, 0.25, 0.25, 0.25]).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test("two Hubbard sites have the textbook ground state", arguments: [0.0, 1, 4, 20], FermionMapping.allCases)
  func twoSites(_ repulsion: Double, _ mapping: FermionMapping) throws {
    // U/2 − √(U²/4 + 4t²) for two electrons; −μ for each.
    let model = try FermiHubbard(on: .chain(2), hopping: 1, repulsion: repulsion, chemicalPotential: 0.5)
    for spinOrder in SpinOrder.allCases {
      let spectrum = try ExactSpectrum(
        of: model.hamiltonian(mapping: mapping, spinOrder: spinOrder),
        sector: ParticleSector(alphaCount: 1, betaCount: 1), encoding: model.encoding(mapping: mapping),
        spinOrder: spinOrder)
      let expected = repulsion / 2 - (repulsion * repulsion / 4 + 4).squareRoot() - 1
      #expect(abs(spectrum.groundEnergy - expected) < 1e-12)
      #expect(abs((try #require(spectrum.spinSquared))[0]) < 1e-12)
    }
  }
}
