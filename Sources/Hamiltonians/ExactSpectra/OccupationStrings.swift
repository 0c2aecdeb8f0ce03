/// All words of some bits with a given number of ones, ascending: the ways to put particles into orbitals.
struct OccupationStrings: Sendable {
  let strings: [UInt64]
  private let particleCount: Int
  /// The lower half of a word tells its place among the words with the same upper half; that tells where these begin.
  private let lowBitCount: UInt64
  private let lowPlaces: [Int32]
  private let highStarts: [Int32]

  /// - Precondition: At most 2³¹ words, so that positions are 32-bit numbers.
  init(orbitalCount: Int, particleCount: Int) {
    var strings: [UInt64] = []
    strings.reserveCapacity(Self.count(orbitalCount: orbitalCount, particleCount: particleCount))
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
    let lowBitCount = (orbitalCount + 1) / 2
    var counts = Array(repeating: Int32(0), count: lowBitCount + 1)
    let lowPlaces = (0..<1 << lowBitCount).map { word in
      defer { counts[word.nonzeroBitCount] += 1 }
      return counts[word.nonzeroBitCount]
    }
    // By now there are so many words of each number of ones.
    var start: Int32 = 0
    highStarts = (0..<1 << (orbitalCount - lowBitCount)).map { word in
      let rest = particleCount - word.nonzeroBitCount
      defer { start += counts.indices.contains(rest) ? counts[rest] : 0 }
      return start
    }
    self.lowPlaces = lowPlaces
    self.lowBitCount = UInt64(lowBitCount)
    self.particleCount = particleCount
    self.strings = strings
  }

  /// The position of a word among the strings; −1 where it is none of them.
  @inline(__always)
  func position(of string: UInt64) -> Int {
    guard string.nonzeroBitCount == particleCount else { return -1 }
    let low = Int(truncatingIfNeeded: string & ((1 << lowBitCount) - 1))
    return Int(highStarts[Int(truncatingIfNeeded: string >> lowBitCount)] + lowPlaces[low])
  }

  /// How many such words there are, without their enumeration; Int.max where that is larger than any number.
  static func count(orbitalCount: Int, particleCount: Int) -> Int {
    guard 0...max(0, orbitalCount) ~= particleCount else { return 0 }
    var count = 1
    for factor in 0..<min(particleCount, orbitalCount - particleCount) {
      let (product, overflow) = count.multipliedReportingOverflow(by: orbitalCount - factor)
      guard !overflow else { return .max }
      count = product / (factor + 1)
    }
    return count
  }
}
