/// 64 bits over a sequence of doubles that change with any one of them, and with all but one in 2⁶⁴ of other changes.
///
/// FNV-1a over words: each step is a bijection, so a difference in one word never cancels.
package struct WordDigest: Codable, Hashable, Sendable {
  package private(set) var state: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  package mutating func combine(_ value: Double) {
    state = (state ^ value.bitPattern) &* 0x0000_0100_0000_01B3
  }
}
