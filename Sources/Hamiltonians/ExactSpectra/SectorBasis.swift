/// The occupations of a sector in a fixed order: every alpha string with every beta string, beta fastest.
struct SectorBasis: Sendable {
  let orbitalCount: Int
  let sector: ParticleSector
  let alpha: OccupationStrings
  let beta: OccupationStrings

  init(orbitalCount: Int, sector: ParticleSector) {
    self.orbitalCount = orbitalCount
    self.sector = sector
    alpha = OccupationStrings(orbitalCount: orbitalCount, particleCount: sector.alphaCount)
    beta =
      sector.betaCount == sector.alphaCount
      ? alpha : OccupationStrings(orbitalCount: orbitalCount, particleCount: sector.betaCount)
  }

  var dimension: Int { alpha.strings.count * beta.strings.count }

  /// The occupations at an index: alpha orbitals in the lower bits.
  func occupations(at index: Int) -> UInt64 {
    let (a, b) = index.quotientAndRemainder(dividingBy: beta.strings.count)
    return alpha.strings[a] | beta.strings[b] << UInt64(orbitalCount)
  }

  /// The dimension of a sector without its enumeration; Int.max where it is larger than that.
  static func dimension(orbitalCount: Int, sector: ParticleSector) -> Int {
    let product = OccupationStrings.count(orbitalCount: orbitalCount, particleCount: sector.alphaCount)
      .multipliedReportingOverflow(
        by: OccupationStrings.count(orbitalCount: orbitalCount, particleCount: sector.betaCount))
    return product.overflow ? .max : product.partialValue
  }
}
