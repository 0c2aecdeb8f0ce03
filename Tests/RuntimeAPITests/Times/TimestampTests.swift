import Foundation
import JSONSchemas
import RandomStreams
import RuntimeAPI
import Testing

@Suite("A moment")
struct TimestampTests {
  @Test(
    "is written in UTC to the microsecond",
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"),
      (1_795_341_886_347_527, "2026-11-22T10:04:46.347527Z"),
      (951_782_400_000_001, "2000-02-29T00:00:00.000001Z"),
      (951_868_800_000_000, "2000-03-01T00:00:00.000000Z"),
      (-1, "1969-12-31T23:59:59.999999Z"),
      (-2_203_891_200_000_000, "1900-03-01T00:00:00.000000Z"),
      (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
      (Int64.max, "9999-12-31T23:59:59.999999Z"),
      (Int64.min, "0000-01-01T00:00:00.000000Z"),
    ])
  func text(microseconds: Int64, text: String) {
    #expect(Timestamp(microseconds: microseconds).description == text)
    #expect(Timestamp(text)?.description == text)
  }

  @Test("reads what it writes, and texts sort as moments do", arguments: 0..<20 as Range<UInt64>)
  func laws(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    let times = (0..<100).map { _ in
      Timestamp(microseconds: Int64.random(in: -62_167_219_200_000_000...253_402_300_799_999_999, using: &generator))
    }
    for time in times {
      #expect(Timestamp(time.description) == time)
      #expect(try JSONValue(encoding: time).decoded() == time)
    }
    #expect(times.sorted().map(\.description) == times.map(\.description).sorted())
  }

  @Test("agrees with the calendar of Foundation", arguments: 0..<20 as Range<UInt64>)
  func foundation(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    let formatter = ISO8601DateFormatter()
    for _ in 0..<20 {
      let seconds = Int64.random(in: -4_000_000_000...40_000_000_000, using: &generator)
      let date = Date(timeIntervalSince1970: Double(seconds))
      let time = Timestamp(date)
      #expect(time.microseconds == seconds * 1_000_000)
      #expect(time.date == date)
      #expect(Timestamp(formatter.string(from: date)) == time)
    }
  }

  @Test(
    "is read in the forms of ISO 8601 that are in use",
    arguments: [
      "2026-11-22T10:04:46Z", "2026-11-22t10:04:46z", "2026-11-22 10:04:46", "2026-11-22T10:04:46.000Z",
      "2026-11-22T10:04:46,0000000009", "2026-11-22T12:04:46+02:00", "2026-11-22T12:04:46 02:00",
      "2026-11-22T12:04:46+0200", "2026-11-22T12:04:46+02", "2026-11-21T23:34:46-10:30",
    ])
  func forms(text: String) {
    #expect(Timestamp(text)?.description == "2026-11-22T10:04:46.000000Z")
  }

  @Test("of a date alone is the first of the day, and of a minute the first of that")
  func coarse() {
    #expect(Timestamp("2026-11-22")?.description == "2026-11-22T00:00:00.000000Z")
    #expect(Timestamp("2026-11-22T10:04")?.description == "2026-11-22T10:04:00.000000Z")
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "now", "2026", "2026-11", "2026-13-01", "2026-00-01", "2026-02-29", "2026-04-31", "2026-11-22T",
      "2026-11-22T10",
      "2026-11-22T24:00:00Z", "2026-11-22T10:60Z", "2026-11-22T10:04:60Z", "2026-11-22T10:04:46.Z",
      "2026-11-22T10:04:46+", "2026-11-22T10:04:46+2", "2026-11-22T10:04:46ZZ", "2026-11-22T10:04:46 UTC",
      "0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "-026-11-22", "٢٠٢٦-11-22",
    ])
  func refusals(text: String) {
    #expect(Timestamp(text) == nil)
    #expect(throws: DecodingError.self) { try JSONValue.string(text).decoded(as: Timestamp.self) }
  }

  @Test("outside of the calendar is its end", arguments: [Double.infinity, -.infinity, .nan, 1e300, -1e300])
  func extremes(seconds: Double) {
    let time = Timestamp(Date(timeIntervalSince1970: seconds))
    #expect(Timestamp(time.description) == time)
    #expect((time.description.hasPrefix("0000")) == (seconds < 0))
  }
}
