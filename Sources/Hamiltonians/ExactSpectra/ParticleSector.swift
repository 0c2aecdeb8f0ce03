/// The states with given numbers of alpha and beta particles.
public struct ParticleSector: Hashable, Sendable, Codable {
  public var alphaCount: Int
  public var betaCount: Int

  public init(alphaCount: Int, betaCount: Int) {
    self.alphaCount = alphaCount
    self.betaCount = betaCount
  }

  /// The sector with N particles and the given 2·Sz.
  ///
  /// - Throws: ``ExactSpectrumError/impossibleSector(particles:twiceSz:orbitals:)`` unless N and 2·Sz are both even or
  ///   both odd and |2·Sz| ≤ N.
  public init(particleCount: Int, twiceSz: Int) throws(ExactSpectrumError) {
    let particles = particleCount.magnitude <= 1 << 32 && twiceSz.magnitude <= 1 << 32
    guard particles, particleCount >= abs(twiceSz), (particleCount - twiceSz) % 2 == 0 else {
      throw .impossibleSector(particles: particleCount, twiceSz: twiceSz, orbitals: nil)
    }
    self.init(alphaCount: (particleCount + twiceSz) / 2, betaCount: (particleCount - twiceSz) / 2)
  }

  public var particleCount: Int { alphaCount + betaCount }
  public var twiceSz: Int { alphaCount - betaCount }
}

extension MolecularProblem {
  /// The sector of the molecule's own electrons.
  public var sector: ParticleSector {
    ParticleSector(alphaCount: molecule.alphaCount, betaCount: molecule.betaCount)
  }
}
