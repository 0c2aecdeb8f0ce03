public import QuantumBackends

/// What the program `estimator-gradient` returns.
public struct GradientOutput: Sendable, Equatable {
  public var pubs: [Pub]
  /// The seed that random choices followed from; nil when a service does not say.
  public var seed: UInt64?

  public init(pubs: [Pub], seed: UInt64?) {
    self.pubs = pubs
    self.seed = seed
  }

  public struct Pub: Sendable, Equatable {
    public var values: ShapedArray<Double>
    /// The shape of the values and one dimension more, in the order in which the circuit's text declares its inputs.
    public var gradients: ShapedArray<Double>
    /// Nil when the values are exact.
    public var standardErrors: ShapedArray<Double>?

    public init(
      values: ShapedArray<Double>, gradients: ShapedArray<Double>, standardErrors: ShapedArray<Double>? = nil
    ) {
      self.values = values
      self.gradients = gradients
      self.standardErrors = standardErrors
    }
  }

  /// The result of the call whose pubs these are, in their broadcast shapes.
  ///
  /// - Parameter seed: The seed of the call, for a service that names none.
  /// - Throws: ``ProgramFailure`` when the output does not fit the pubs.
  public func result(for pubs: [EstimatorPub], seed: UInt64) throws -> GradientResult { fatalError() }
}

extension GradientOutput: Codable {
  public init(from decoder: any Decoder) throws { fatalError() }
  public func encode(to encoder: any Encoder) throws { fatalError() }
}
