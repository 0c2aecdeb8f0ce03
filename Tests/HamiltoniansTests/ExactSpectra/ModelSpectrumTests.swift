import Hamiltonians
import PauliAlgebra
import Testing

@Suite("Exact energies of models")
struct ModelSpectrumTests {
  @Test("levels and their degeneracies", arguments: HamiltonianReference.all)
  func levels(_ reference: HamiltonianReference) throws {
    let sum = try PauliSumFile.read(contentsOf: reference.path("json"))
    let energies = reference.levels.flatMap { Array(repeating: $0.energy, count: $0.degeneracy) }
    let spectrum = try ExactSpectrum(of: sum, options: ExactSpectrumOptions(stateCount: energies.count))
    #expect(spectrum.energies.count == energies.count)
    for (found, expected) in zip(spectrum.energies, energies) { #expect(abs(found - expected) < 1e-10) }
    if let analytic = reference.ground_energy_analytic.flatMap(Double.init) {
      #expect(abs(spectrum.groundEnergy - analytic) < 1e-10)
    }
  }

  @Test("Fermi-Hubbard in every sector", arguments: HamiltonianReference.all.filter { $0.sectors != nil })
  func sectors(_ reference: HamiltonianReference) throws {
    let sum = try PauliSumFile.read(contentsOf: reference.path("json"))
    for sector in try #require(reference.sectors) {
      let spectrum = try ExactSpectrum(
        of: sum, sector: ParticleSector(alphaCount: sector.n_up, betaCount: sector.n_down), spinOrder: .interleaved)
      #expect(spectrum.dimension == sector.dimension)
      #expect(abs(spectrum.groundEnergy - sector.ground_energy) < 1e-10)
    }
  }
}
