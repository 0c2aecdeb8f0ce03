import JSONSchemas
import RandomStreams
import Testing

@Suite("Numbers in JSON") struct NumberTests {
  /// The twin: Swift's own conversion of the same text.
  private func expectSameBits(_ text: String) throws {
    let expected = try #require(Double(text))
    if expected.isFinite {
      let value = try JSONValue(parsing: text).doubleValue
      #expect(value?.bitPattern == expected.bitPattern, "\(text)")
    } else {
      #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }
  }

  @Test("decimals become the nearest double", arguments: 0..<4 as Range<UInt64>)
  func random(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    for _ in 0..<10_000 {
      let digits = Int.random(in: 1...24, using: &generator)
      var text = Bool.random(using: &generator) ? "-" : ""
      text += String(Int.random(in: 1...9, using: &generator)) + "."
      for _ in 0..<digits { text += String(Int.random(in: 0...9, using: &generator)) }
      let width = [5, 30, 330].randomElement(using: &generator) ?? 5
      text += "e\(Int.random(in: -width...width, using: &generator))"
      try expectSameBits(text)
    }
  }

  @Test(
    "a decimal between two doubles goes to the even one, and a digit more decides", arguments: 0..<2 as Range<UInt64>)
  func ties(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    for _ in 0..<2_000 {
      // Half a unit in the last place above an integer of 53 bits, times a power of two: exact as a decimal.
      let odd = UInt64.random(in: 1 << 53..<1 << 54, using: &generator) | 1
      let scale = Int.random(in: 0...9, using: &generator)
      let tie = UInt64(odd) << UInt64(scale)
      for text in ["\(tie).0", "\(tie).00000000000000000000000000000001", "\(tie)e0", "\(tie - 1).9999999999999999999"]
      {
        try expectSameBits(text)
      }
      try expectSameBits("\(Double(odd / 2) / 1024)5")
    }
  }

  @Test(
    "the ends of the range are met",
    arguments: [
      "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308",
      "2.2250738585072014e-308", "2.2250738585072012e-308", "1.7976931348623157e308", "1.7976931348623158e308",
      "1.7976931348623159e308", "1e308", "1e309", "0.1e309", "1e-323", "1e-324", "9007199254740993.0",
      "9007199254740992.9999999999999999", "10000000000000000000000.0", "123456789012345678901234567890e-10",
      "0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
      "6.02214076e23", "1e22", "1e23", "8.5e22", "3e-22", "3e-23", "179769313486231580793728971405301e276",
    ])
  func ends(text: String) throws {
    try expectSameBits(text)
    try expectSameBits("-" + text)
  }

  @Test("thousands of digits are one number")
  func long() throws {
    let sevens = String(repeating: "7", count: 5000)
    try expectSameBits("0.\(sevens)")
    try expectSameBits("\(sevens)e-4990")
    try expectSameBits("0." + String(repeating: "0", count: 5000) + "1e5001")
    try expectSameBits("1" + String(repeating: "0", count: 5000) + "e-5000")
  }

  @Test("doubles come back with the same bits", arguments: 0..<4 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    let values =
      (0..<10_000).map { _ in Double.anyFinite(using: &generator) } + [
        0, -0.0, .leastNonzeroMagnitude, 1e16, 1e15, 123e-7,
      ]
    let text = JSONValue.array(values.map(JSONValue.number)).text
    let back = try JSONValue(parsing: text).arrayValue?.compactMap(\.doubleValue)
    #expect(back?.map(\.bitPattern) == values.map(\.bitPattern))
  }
}
