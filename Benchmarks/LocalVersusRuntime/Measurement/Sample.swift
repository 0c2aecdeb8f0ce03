/// Numbers of one kind, measured again and again.
public struct Sample: Hashable, Sendable {
  /// Ascending.
  public let values: [Double]

  /// - Parameter values: At least one.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "a sample without a measurement")
    self.values = values.sorted()
  }

  public var count: Int { values.count }
  public var median: Double { quantile(0.5) }
  /// A quarter of the values lies below.
  public var lowerQuartile: Double { quantile(0.25) }
  /// A quarter of the values lies above.
  public var upperQuartile: Double { quantile(0.75) }

  /// The value below which a part of the sample lies, between two values on the line that joins them.
  ///
  /// - Parameter part: From 0, the smallest value, to 1, the largest.
  /// - Note: Definition 7 of Hyndman and Fan, Am. Stat. 50, 361 (1996).
  public func quantile(_ part: Double) -> Double {
    let position = min(max(part, 0), 1) * Double(values.count - 1)
    let below = Int(position)
    let above = min(below + 1, values.count - 1)
    return values[below] + (position - Double(below)) * (values[above] - values[below])
  }
}
