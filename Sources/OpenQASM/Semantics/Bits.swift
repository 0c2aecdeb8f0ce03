/// A row of bits; up to 64 of them need no allocation.
struct Bits: Hashable, Sendable {
  let count: Int
  private var low: UInt64 = 0
  /// The bits from 64 on.
  private var high: [UInt64] = []

  init(count: Int) {
    self.count = count
    if count > 64 { high = [UInt64](repeating: 0, count: (count - 1) / 64) }
  }

  /// The lowest bits of a number.
  init(_ number: UInt64, count: Int) {
    self.init(count: count)
    low = count >= 64 ? number : number & (1 << UInt64(count) - 1)
  }

  init(_ bits: some Collection<Bool>) {
    self.init(count: bits.count)
    for (index, bit) in bits.enumerated() where bit { self[index] = true }
  }

  /// Bit 0 is the rightmost of a text.
  ///
  /// - Precondition: The index is below `count`.
  subscript(index: Int) -> Bool {
    get { (index < 64 ? low : high[index / 64 - 1]) >> UInt64(index % 64) & 1 == 1 }
    set {
      let mask = UInt64(1) << UInt64(index % 64)
      if index < 64 {
        low = newValue ? low | mask : low & ~mask
      } else {
        high[index / 64 - 1] = newValue ? high[index / 64 - 1] | mask : high[index / 64 - 1] & ~mask
      }
    }
  }

  /// The bits as an integer without sign; nil when it has more than 64 significant bits.
  var number: UInt64? { high.allSatisfy { $0 == 0 } ? low : nil }

  var isZero: Bool { low == 0 && high.allSatisfy { $0 == 0 } }

  var nonzeroBitCount: Int { high.reduce(low.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

  /// The bits from the lowest on.
  var elements: [Bool] { (0..<count).map { self[$0] } }

  /// - Precondition: Both have the same number of bits.
  func combined(with other: Bits, _ combine: (UInt64, UInt64) -> UInt64) -> Bits {
    var result = Bits(combine(low, other.low), count: count)
    for index in high.indices { result.high[index] = combine(high[index], other.high[index]) }
    return result
  }

  var complement: Bits { Bits(elements.map { !$0 }) }

  /// Bit k of the result is bit k − distance, 0 where there is none.
  func shifted(left distance: Int) -> Bits {
    var result = Bits(count: count)
    guard distance < count, distance > -count else { return result }
    for index in max(0, distance)..<min(count, count + distance) where self[index - distance] { result[index] = true }
    return result
  }

  func rotated(left distance: Int) -> Bits {
    var result = Bits(count: count)
    guard count > 0 else { return result }
    let turn = (distance % count + count) % count
    for index in 0..<count where self[index] { result[(index + turn) % count] = true }
    return result
  }

  /// The highest bit first.
  var text: String { String(String.UnicodeScalarView(elements.reversed().map { $0 ? "1" : "0" })) }
}
