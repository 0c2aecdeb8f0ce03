import Hamiltonians
import LinearAlgebra
import PauliAlgebra
import Testing

@Suite("Exact energies of molecules")
struct MoleculeSpectrumTests {
  @Test("the lowest energies and spins in the file's sector", arguments: MoleculeReference.all)
  func lowestEnergies(_ reference: MoleculeReference) throws {
    let molecule = try FCIDump(contentsOf: try #require(reference.path)).molecule
    let options = ExactSpectrumOptions(stateCount: reference.lowest_energies_in_sector.count)
    let spectrum = try ExactSpectrum(of: molecule.problem(), options: options)
    #expect(spectrum.dimension == reference.sector_dimension_na_nb)
    let spins = try #require(spectrum.spinSquared)
    for (level, energy) in reference.lowest_energies_in_sector.enumerated() {
      #expect(abs(spectrum.energies[level] - energy) < reference.tolerance, "state \(level)")
    }
    // Where energies agree to the last digits printed, the order of their spins is no matter of record.
    #expect(zip(spins.sorted(), reference.s_squared.sorted()).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("the ground energy of Fock space", arguments: MoleculeReference.all.filter { $0.n_orbitals <= 8 })
  func fockGroundEnergy(_ reference: MoleculeReference) throws {
    let molecule = try FCIDump(contentsOf: try #require(reference.path)).molecule
    let ground = try FockGroundState(of: molecule)
    let expected = try #require(reference.fock_ground_energy)
    #expect(abs(ground.energy - expected) < reference.tolerance)
    #expect(ground.electronCount == reference.fock_ground_n_electrons)
  }
}
