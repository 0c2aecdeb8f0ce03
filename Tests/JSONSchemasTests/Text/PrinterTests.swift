import Foundation
import JSONSchemas
import RandomStreams
import Testing

@Suite("Printing JSON") struct PrinterTests {
  @Test(
    "values have one compact text",
    arguments: [
      (.null, "null"), (true, "true"), (-3, "-3"), (.unsigned(.max), "18446744073709551615"), (2.0, "2.0"),
      (.number(-0.0), "-0.0"), (1e-7, "1e-07"), (1e300, "1e+300"), (.number(.nan), "null"),
      (.number(-.infinity), "null"), ("", #""""#),
      ("a/\"\\\u{8}\u{C}\n\r\t\u{1F}\u{7F}é😀", "\"a/\\\"\\\\\\b\\f\\n\\r\\t\\u001f\u{7F}é😀\""),
      ([], "[]"), ([1, [.null]], "[1,[null]]"), ([:], "{}"), (["b": 1, "a": ["x": "y"]], #"{"b":1,"a":{"x":"y"}}"#),
    ] as [(JSONValue, String)])
  func texts(value: JSONValue, text: String) {
    #expect(value.text == text)
    #expect(value.bytes == Array(text.utf8))
  }

  @Test("a number has the text that Swift gives it", arguments: 0..<10 as Range<UInt64>)
  func numbers(seed: UInt64) {
    var generator = RandomStream(seed: seed)
    for _ in 0..<2000 {
      let anything = Double(bitPattern: generator.next())
      let decimal = Double(Int.random(in: -9999...9999, using: &generator))
      // Around the sizes where exponents begin, and those of angles and energies.
      let power = 0x1p53 + Double(Int.random(in: -8...8, using: &generator)) * 4
      let sizes = [
        anything, decimal, decimal / 1000, decimal * 1e-8, Double.random(in: -4...4, using: &generator), power,
      ]
      for value in sizes where value.isFinite { #expect(JSONValue.number(value).text == value.description) }
    }
    let borders = [
      1e-4, 1e-4.nextDown, 0x1p53, (0x1p53).nextUp, 0x1p54, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ]
    for value in borders {
      #expect(JSONValue.number(value).text == value.description)
    }
  }

  @Test("parsing undoes printing", arguments: 0..<20 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    for _ in 0..<100 {
      let value = JSONValue.random(depth: 4, using: &generator)
      let text = value.text
      let back = try JSONValue(parsing: text)
      #expect(back == value)
      #expect(back.text == text)  // the order of keys and the bits of numbers
    }
  }

  @Test("Foundation reads and writes the same values", arguments: 0..<10 as Range<UInt64>)
  func foundation(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    for _ in 0..<20 {
      let value = JSONValue.random(depth: 3, using: &generator)
      // As schemas compare: for Foundation `2.0` and `2` are one thing.
      let same = JSONSchema.constant(value)
      try same.validate(JSONDecoder().decode(JSONValue.self, from: Data(value.bytes)))
      try same.validate(JSONValue(parsing: JSONEncoder().encode(value)))
    }
  }
}
