import Foundation
import RuntimeAPI

/// Times of jobs as people read them.
enum JobTime {
  /// `2026-01-31 14:05:06` in the local time zone; what cannot be read stays as it is.
  static func text(_ time: String) -> String {
    guard let date = date(time) else { return time }
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd HH:mm:ss"
    return formatter.string(from: date)
  }

  /// The time of day alone.
  static func clock(_ time: String) -> String { String(text(time).split(separator: " ").last ?? "") }

  /// How long the job has run; `-` before it does.
  static func seconds(_ job: JobObject) -> String {
    guard let start = job.running.flatMap(date), let end = job.ended.flatMap(date) else { return "-" }
    return String(format: "%.2f", max(0, end.timeIntervalSince(start)))
  }

  private static func date(_ time: String) -> Date? {
    let style = Date.ISO8601FormatStyle()
    return (try? Date(time, strategy: style.year().month().day().time(includingFractionalSeconds: true)))
      ?? (try? Date(time, strategy: style))
  }
}
