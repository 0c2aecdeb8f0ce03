public import QuantumBackends

/// What the program `estimator` returns.
public struct EstimatorOutput: Sendable, Equatable {
  public var pubs: [Pub]
  /// The seed that random choices followed from; nil when a service does not say.
  public var seed: UInt64?

  public init(pubs: [Pub], seed: UInt64?) {
    self.pubs = pubs
    self.seed = seed
  }

  public struct Pub: Sendable, Equatable {
    public var values: ShapedArray<Double>
    /// Nil when the values are exact.
    public var standardErrors: ShapedArray<Double>?
    public var shots: ShapedArray<Int>?
    public var targetPrecision: Double?

    public init(
      values: ShapedArray<Double>, standardErrors: ShapedArray<Double>? = nil, shots: ShapedArray<Int>? = nil,
      targetPrecision: Double? = nil
    ) {
      self.values = values
      self.standardErrors = standardErrors
      self.shots = shots
      self.targetPrecision = targetPrecision
    }
  }

  /// The result of the call whose pubs these are, in their broadcast shapes.
  ///
  /// - Parameter seed: The seed of the call, for a service that names none.
  /// - Throws: ``ProgramFailure`` when the output does not fit the pubs.
  public func result(for pubs: [EstimatorPub], seed: UInt64) throws -> EstimatorResult { fatalError() }
}

extension EstimatorOutput: Codable {
  public init(from decoder: any Decoder) throws { fatalError() }
  public func encode(to encoder: any Encoder) throws { fatalError() }
}
