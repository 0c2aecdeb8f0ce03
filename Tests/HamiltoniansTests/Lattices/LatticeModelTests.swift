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
}
