import PauliAlgebra

/// The lowest energy of a molecule over all numbers of electrons.
///
/// Where it lies below the ground energy of the molecule's own electrons, an unconstrained variational calculation may
/// end there.
public struct FockGroundState: Hashable, Sendable {
  public let energy: Double
  public let electronCount: Int

  /// Searches every number of electrons at its smallest |2·Sz|.
  ///
  /// A molecule's Hamiltonian does not depend on the direction of spin, so each level has a state there.
  public init(of molecule: Molecule, options: ExactSpectrumOptions = ExactSpectrumOptions()) throws(ExactSpectrumError)
  {
    let problem = molecule.problem()
    let terms = try SectorTerms(problem.hamiltonian, encoding: problem.encoding, spinOrder: problem.spinOrder)
    var options = options
    options.stateCount = 1
    var lowest: (energy: Double, electronCount: Int) = (.infinity, 0)
    for electrons in 0...2 * molecule.orbitalCount {
      let sector = ParticleSector(alphaCount: (electrons + 1) / 2, betaCount: electrons / 2)
      let spectrum = try ExactSpectrum(
        of: terms, sector: sector, encoding: problem.encoding, spinOrder: problem.spinOrder, options: options)
      if spectrum.groundEnergy < lowest.energy { lowest = (spectrum.groundEnergy, electrons) }
    }
    (energy, electronCount) = lowest
  }
}
