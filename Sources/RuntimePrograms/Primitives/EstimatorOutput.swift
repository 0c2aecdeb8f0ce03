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

  /// The expectation values of one pub.
  public struct Pub: Sendable, Equatable {
    public var values: ShapedArray<Double>
    /// Nil when the values are exact.
    public var standardErrors: ShapedArray<Double>?
    /// Shots spent on each value; nil when they are exact, and when a service does not say.
    public var shots: ShapedArray<Int>?
    /// The bound on the standard errors that was asked for; nil when none was.
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

  /// What a backend gave for some pubs.
  public init(_ result: EstimatorResult, pubs: [EstimatorPub], options: EstimatorOptions) {
    self.init(
      pubs: zip(result.pubs, pubs).map { result, pub in
        Pub(
          values: result.values, standardErrors: result.standardErrors, shots: result.shots,
          targetPrecision: pub.precision ?? options.precision)
      },
      seed: result.seed)
  }

  /// The result of the call whose pubs these are, in their broadcast shapes.
  ///
  /// - Parameter seed: The seed of the call, for a service that names none.
  /// - Throws: ``ProgramFailure`` when the output does not fit the pubs.
  public func result(for pubs: [EstimatorPub], seed: UInt64) throws -> EstimatorResult {
    try requirePubs(self.pubs.count, for: pubs.count)
    let results = try zip(self.pubs, pubs).enumerated().map { index, pair in
      let (output, pub) = pair
      let shape = try Broadcast(pub.observables.shape, pub.parameters.shape).shape
      let values = try output.values.reshaped(to: shape, pub: index)
      return EstimatorPubResult(
        values: values, standardErrors: try output.standardErrors?.reshaped(to: shape, pub: index),
        shots: try output.shots?.spread(to: values.count).reshaped(to: shape, pub: index))
    }
    return EstimatorResult(pubs: results, seed: self.seed ?? seed)
  }
}

extension ShapedArray {
  /// The same elements in another shape of as many.
  func reshaped(to shape: [Int], pub: Int) throws -> ShapedArray {
    guard shape != self.shape else { return self }
    do {
      return try ShapedArray(shape: shape, elements: elements)
    } catch {
      throw ProgramFailure.invalidOutput("results[\(pub)]", "\(count) values came where shape \(shape) was asked for")
    }
  }

  /// One element as often as there are values: what some services say of all of them at once.
  func spread(to count: Int) -> ShapedArray {
    shape.isEmpty ? ShapedArray(row: Array(repeating: elements[0], count: count)) : self
  }
}

func requirePubs(_ found: Int, for expected: Int) throws {
  guard found == expected else {
    throw ProgramFailure.invalidOutput("results", "\(found) came for \(expected) pub\(expected == 1 ? "" : "s")")
  }
}
