import JSONSchemas
import RandomStreams
import RuntimeAPI
import Testing

@Suite("A job's id")
struct JobIDTests {
  private struct Constant: RandomNumberGenerator {
    var value: UInt64
    func next() -> UInt64 { value }
  }

  @Test("is 96 bits, five in a character and the last in one of its own")
  func bits() {
    func id(_ time: UInt32, _ chance: UInt64) -> String {
      var generator = Constant(value: chance)
      return JobID(time: time, using: &generator).description
    }
    #expect(id(0, 0) == "00000000000000000000")
    #expect(id(.max, .max) == "vvvvvvvvvvvvvvvvvvvg")
    #expect(id(0, 1) == "0000000000000000000g")
    #expect(id(0, 2) == "00000000000000000010")
    #expect(id(1 << 31, 0) == "g0000000000000000000")
  }

  @Test("sorts by the time when the job was made", arguments: 0..<20 as Range<UInt64>)
  func order(seed: UInt64) {
    var generator = RandomStream(seed: seed)
    let times = (0..<50).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) }.sorted()
    let ids = Array(Set(times)).sorted().map { time in
      JobID(created: Timestamp(microseconds: Int64(time) * 1_000_000 + 999_999), using: &generator)
    }
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == ids.count)
    for id in ids { #expect(JobID(id.description) == id) }
  }

  @Test("may come from another service", arguments: ["ck4a0hb4ahu8ailr9oah", "csdi48u7p1h4i8i5qunk"])
  func foreign(text: String) throws {
    #expect(JobID(text)?.description == text)
    #expect(try JSONValue.string(text).decoded(as: JobID.self).description == text)
    #expect(try JSONValue(encoding: JobID(text)) == .string(text))
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "ck4a0hb4ahu8ailr9oa", "ck4a0hb4ahu8ailr9oahh", "ck4a0hb4ahu8ailr9oaw", "CK4A0HB4AHU8AILR9OAH",
      "ck4a0hb4ahu8ailr9o/h", "ck4a0hb4ahu8ailr9o\0h", "éééééééééé",
    ])
  func refusals(text: String) {
    #expect(JobID(text) == nil)
    let error = #expect(throws: DecodingError.self) { try JSONValue.string(text).decoded(as: JobID.self) }
    #expect(error.map { "\($0)".contains("20 characters") } == true)
  }
}
