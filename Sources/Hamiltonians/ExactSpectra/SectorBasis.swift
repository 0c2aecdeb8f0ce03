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
    let product = binomial(orbitalCount, sector.alphaCount)
      .multipliedReportingOverflow(by: binomial(orbitalCount, sector.betaCount))
    return product.overflow ? .max : product.partialValue
  }

  private static func binomial(_ n: Int, _ k: Int) -> Int {
    (0..<min(k, n - k)).reduce(1) { $0 * (n - $1) / ($1 + 1) }
  }
}

/// All ways to put particles of one spin into orbitals, ascending as words.
struct OccupationStrings: Sendable {
  let strings: [UInt64]
  private let positions: [Int32]  // of every word, −1 where it has another number of bits; empty for many orbitals

  private static let largestTable = 22

  init(orbitalCount: Int, particleCount: Int) {
    var strings: [UInt64] = []
    let end: UInt64 = 1 << UInt64(orbitalCount)
    var string: UInt64 = (1 << UInt64(particleCount)) - 1
    while string < end {
      strings.append(string)
      guard string != 0 else { break }
      // Gosper: the next word with as many bits.
      let lowest = string & (0 &- string)
      let carried = string + lowest
      string = carried | ((string ^ carried) / lowest) >> 2
    }
    var positions: [Int32] = []
    if orbitalCount <= Self.largestTable {
      positions = Array(repeating: -1, count: 1 << orbitalCount)
      for (position, string) in strings.enumerated() { positions[Int(string)] = Int32(position) }
    }
    self.strings = strings
    self.positions = positions
  }

  /// The position of a word among the strings; −1 where it is none of them.
  @inline(__always)
  func position(of string: UInt64) -> Int {
    if !positions.isEmpty { return Int(positions[Int(truncatingIfNeeded: string)]) }
    var (low, high) = (0, strings.count)
    while low < high {
      let middle = (low + high) / 2
      if strings[middle] < string { low = middle + 1 } else { high = middle }
    }
    return low < strings.count && strings[low] == string ? low : -1
  }
}
