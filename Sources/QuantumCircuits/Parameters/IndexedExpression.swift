/// A ``ParameterExpression`` whose parameters are positions in a circuit's list: what is evaluated in every iteration.
public struct IndexedExpression: Hashable, Sendable {
  public struct Term: Hashable, Sendable {
    /// Position in the circuit's `parameters`.
    public let index: Int
    public let coefficient: Double
  }

  public let constant: Double
  public let terms: [Term]

  public var isConstant: Bool { terms.isEmpty }

  /// - Parameter values: One angle in radians per parameter of the circuit.
  public func value(at values: some RandomAccessCollection<Double>) -> Double {
    var sum = constant
    for term in terms {
      sum += term.coefficient * values[values.index(values.startIndex, offsetBy: term.index)]
    }
    return sum
  }
}
