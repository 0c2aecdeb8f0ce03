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

  @Test("the reference state has the reference energy", arguments: MoleculeReference.all)
  func referenceState(_ reference: MoleculeReference) throws {
    let molecule = try FCIDump(contentsOf: try #require(reference.path)).molecule
    for mapping in FermionMapping.allCases {
      for spinOrder in SpinOrder.allCases {
        let problem = molecule.problem(mapping: mapping, spinOrder: spinOrder)
        #expect(problem.referenceOccupations.count { $0 } == molecule.electronCount)
        let energy = try problem.hamiltonian.expectation(inBasisState: problem.referenceState)
        #expect(abs(energy - reference.e_reference_determinant) < 1e-9)
      }
    }
    let reduced = try molecule.problem(mapping: .parity).reducingTwoQubits()
    let energy = try reduced.hamiltonian.expectation(inBasisState: reduced.referenceState)
    #expect(abs(energy - reference.e_reference_determinant) < 1e-9)
  }

  @Test(
    "the Hamiltonian is the one of the ladder operators",
    arguments: ["h2_sto3g_r0.735", "heh+_631g_r0.772", "lih_sto3g_r1.595_fc", "h4_square_sto3g_r1.23_axes"],
    FermionMapping.allCases)
  func ladderOperators(_ name: String, _ mapping: FermionMapping) throws {
    let molecule = try MoleculeTests.read("\(name).fcidump")
    for spinOrder in SpinOrder.allCases {
      let problem = molecule.problem(mapping: mapping, spinOrder: spinOrder)
      let expected = try problem.encoding.map(molecule.fermionOperator(spinOrder: spinOrder))
      let difference = problem.hamiltonian - expected
      #expect(difference.oneNorm + abs(difference.identityCoefficient) < 1e-11)
    }
  }

  @Test("two qubits are saved where the parities of the spins are held", arguments: SpinOrder.allCases)
  func reduction(_ spinOrder: SpinOrder) throws {
    let molecule = try MoleculeTests.read("lih_sto3g_r1.595_fc_sigma3.fcidump")
    for mapping in FermionMapping.allCases {
      let problem = molecule.problem(mapping: mapping, spinOrder: spinOrder)
      if mapping == .parity && spinOrder == .blocked {
        let reduced = try problem.reducingTwoQubits()
        #expect(reduced.qubitCount == 4)
        let removed = try problem.hamiltonian.removing(reduced.encoding.removedQubits)
        #expect(reduced.hamiltonian.terms.map(\.string) == removed.terms.map(\.string))
        #expect((reduced.hamiltonian - removed).oneNorm < 1e-13)
        #expect(try molecule.problem(mapping: .parity, reducingTwoQubits: true).hamiltonian == reduced.hamiltonian)
        #expect(throws: MoleculeError.self) { try reduced.reducingTwoQubits() }
      } else {
        #expect(throws: MoleculeError.self) { try problem.reducingTwoQubits() }
      }
    }
  }

  @Test("alpha and beta modes are those of the spin order")
  func modes() throws {
    let molecule = try MoleculeTests.read("lih_sto3g_r1.595_fc_sigma3.fcidump")
    let blocked = molecule.problem(), interleaved = molecule.problem(spinOrder: .interleaved)
    #expect(blocked.alphaModes == [0, 1, 2] && blocked.betaModes == [3, 4, 5])
    #expect(interleaved.alphaModes == [0, 2, 4] && interleaved.betaModes == [1, 3, 5])
    #expect(blocked.referenceState == [true, false, false, true, false, false])
    #expect(interleaved.referenceState == [true, true, false, false, false, false])
  }

  @Test("a molecule of more than 64 spin orbitals has a Hamiltonian too")
  func manyOrbitals() throws {
    var integrals = MolecularIntegrals(orbitalCount: 40)
    for p in 0..<40 {
      integrals[p, p] = -1 - 0.01 * Double(p)
      integrals[p, p, p, p] = 0.5
      if p > 0 { integrals[p, p - 1] = -0.1 }
    }
    let molecule = try Molecule(integrals: integrals, coreEnergy: 2, alphaCount: 3, betaCount: 2)
    let problem = molecule.problem()
    #expect(problem.qubitCount == 80)
    let energy = try problem.hamiltonian.expectation(inBasisState: problem.referenceState)
    #expect(abs(energy - molecule.hartreeFockEnergy) < 1e-12)
    let expected = try problem.encoding.map(molecule.fermionOperator())
    #expect((problem.hamiltonian - expected).oneNorm < 1e-12)
  }
}
