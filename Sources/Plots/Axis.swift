import Foundation

/// A range of values laid along a stretch of the drawing, with round numbers to mark it.
struct Axis {
  struct Tick {
    var position: Double
    var label: String
  }

  /// The ends, as logarithms to base 10 on a logarithmic axis.
  private let low: Double
  private let high: Double
  private let start: Double
  private let end: Double
  private let scale: Plot.Scale

  /// - Parameters:
  ///   - start: Where in the drawing the lowest value lies.
  ///   - end: Where the highest one lies.
  init(covering values: [Double], from start: Double, to end: Double, scale: Plot.Scale) {
    let scaled = values.map { scale == .logarithmic ? log10($0) : $0 }.filter(\.isFinite)
    var low = scaled.min() ?? 0
    var high = scaled.max() ?? 1
    if scale == .logarithmic {
      (low, high) = (low.rounded(.down), high.rounded(.up))
      if low == high { high += 1 }
    } else {
      let margin = high > low ? 0.04 * (high - low) : max(1e-9, 1e-3 * abs(high))
      (low, high) = (low - margin, high + margin)
    }
    self.low = low
    self.high = high
    self.start = start
    self.end = end
    self.scale = scale
  }

  func contains(_ value: Double) -> Bool { low...high ~= (scale == .logarithmic ? log10(value) : value) }

  func position(of value: Double) -> Double { place(scale == .logarithmic ? log10(value) : value) }

  private func place(_ scaled: Double) -> Double { start + (scaled - low) / (high - low) * (end - start) }

  /// About six marks, at multiples of 1, 2 or 5 times a power of ten, or at powers of ten.
  var ticks: [Tick] {
    let step =
      switch scale {
      case .logarithmic: max(1, ((high - low) / 8).rounded(.up))
      case .whole: max(1, Self.roundStep(above: (high - low) / 7))
      case .linear: Self.roundStep(above: (high - low) / 7)
      }
    let decimals = min(12, max(0, Int((-log10(step)).rounded(.up))))
    let first = Int((low / step).rounded(.up))
    let last = Int((high / step).rounded(.down))
    guard first <= last else { return [] }
    return (first...last).map { multiple in
      let value = Double(multiple) * step
      let label = scale == .logarithmic ? Self.power(Int(value)) : Self.decimal(value, decimals)
      return Tick(position: place(value), label: label)
    }
  }

  private static func roundStep(above least: Double) -> Double {
    let unit = pow(10, log10(least).rounded(.down))
    return [1, 2, 5, 10].map { $0 * unit }.first { $0 >= least * (1 - 1e-12) } ?? 10 * unit
  }

  private static func decimal(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value).replacingOccurrences(of: "-", with: "−")
  }

  /// 10 with a raised exponent.
  private static func power(_ exponent: Int) -> String {
    let raised: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
    ]
    return "10" + String(String(exponent).map { raised[$0] ?? $0 })
  }
}
