import ComplexModule
import Hamiltonians
import PauliAlgebra
import Testing

@Suite("Molecules on qubits")
struct MolecularProblemTests {
  @Test("the repository's references are found")
  func referencesAreThere() {
    #expect(MoleculeReference.own.count == 34)
  }

  @Test("every mapping and spin order has the reference's terms, norms and identity", arguments: MoleculeReference.all)
  func termsAndNorms(_ reference: MoleculeReference) throws {
    let molecule = try FCIDump(contentsOf: try #require(reference.path)).molecule
    #expect(molecule.orbitalCount == reference.n_orbitals)
    #expect(molecule.alphaCount == reference.n_alpha)
    #expect(molecule.betaCount == reference.n_beta)
    #expect(molecule.coreEnergy == reference.e_core)
    #expect(abs(molecule.hartreeFockEnergy - reference.e_reference_determinant) < 1e-9)
    for mapping in FermionMapping.allCases {
      for spinOrder in SpinOrder.allCases {
        let problem = molecule.problem(mapping: mapping, spinOrder: spinOrder)
        let hamiltonian = problem.hamiltonian
        #expect(hamiltonian.qubitCount == reference.jw.n_qubits)
        #expect(hamiltonian.isReal)
        #expect(hamiltonian.termCount(above: 1e-10) == reference.termCount)
        #expect(abs(hamiltonian.oneNorm - reference.oneNorm) < 1e-8)
        #expect(abs(hamiltonian.identityCoefficient - reference.jw.identity_coefficient) < 1e-9)
        let squares = hamiltonian.terms.reduce(0) { $0 + $1.coefficient.lengthSquared }
        #expect(abs(squares - reference.jw.sum_of_squared_coefficients) < 1e-6)
      }
    }
  }
}
