/// The bits that a classical register held after each of many shots, in the order in which they were drawn.
///
/// Bit k of a shot is bit k mod 64 of its word ⌊k / 64⌋. In bit strings, bit 0 is the rightmost character.
public struct BitArray: Sendable, Equatable {
  /// The width of the register.
  public let bitCount: Int
  public let shotCount: Int
  /// The words of the first shot, of the second one, and so on; ``wordsPerShot`` each. Bits beyond the width are zero.
  public let words: [UInt64]

  /// As many words as the bits need, and one for a register without bits.
  public var wordsPerShot: Int { Self.wordsPerShot(bitCount) }

  package static func wordsPerShot(_ bitCount: Int) -> Int { max(1, bitCount / 64 + (bitCount % 64).signum()) }

  /// - Throws: ``BackendError`` for a negative width, words that do not fill shots, and ones beyond the width.
  public init(bitCount: Int, words: [UInt64]) throws(BackendError) {
    guard bitCount >= 0 else {
      throw BackendError(.invalidPub, "A register of \(bitCount) bits was given; the number must not be negative.")
    }
    let wordsPerShot = Self.wordsPerShot(bitCount)
    guard words.count.isMultiple(of: wordsPerShot) else {
      throw BackendError(
        .invalidPub, "\(words.count) words were given; a shot of \(bitCount) bits has \(wordsPerShot) of them.")
    }
    let rest = Self.lastWordMask(bitCount)
    for last in stride(from: wordsPerShot - 1, to: words.count, by: wordsPerShot) where words[last] & ~rest != 0 {
      throw BackendError(
        .invalidPub, "Shot \(last / wordsPerShot) has ones beyond the \(bitCount) bits of its register.")
    }
    self.init(uncheckedBitCount: bitCount, words: words)
  }

  /// - Precondition: What the public initialiser checks.
  package init(uncheckedBitCount bitCount: Int, words: [UInt64]) {
    self.bitCount = bitCount
    self.words = words
    shotCount = words.count / Self.wordsPerShot(bitCount)
  }

  package static func lastWordMask(_ bitCount: Int) -> UInt64 {
    if bitCount == 0 { return 0 }
    return bitCount.isMultiple(of: 64) ? .max : (1 << UInt64(bitCount % 64)) - 1
  }

  /// The bits of one shot.
  func words(ofShot shot: Int) -> ArraySlice<UInt64> { words[shot * wordsPerShot..<(shot + 1) * wordsPerShot] }
}

extension BitArray {
  /// Shots from bit strings, all of the same length.
  ///
  /// - Throws: ``BackendError`` for characters other than 0 and 1, and for strings of different lengths.
  public init(bitStrings: [String]) throws(BackendError) {
    let bitCount = bitStrings.first?.utf8.count ?? 0
    var words: [UInt64] = []
    for text in bitStrings { words += try Self.words(of: text, bitCount: bitCount) }
    self.init(uncheckedBitCount: bitCount, words: words)
  }

  /// Shots from a histogram, those of the smallest bit string first.
  ///
  /// - Throws: ``BackendError`` for negative counts, for more shots than are ever drawn, and as ``init(bitStrings:)``.
  public init(counts: [String: Int]) throws(BackendError) {
    let entries = counts.sorted { $0.key < $1.key }
    let bitCount = entries.first?.key.utf8.count ?? 0
    var shots = 0
    for (text, count) in entries {
      guard count >= 0 else {
        throw BackendError(.invalidPub, "\(text) was seen \(count) times; the number must not be negative.")
      }
      let (sum, overflow) = shots.addingReportingOverflow(count)
      shots = overflow ? .max : sum
    }
    try ShotLimit.require(shots)
    var words: [UInt64] = []
    for (text, count) in entries {
      let outcome = try Self.words(of: text, bitCount: bitCount)
      for _ in 0..<count { words += outcome }
    }
    self.init(uncheckedBitCount: bitCount, words: words)
  }

  private static func words(of text: String, bitCount: Int) throws(BackendError) -> [UInt64] {
    guard text.utf8.count == bitCount else {
      throw BackendError(
        .invalidPub, "The bit string \(text) has \(text.utf8.count) characters and the first one \(bitCount).")
    }
    var words = [UInt64](repeating: 0, count: wordsPerShot(bitCount))
    for (bit, character) in text.utf8.reversed().enumerated() {
      switch character {
      case UInt8(ascii: "0"): break
      case UInt8(ascii: "1"): words[bit / 64] |= 1 << UInt64(bit % 64)
      default: throw BackendError(.invalidPub, "The bit string \(text) has characters other than 0 and 1.")
      }
    }
    return words
  }

  /// The bits of one shot, bit 0 on the right.
  ///
  /// - Precondition: The shot is below ``shotCount``.
  public func bitString(ofShot shot: Int) -> String { Self.bitString(words(ofShot: shot), bitCount: bitCount) }

  /// How often each bit string was seen.
  public var counts: [String: Int] {
    if wordsPerShot == 1 {
      return histogram.reduce(into: [:]) { $0[Self.bitString([$1.outcome], bitCount: bitCount)] = $1.count }
    }
    var histogram: [ArraySlice<UInt64>: Int] = [:]
    for shot in 0..<shotCount { histogram[words(ofShot: shot), default: 0] += 1 }
    return histogram.reduce(into: [:]) { $0[Self.bitString($1.key, bitCount: bitCount)] = $1.value }
  }

  package static func bitString(_ words: ArraySlice<UInt64>, bitCount: Int) -> String {
    let digits = (0..<bitCount).reversed().map { bit in
      words[words.startIndex + bit / 64] >> UInt64(bit % 64) & 1 == 1 ? UInt8(ascii: "1") : UInt8(ascii: "0")
    }
    return String(decoding: digits, as: UTF8.self)
  }
}

extension BitArray: Codable {
  private enum CodingKeys: String, CodingKey { case bitCount, words }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      bitCount: container.decode(Int.self, forKey: .bitCount), words: container.decode([UInt64].self, forKey: .words))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(bitCount, forKey: .bitCount)
    try container.encode(words, forKey: .words)
  }
}
