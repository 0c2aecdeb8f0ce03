extension BitArray {
  /// Some bits of every shot: bit k of the result is bit `positions[k]`. A bit may be taken more than once.
  ///
  /// The counts of the result are the marginal counts.
  /// - Throws: ``BackendError`` for a position beyond the register.
  public func bits(_ positions: [Int]) throws(BackendError) -> BitArray {
    try require(positions, below: bitCount, "Bit", "bits")
    let (old, new) = (wordsPerShot, Self.wordsPerShot(positions.count))
    var taken = [UInt64](repeating: 0, count: new * shotCount)
    for shot in 0..<shotCount {
      for (bit, position) in positions.enumerated() {
        let value = words[shot * old + position / 64] >> UInt64(position % 64) & 1
        taken[shot * new + bit / 64] |= value << UInt64(bit % 64)
      }
    }
    return BitArray(uncheckedBitCount: positions.count, words: taken)
  }

  /// Some shots, in the order of their positions.
  ///
  /// - Throws: ``BackendError`` for a position beyond the shots.
  public func shots(_ positions: some Collection<Int>) throws(BackendError) -> BitArray {
    let positions = Array(positions)
    try require(positions, below: shotCount, "Shot", "shots")
    return BitArray(uncheckedBitCount: bitCount, words: positions.flatMap { words(ofShot: $0) })
  }

  /// The shots in which bits had given values.
  ///
  /// - Throws: ``BackendError`` for a bit beyond the register.
  public func postSelected(_ values: [Int: Bool]) throws(BackendError) -> BitArray {
    try require(Array(values.keys), below: bitCount, "Bit", "bits")
    let kept = (0..<shotCount).filter { shot in
      values.allSatisfy { bit, value in
        (words[shot * wordsPerShot + bit / 64] >> UInt64(bit % 64) & 1 == 1) == value
      }
    }
    return BitArray(uncheckedBitCount: bitCount, words: kept.flatMap { words(ofShot: $0) })
  }

  /// The shots of several arrays, one after the other.
  ///
  /// - Throws: ``BackendError`` for no array, and for arrays of different widths.
  public static func concatenatingShots(_ arrays: [BitArray]) throws(BackendError) -> BitArray {
    guard let first = arrays.first else { throw BackendError(.invalidPub, "No bit arrays were given to put together.") }
    if let other = arrays.first(where: { $0.bitCount != first.bitCount }) {
      throw BackendError(
        .invalidPub, "Shots of \(first.bitCount) and of \(other.bitCount) bits were given; they must be equally wide.")
    }
    return BitArray(uncheckedBitCount: first.bitCount, words: arrays.flatMap(\.words))
  }

  /// The bits of several arrays side by side: those of the first one are the lowest.
  ///
  /// - Throws: ``BackendError`` for no array, for arrays with different numbers of shots, and for more bits than can be
  ///   counted.
  public static func concatenatingBits(_ arrays: [BitArray]) throws(BackendError) -> BitArray {
    guard let first = arrays.first else { throw BackendError(.invalidPub, "No bit arrays were given to put together.") }
    if let other = arrays.first(where: { $0.shotCount != first.shotCount }) {
      throw BackendError(
        .invalidPub,
        "Registers of \(first.shotCount) and of \(other.shotCount) shots were given; they must have equally many."
      )
    }
    if arrays.count == 1 { return first }
    var bitCount = 0
    for array in arrays {
      let (sum, overflow) = bitCount.addingReportingOverflow(array.bitCount)
      guard !overflow else {
        throw BackendError(
          .invalidPub, "Registers of \(bitCount) bits and of \(array.bitCount) more were given; at most \(Int.max) fit."
        )
      }
      bitCount = sum
    }
    let wordsPerShot = Self.wordsPerShot(bitCount)
    var words = [UInt64](repeating: 0, count: wordsPerShot * first.shotCount)
    var start = 0
    for array in arrays {
      for shot in 0..<array.shotCount {
        for (index, word) in array.words(ofShot: shot).enumerated() where word != 0 {
          let (place, shift) = ((start + 64 * index) / 64, UInt64((start + 64 * index) % 64))
          words[shot * wordsPerShot + place] |= word << shift
          // Swift's << by 64 or more gives zero, and so does >>; what does not fit the word goes into the next.
          if shift > 0, word >> (64 - shift) != 0 { words[shot * wordsPerShot + place + 1] |= word >> (64 - shift) }
        }
      }
      start += array.bitCount
    }
    return BitArray(uncheckedBitCount: bitCount, words: words)
  }

  /// How many bits of each shot are 1.
  public var onesCounts: [Int] {
    (0..<shotCount).map { shot in words(ofShot: shot).reduce(0) { $0 + $1.nonzeroBitCount } }
  }

  private func require(
    _ positions: [Int], below count: Int, _ name: String, _ names: String
  ) throws(BackendError) {
    guard let wrong = positions.first(where: { !(0..<count).contains($0) }) else { return }
    throw BackendError(.invalidPub, "\(name) \(wrong) was asked for; there are \(count) \(names), from 0 on.")
  }
}
