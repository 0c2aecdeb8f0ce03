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
}

/// A number of things, in the plural unless it is one.
func count(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }

extension Duration {
  var inSeconds: Double { Double(components.seconds) + 1e-18 * Double(components.attoseconds) }
}
