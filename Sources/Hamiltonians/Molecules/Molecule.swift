/// A molecule as a second-quantised Hamiltonian over real orbitals, with its number of electrons.
///
/// H = E_core + Σ h(p,q) a†_pσ a_qσ + ½ Σ (pq|rs) a†_pσ a†_rτ a_sτ a_qσ, in hartree. Nothing else is kept of the
/// molecule: geometry and basis set are already in the integrals.
public struct Molecule: Sendable, Equatable {
  public let integrals: MolecularIntegrals
  /// The energy without any active electron: repulsion of the nuclei, and the frozen core's energy.
  public let coreEnergy: Double
  public let alphaCount: Int
  public let betaCount: Int
  /// The irreducible representation of each orbital in Molpro's numbers, where known.
  public let orbitalSymmetries: [Int]?

  public init(
    integrals: MolecularIntegrals, coreEnergy: Double, alphaCount: Int, betaCount: Int,
    orbitalSymmetries: [Int]? = nil
  ) throws(MoleculeError) {
    let orbitals = integrals.orbitalCount
    guard 0...orbitals ~= alphaCount, 0...orbitals ~= betaCount else {
      throw .electronsDoNotFit(alpha: alphaCount, beta: betaCount, orbitals: orbitals)
    }
    if let orbitalSymmetries, orbitalSymmetries.count != orbitals {
      throw .symmetryLabelCount(found: orbitalSymmetries.count, orbitals: orbitals)
    }
    guard coreEnergy.isFinite else { throw .notFinite("the core energy") }
    self.integrals = integrals
    self.coreEnergy = coreEnergy
    self.alphaCount = alphaCount
    self.betaCount = betaCount
    self.orbitalSymmetries = orbitalSymmetries
  }

  public var orbitalCount: Int { integrals.orbitalCount }
  public var electronCount: Int { alphaCount + betaCount }
  /// 2·Sz, the number of unpaired electrons with its sign.
  public var twiceSz: Int { alphaCount - betaCount }

  /// h(p, q) of two orbitals counted from 0.
  public func oneElectron(_ p: Int, _ q: Int) -> Double { integrals[p, q] }

  /// (pq|rs) of four orbitals counted from 0, in chemist's notation.
  public func twoElectron(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double { integrals[p, q, r, s] }

  /// The energy of the reference determinant, which fills the first orbitals of each spin.
  ///
  /// It is the Hartree–Fock energy where the orbitals are canonical and in the order of their energies.
  public var hartreeFockEnergy: Double {
    var energy = coreEnergy
    for p in 0..<alphaCount { energy += 0.5 * (integrals[p, p] + fockElement(p, p, spin: .alpha)) }
    for p in 0..<betaCount { energy += 0.5 * (integrals[p, p] + fockElement(p, p, spin: .beta)) }
    return energy
  }

  /// An element of the reference determinant's Fock matrix of one spin.
  ///
  /// F(p,q) = h(p,q) + Σ (pq|ii) over all occupied spin orbitals i − Σ (pi|qi) over those of the same spin.
  public func fockElement(_ p: Int, _ q: Int, spin: Spin) -> Double {
    var element = integrals[p, q]
    for i in 0..<alphaCount { element += integrals[p, q, i, i] }
    for i in 0..<betaCount { element += integrals[p, q, i, i] }
    for i in 0..<(spin == .alpha ? alphaCount : betaCount) { element -= integrals[p, i, q, i] }
    return element
  }

  /// The orbital energies of one spin: the diagonal of the Fock matrix.
  public func orbitalEnergies(spin: Spin) -> [Double] {
    (0..<orbitalCount).map { fockElement($0, $0, spin: spin) }
  }
}
