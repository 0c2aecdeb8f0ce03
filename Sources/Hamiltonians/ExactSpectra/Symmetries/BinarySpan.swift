/// A space of bit vectors over GF(2), by its reduced echelon form: each vector has a highest bit that no other has.
struct BinarySpan {
  private(set) var vectors: [UInt64] = []

  init(_ words: some Sequence<UInt64>) {
    for word in words {
      let rest = reduce(word)
      guard rest != 0 else { continue }
      let pivot = highestBit(rest)
      vectors = vectors.map { $0 & pivot == 0 ? $0 : $0 ^ rest } + [rest]
    }
  }

  /// The one representative of a word's class modulo this space: equal for words whose difference is in it.
  func reduce(_ word: UInt64) -> UInt64 {
    vectors.reduce(word) { $0 & highestBit($1) == 0 ? $0 : $0 ^ $1 }
  }

  /// The words of so many bits that share an even number of them with every word of this space.
  func orthogonal(bitCount: Int) -> BinarySpan {
    let pivots = vectors.reduce(0) { $0 | highestBit($1) }
    return BinarySpan(
      (0..<bitCount).lazy.map { 1 << UInt64($0) }.filter { $0 & pivots == 0 }.map { free in
        vectors.reduce(free) { $1 & free == 0 ? $0 : $0 | highestBit($1) }
      })
  }

  /// A word that shares an odd number of bits with those words for which that is asked for, an even one with the others.
  ///
  /// Of at most 63 bits. Nil where the words contradict each other.
  static func word(sharing equations: some Sequence<(word: UInt64, isOdd: Bool)>) -> UInt64? {
    // The right side of each equation is its lowest bit, so that it is the last to become a pivot.
    let system = BinarySpan(equations.lazy.map { $0.word << 1 | ($0.isOdd ? 1 : 0) })
    guard !system.vectors.contains(1) else { return nil }
    return system.vectors.reduce(0) { $1 & 1 == 0 ? $0 : $0 | highestBit($1) >> 1 }
  }
}

/// The highest bit of a word that is not zero.
func highestBit(_ word: UInt64) -> UInt64 { 1 << UInt64(63 - word.leadingZeroBitCount) }
