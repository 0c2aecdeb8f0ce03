import Foundation
import Hamiltonians
import Testing

@Suite("Molecules")
struct MoleculeTests {
  static func read(_ name: String) throws -> Molecule {
    try FCIDump(contentsOf: Repository.molecules.appending(path: name).path).molecule
  }

  @Test(
    "second-order energies are the reference's",
    arguments: MoleculeReference.own.filter { $0.e_mp2 != nil && $0.e_hf != nil })
  func secondOrderEnergy(_ reference: MoleculeReference) throws {
    let molecule = try FCIDump(contentsOf: try #require(reference.path)).molecule
    let (hartreeFock, secondOrder) = (try #require(reference.e_hf), try #require(reference.e_mp2))
    // The references' orbitals are converged to 1e-9 in the gradient.
    #expect(abs(molecule.hartreeFockEnergy - hartreeFock) < 1e-8)
    #expect(abs(molecule.mp2Amplitudes.correlationEnergy - (secondOrder - hartreeFock)) < 1e-7)
  }

  @Test("MP2 amplitudes have the symmetry of their operators")
  func amplitudeSymmetry() throws {
    let amplitudes = try Self.read("h4_linear_sto3g_r1.0.fcidump").mp2Amplitudes
    // Spin orbitals: alpha 0...3, beta 4...7; occupied 0, 1, 4, 5.
    for (i, j, a, b) in [(0, 1, 2, 3), (0, 4, 2, 6), (0, 5, 3, 6), (4, 5, 6, 7)] {
      let amplitude = amplitudes.double(creating: a, b, annihilating: i, j)
      #expect(amplitudes.double(creating: b, a, annihilating: i, j) == -amplitude)
      #expect(amplitudes.double(creating: a, b, annihilating: j, i) == -amplitude)
      #expect(amplitudes.double(creating: b, a, annihilating: j, i) == amplitude)
    }
    #expect(amplitudes.double(creating: 2, 6, annihilating: 0, 4) < 0)
    #expect(amplitudes.double(creating: 2, 3, annihilating: 0, 4) == 0)
    for (i, a) in [(0, 2), (1, 3), (4, 6), (5, 7)] {
      #expect(abs(amplitudes.single(creating: a, annihilating: i)) < 1e-8)
    }
    #expect(amplitudes.single(creating: 6, annihilating: 0) == 0)
  }

  @Test(
    "freezing the core gives the file with a frozen core",
    arguments: ["lih_sto3g_r1.595", "beh2_sto3g_r1.3264", "h2o_sto3g", "nh3_sto3g"])
  func frozenCore(_ name: String) throws {
    let frozen = try Self.read("\(name).fcidump").freezingCore(1)
    expectEqual(frozen, try Self.read("\(name)_fc.fcidump"))
  }

  @Test("an active space by orbital lists gives the file without those orbitals")
  func orbitalLists() throws {
    let full = try Self.read("lih_sto3g_r1.595.fcidump")
    let expected = try Self.read("lih_sto3g_r1.595_fc_sigma3.fcidump")
    expectEqual(try full.activeSpace(freezing: [0], removing: [3, 4]), expected)
    expectEqual(try full.freezingCore(1).activeSpace(freezing: [], removing: [2, 3]), expected)
  }

  @Test("an active space by counts lies around the Fermi level")
  func counts() throws {
    let full = try Self.read("lih_sto3g_r1.595.fcidump")
    #expect(try full.activeSpace(electrons: 2, orbitals: 5) == full.freezingCore(1))
    #expect(try full.activeSpace(electrons: 4, orbitals: 6) == full)
    #expect(try full.activeSpace(electrons: 2, orbitals: 2) == full.activeSpace(freezing: [0], removing: [3, 4, 5]))
    let water = try Self.read("h2o_sto3g.fcidump").activeSpace(electrons: 4, orbitals: 4)
    #expect(water.orbitalCount == 4 && water.alphaCount == 2 && water.betaCount == 2)
    #expect(abs(water.hartreeFockEnergy - (try Self.read("h2o_sto3g.fcidump").hartreeFockEnergy)) < 1e-10)
  }

  private func expectEqual(_ found: Molecule, _ expected: Molecule) {
    #expect(found.orbitalCount == expected.orbitalCount)
    #expect(found.alphaCount == expected.alphaCount && found.betaCount == expected.betaCount)
    #expect(abs(found.coreEnergy - expected.coreEnergy) < 1e-9)
    #expect(found.orbitalSymmetries == expected.orbitalSymmetries)
    let orbitals = 0..<found.orbitalCount
    for p in orbitals {
      for q in orbitals {
        #expect(abs(found.oneElectron(p, q) - expected.oneElectron(p, q)) < 1e-9)
        for r in orbitals {
          for s in orbitals { #expect(abs(found.twoElectron(p, q, r, s) - expected.twoElectron(p, q, r, s)) < 1e-9) }
        }
      }
    }
  }

  @Test("impossible molecules and active spaces are refused")
  func refusals() throws {
    let molecule = try Self.read("lih_sto3g_r1.595.fcidump")
    #expect(throws: MoleculeError.coreTooLarge(frozen: 3, alpha: 2, beta: 2, orbitals: 6)) {
      try molecule.freezingCore(3)
    }
    #expect(throws: MoleculeError.coreTooLarge(frozen: -1, alpha: 2, beta: 2, orbitals: 6)) {
      try molecule.freezingCore(-1)
    }
    #expect(throws: MoleculeError.coreTooLarge(frozen: .max, alpha: 2, beta: 2, orbitals: 6)) {
      try molecule.freezingCore(.max)
    }
    #expect(throws: MoleculeError.invalidOrbital(6, orbitals: 6)) { try molecule.activeSpace(freezing: [6]) }
    #expect(throws: MoleculeError.invalidOrbital(2, orbitals: 6)) {
      try molecule.activeSpace(freezing: [2], removing: [2])
    }
    for (electrons, orbitals) in [(3, 4), (6, 6), (4, 7), (2, 6), (-2, 2), (2, 0), (.max, 1), (.min, 1)] {
      #expect(throws: MoleculeError.self) { try molecule.activeSpace(electrons: electrons, orbitals: orbitals) }
    }
    #expect(throws: MoleculeError.electronsDoNotFit(alpha: 1, beta: 3, orbitals: 2)) {
      try Molecule(integrals: MolecularIntegrals(orbitalCount: 2), coreEnergy: 0, alphaCount: 1, betaCount: 3)
    }
    #expect(throws: MoleculeError.notFinite("the core energy")) {
      try Molecule(integrals: MolecularIntegrals(orbitalCount: 2), coreEnergy: .nan, alphaCount: 1, betaCount: 1)
    }
    // Too few orbitals are left for the electrons.
    #expect(throws: MoleculeError.electronsDoNotFit(alpha: 2, beta: 2, orbitals: 1)) {
      try molecule.activeSpace(freezing: [], removing: [1, 2, 3, 4, 5])
    }
  }
}
