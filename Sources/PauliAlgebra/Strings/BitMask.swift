/// A set of qubits as bits: one machine word for up to 64 of them, an array of words for more.
///
/// Algorithms over masks are written once, generic over this protocol, and specialised for the two.
protocol BitMask: Hashable, Sendable {
  init(bits: some Sequence<Int>)
  static func ^ (left: Self, right: Self) -> Self
  /// The number of bits that are set in both.
  func overlap(with other: Self) -> Int
  static var empty: Self { get }
}

extension UInt64: BitMask {
  package init(bits: some Sequence<Int>) {
    self = bits.reduce(0) { $0 | 1 << UInt64($1) }
  }

  @inline(__always)
  func overlap(with other: UInt64) -> Int { (self & other).nonzeroBitCount }

  static var empty: UInt64 { 0 }
}

/// A set of bits of any size. Words beyond the last one that was set are absent, so equal sets are equal masks.
struct WideBitMask: BitMask {
  private(set) var words: [UInt64]

  init(words: [UInt64]) {
    self.words = words
    trim()
  }

  init(bits: some Sequence<Int>) {
    words = []
    for bit in bits {
      while words.count <= bit / 64 { words.append(0) }
      words[bit / 64] |= 1 << UInt64(bit % 64)
    }
  }

  static var empty: WideBitMask { WideBitMask(words: []) }

  private mutating func trim() {
    while words.last == 0 { words.removeLast() }
  }

  func word(_ index: Int) -> UInt64 { index < words.count ? words[index] : 0 }

  func contains(_ bit: Int) -> Bool { word(bit / 64) >> UInt64(bit % 64) & 1 == 1 }

  /// The bits that are set, ascending.
  var bits: [Int] {
    words.indices.flatMap { index in setBits(of: words[index]).map { 64 * index + $0 } }
  }

  static func ^ (left: WideBitMask, right: WideBitMask) -> WideBitMask {
    WideBitMask(words: (0..<max(left.words.count, right.words.count)).map { left.word($0) ^ right.word($0) })
  }

  func overlap(with other: WideBitMask) -> Int {
    zip(words, other.words).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
  }
}

/// The lowest `count` bits of a word, 0 ... 64 of them.
@inline(__always)
func lowBits(_ count: Int) -> UInt64 {
  count >= 64 ? .max : (1 << UInt64(count)) - 1
}

/// The positions of the bits that are set, ascending.
func setBits(of word: UInt64) -> [Int] {
  var bits: [Int] = []
  var rest = word
  while rest != 0 {
    bits.append(rest.trailingZeroBitCount)
    rest &= rest - 1
  }
  return bits
}
