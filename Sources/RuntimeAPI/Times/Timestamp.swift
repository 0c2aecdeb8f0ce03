public import Foundation

/// A moment in UTC to the microsecond, as it stands in everything that the service stores and says.
///
/// As text it always has the same width, `2026-11-22T10:04:46.347527Z`, so that texts sort as the moments do.
public struct Timestamp: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// Since 1970; within the years 0 to 9999.
  public let microseconds: Int64

  private static let earliest: Int64 = -62_167_219_200_000_000
  private static let latest: Int64 = 253_402_300_799_999_999
  private static let microsecondsPerDay: Int64 = 86_400_000_000

  /// - Parameter microseconds: Since 1970; what lies outside the years 0 to 9999 becomes their first or last moment.
  public init(microseconds: Int64) {
    self.microseconds = min(max(microseconds, Self.earliest), Self.latest)
  }

  public init(_ date: Date) {
    let microseconds = date.timeIntervalSince1970 * 1e6
    self.init(microseconds: Int64(exactly: microseconds.rounded()) ?? (microseconds < 0 ? .min : .max))
  }

  /// What the system's clock says.
  public static func now() -> Timestamp { Timestamp(Date()) }

  /// The moment for Foundation.
  public var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1e6) }

  /// Seconds from an earlier moment to this one.
  public func seconds(since earlier: Timestamp) -> Double {
    Double(microseconds - earlier.microseconds) / 1e6
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let time = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text.prefix(80))' is no time; an example of one is \(Self.example).")
    }
    self = time
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// For messages that must say what is allowed.
  public static let example = "2026-11-22T10:04:46.347527Z"

  public var description: String {
    var days = microseconds / Self.microsecondsPerDay
    var rest = microseconds % Self.microsecondsPerDay
    if rest < 0 {
      days -= 1
      rest += Self.microsecondsPerDay
    }
    let (year, month, day) = Self.civil(daysSince1970: days)
    var digits = Digits()
    digits.append(year, width: 4, then: "-")
    digits.append(month, width: 2, then: "-")
    digits.append(day, width: 2, then: "T")
    digits.append(rest / 3_600_000_000, width: 2, then: ":")
    digits.append(rest / 60_000_000 % 60, width: 2, then: ":")
    digits.append(rest / 1_000_000 % 60, width: 2, then: ".")
    digits.append(rest % 1_000_000, width: 6, then: "Z")
    return String(decoding: digits.bytes, as: UTF8.self)
  }

  private struct Digits {
    var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(27) }

    mutating func append(_ number: Int64, width: Int, then separator: Unicode.Scalar) {
      var power: Int64 = 1
      for _ in 1..<width { power *= 10 }
      while power > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(number / power % 10))
        power /= 10
      }
      bytes.append(UInt8(ascii: separator))
    }
  }

  // Proleptic Gregorian calendar; Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil and
  // civil_from_days. Years begin in March, so that the leap day is the last of its year; an era has 400 years.

  private static func civil(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let days = daysSince1970 + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension Timestamp {
  /// Reads ISO 8601; nil for anything else.
  ///
  /// A date alone means its first moment, a time without zone is UTC, digits beyond microseconds are dropped, and a
  /// space may stand for `T` or for the `+` of a zone, as both do in addresses that were not escaped.
  public init?(_ text: String) {
    var reader = Reader(bytes: Array(text.utf8))
    guard let year = reader.number(width: 4), reader.take("-"), let month = reader.number(width: 2), reader.take("-"),
      let day = reader.number(width: 2), (1...12).contains(month), day >= 1,
      day <= Self.dayCount(year: year, month: month)
    else { return nil }
    var microseconds = Self.daysSince1970(year: year, month: month, day: day) * Self.microsecondsPerDay
    if !reader.isAtEnd {
      guard reader.take("T") || reader.take("t") || reader.take(" "), let time = reader.timeOfDay(),
        let zone = reader.zone(), reader.isAtEnd
      else { return nil }
      microseconds += time - zone
    }
    guard (Self.earliest...Self.latest).contains(microseconds) else { return nil }
    self.init(microseconds: microseconds)
  }

  private static func dayCount(year: Int64, month: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private struct Reader {
    var bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
      index += 1
      return true
    }

    mutating func digit() -> Int64? {
      guard index < bytes.count, case let byte = bytes[index], byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9")
      else { return nil }
      index += 1
      return Int64(byte - UInt8(ascii: "0"))
    }

    mutating func number(width: Int) -> Int64? {
      var number: Int64 = 0
      for _ in 0..<width {
        guard let digit = digit() else { return nil }
        number = number * 10 + digit
      }
      return number
    }

    /// Microseconds since midnight.
    mutating func timeOfDay() -> Int64? {
      guard let hour = number(width: 2), hour < 24, take(":"), let minute = number(width: 2), minute < 60 else {
        return nil
      }
      var time = (hour * 60 + minute) * 60_000_000
      guard take(":") else { return time }
      guard let second = number(width: 2), second < 60 else { return nil }
      time += second * 1_000_000
      guard take(".") || take(",") else { return time }
      guard let first = digit() else { return nil }
      var unit: Int64 = 100_000
      time += first * unit
      while let next = digit() {
        unit /= 10
        time += next * unit
      }
      return time
    }

    /// Microseconds that the zone is ahead of UTC.
    mutating func zone() -> Int64? {
      if isAtEnd || take("Z") || take("z") { return 0 }
      let isBehind = take("-")
      guard isBehind || take("+") || take(" "), let hour = number(width: 2), hour < 24 else { return nil }
      _ = take(":")
      guard let minute = isAtEnd ? 0 : number(width: 2), minute < 60 else { return nil }
      let zone = (hour * 60 + minute) * 60_000_000
      return isBehind ? -zone : zone
    }
  }
}
