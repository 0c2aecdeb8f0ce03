/// Decimal numbers as the doubles nearest to them, ties to even.
///
/// - Note: Lemire, Software: Practice and Experience 51, 1700 (2021); Mushtak and Lemire, ibid. 53, 1467 (2023): with
///   128 bits of the power of five the result needs no correction.
enum DecimalConversion {
  /// The double nearest to `significand`·10^`exponent`; infinite if that is beyond the largest.
  static func double(_ significand: UInt64, exponent: Int) -> Double {
    if significand == 0 { return 0 }
    if significand <= 1 << 53 {
      // Both factors are exact, so that one rounding is left.
      if exponent == 0 { return Double(significand) }
      if exponent < 0, exponent >= -22 { return Double(significand) / exactPowersOfTen[-exponent] }
      if exponent > 0, exponent <= 22 { return Double(significand) * exactPowersOfTen[exponent] }
    }
    if exponent < exponents.lowerBound { return 0 }
    if exponent > exponents.upperBound { return .infinity }
    return product(significand, exponent: exponent)
  }

  /// 10⁰ … 10²², which doubles hold exactly.
  private static let exactPowersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// Below, every significand of 64 bits gives zero; above, infinity.
  private static let exponents = -342...308

  private static func product(_ significand: UInt64, exponent: Int) -> Double {
    let shift = significand.leadingZeroBitCount
    let normalized = significand << UInt64(shift)
    let power = powersOfFive[exponent - exponents.lowerBound]
    var (high, low) = normalized.multipliedFullWidth(by: power.high)
    // The lower half of the power counts only where the bits below the double's are all ones.
    if high & 0x1FF == 0x1FF {
      let more = normalized.multipliedFullWidth(by: power.low).high
      let (sum, carry) = low.addingReportingOverflow(more)
      low = sum
      if carry { high &+= 1 }
    }
    let upper = Int(high >> 63)
    let dropped = UInt64(upper + 9)  // leaves 54 bits: those of the double and one to round by
    var mantissa = high >> dropped
    // ⌊exponent·log₂10⌋ + 63, for the exponents there are.
    var binary = ((217_706 * exponent) >> 16) + 63 + upper - shift + 1023
    if binary <= 0 {
      let subnormalShift = 1 - binary
      guard subnormalShift < 64 else { return 0 }
      mantissa >>= UInt64(subnormalShift)
      mantissa = (mantissa + mantissa & 1) >> 1
      return Double(bitPattern: mantissa)  // a carry into bit 52 makes it the least normal number
    }
    // A tie is possible for these exponents only; it goes to even.
    if low <= 1, (-4...23).contains(exponent), mantissa & 3 == 1, mantissa << dropped == high { mantissa &= ~1 }
    mantissa = (mantissa + mantissa & 1) >> 1
    if mantissa == 1 << 53 {
      mantissa = 1 << 52
      binary += 1
    }
    guard binary < 0x7FF else { return .infinity }
    return Double(bitPattern: UInt64(binary) << 52 | mantissa & (1 << 52 - 1))
  }

  /// The leading 128 bits of 5^q for q in `exponents`; reciprocals that are used exactly are rounded up, others down.
  private static let powersOfFive: [(high: UInt64, low: UInt64)] = {
    var powers: [(high: UInt64, low: UInt64)] = []
    // ⌊2¹⁵³⁶ / 5ⁿ⌋, limbs from the highest; dividing a floor again leaves the floor.
    var limbs = [UInt64](repeating: 0, count: 25)
    limbs[0] = 1
    for n in 1...(-exponents.lowerBound) {
      var remainder: UInt64 = 0
      for k in limbs.indices { (limbs[k], remainder) = UInt64(5).dividingFullWidth((remainder, limbs[k])) }
      var power = leadingBits(of: limbs)
      if n <= 27 {
        power.low &+= 1
        if power.low == 0 { power.high += 1 }
      }
      powers.append(power)
    }
    powers.reverse()
    // 5ⁿ
    limbs = [UInt64](repeating: 0, count: 25)
    limbs[24] = 1
    for _ in 0...exponents.upperBound {
      powers.append(leadingBits(of: limbs))
      var carry: UInt64 = 0
      for k in limbs.indices.reversed() {
        let (high, low) = limbs[k].multipliedFullWidth(by: 5)
        let (sum, overflow) = low.addingReportingOverflow(carry)
        limbs[k] = sum
        carry = high + (overflow ? 1 : 0)
      }
    }
    return powers
  }()

  /// The 128 bits from the highest one on.
  private static func leadingBits(of limbs: [UInt64]) -> (high: UInt64, low: UInt64) {
    let first = limbs.firstIndex { $0 != 0 } ?? 0
    func limb(_ k: Int) -> UInt64 { first + k < limbs.count ? limbs[first + k] : 0 }
    let shift = UInt64(limb(0).leadingZeroBitCount)
    // Shifting by 64 gives zero.
    return (limb(0) << shift | limb(1) >> (64 - shift), limb(1) << shift | limb(2) >> (64 - shift))
  }
}
