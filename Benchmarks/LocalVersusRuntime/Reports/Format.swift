internal import Foundation

/// Numbers as the tables show them.
enum Format {
  /// Ten decimals: a tenth of a nanohartree.
  static func energy(_ value: Double) -> String { String(format: "%.10f", value) }

  /// Three digits that count, and all digits before the point.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    if value == value.rounded(), abs(value) < 1e9 { return String(format: "%.0f", value) }
    let digits = max(0, 2 - Int(log10(max(abs(value), 1e-9)).rounded(.down)))
    return String(format: "%.\(digits)f", value)
  }

  static func milliseconds(_ seconds: Double) -> String { number(1000 * seconds) }
}
