extension BitArray {
  /// The outcomes that were seen, with how often each was, of a register of at most 64 bits, in ascending order.
  ///
  /// Where shots are many for the width, every outcome has a counter; else the shots are sorted.
  /// - Precondition: ``wordsPerShot`` is 1.
  package var histogram: [(outcome: UInt64, count: Int)] {
    precondition(wordsPerShot == 1, "A register of more than 64 bits has no histogram of words.")
    guard bitCount <= Self.mostCountedBits, 1 << bitCount <= 16 * max(64, shotCount) else { return sortedHistogram }
    let width = min(bitCount, Self.windowBits)
    var counters = [Int](repeating: 0, count: 1 << width)
    var result: [(outcome: UInt64, count: Int)] = []
    for window in 0..<UInt64(1) << UInt64(bitCount - width) {
      for word in words where word >> UInt64(width) == window { counters[Int(word & ((1 << UInt64(width)) - 1))] += 1 }
      for index in counters.indices where counters[index] > 0 {
        result.append((window << UInt64(width) | UInt64(index), counters[index]))
        counters[index] = 0
      }
    }
    return result
  }

  /// Counters of 128 MiB at once, through which the shots go at most 16 times.
  private static let (windowBits, mostCountedBits) = (24, 28)

  private var sortedHistogram: [(outcome: UInt64, count: Int)] {
    var result: [(outcome: UInt64, count: Int)] = []
    for word in words.sorted() {
      if result.last?.outcome == word {
        result[result.count - 1].count += 1
      } else {
        result.append((word, 1))
      }
    }
    return result
  }
}
