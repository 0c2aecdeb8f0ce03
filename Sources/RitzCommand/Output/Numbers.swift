import Foundation

/// Numbers as people read them; machines get JSON.
enum Numbers {
  /// Ten decimals: a tenth of a nanohartree.
  static func energy(_ value: Double) -> String { String(format: "%.10f", value) }

  /// An energy with the digits that its standard error leaves.
  static func energy(_ value: Double, standardError: Double?) -> String {
    guard let standardError else { return energy(value) }
    guard standardError > 0 else { return "\(energy(value)) ± 0" }
    let decimals = min(10, max(0, 2 - Int(log10(standardError).rounded(.up))))
    return String(format: "%.\(decimals)f ± %.\(decimals)f", value, standardError)
  }

  /// A small difference with its sign.
  static func difference(_ value: Double) -> String { String(format: "%+.3e", value) }

  static func shortDifference(_ value: Double) -> String { String(format: "%+.1e", value) }

  static func seconds(_ value: Double) -> String {
    value < 10 ? String(format: "%.2f s", value) : String(format: "%.1f s", value)
  }

  /// A time that is known to two digits.
  static func roughly(seconds: Double) -> String {
    let units = [(1e-6, "µs"), (1e-3, "ms"), (1, "s"), (60, "min"), (3600, "h"), (86400, "days")]
    let (unit, name) = units.last { seconds >= $0.0 } ?? units[0]
    let value = seconds / unit
    return String(format: value < 10 ? "%.1f" : "%.0f", value) + " \(name)"
  }

  /// A number of bytes; `Int.max` stands for any that is larger still.
  static func bytes(_ count: Int) -> String {
    if count == .max { return "more than 8 EiB" }
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    guard let power = units.indices.last(where: { count >> (10 * ($0 + 1)) > 0 }) else { return "\(count) bytes" }
    return String(format: "%.3g", Double(count) / Double(1 << (10 * (power + 1)))) + " \(units[power])"
  }
}

/// A number of things, in the plural unless it is one.
func count(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }

extension Duration {
  var inSeconds: Double { Double(components.seconds) + 1e-18 * Double(components.attoseconds) }
}
