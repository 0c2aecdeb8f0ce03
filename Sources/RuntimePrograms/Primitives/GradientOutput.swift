internal import JSONSchemas
public import QuantumBackends
internal import QuantumCircuits

/// What the program `estimator-gradient` returns.
public struct GradientOutput: Sendable, Equatable {
  public var pubs: [Pub]
  /// The seed that random choices followed from; nil when a service does not say.
  public var seed: UInt64?

  public init(pubs: [Pub], seed: UInt64?) {
    self.pubs = pubs
    self.seed = seed
  }

  /// The expectation values of one pub with their derivatives.
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

  /// What a backend gave for some pubs.
  public init(_ result: GradientResult, pubs: [EstimatorPub]) {
    self.init(
      pubs: zip(result.pubs, pubs).map { result, pub in
        Pub(
          values: result.values,
          gradients: ShapedArray(
            uncheckedShape: result.values.shape + [pub.circuit.circuit.parameters.count],
            elements: Array(result.gradients.elements.joined())),
          standardErrors: result.standardErrors)
      },
      seed: result.seed)
  }

  /// The result of the call whose pubs these are, in their broadcast shapes.
  ///
  /// - Parameter seed: The seed of the call, for a service that names none.
  /// - Throws: ``ProgramFailure`` when the output does not fit the pubs.
  public func result(for pubs: [EstimatorPub], seed: UInt64) throws -> GradientResult {
    try requirePubs(self.pubs.count, for: pubs.count)
    let results = try zip(self.pubs, pubs).enumerated().map { index, pair in
      let (output, pub) = pair
      let shape = try Broadcast(pub.observables.shape, pub.parameters.shape).shape
      let count = pub.circuit.circuit.parameters.count
      let values = try output.values.reshaped(to: shape, pub: index)
      let numbers = try output.gradients.reshaped(to: shape + [count], pub: index).elements
      let gradients = (0..<values.count).map { Array(numbers[($0 * count)..<(($0 + 1) * count)]) }
      return GradientPubResult(
        values: values, gradients: ShapedArray(uncheckedShape: shape, elements: gradients),
        standardErrors: try output.standardErrors?.reshaped(to: shape, pub: index))
    }
    return GradientResult(pubs: results, seed: self.seed ?? seed)
  }
}

extension GradientOutput: Codable {
  /// - Throws: ``ProgramFailure`` for what is no output of the program.
  public init(from decoder: any Decoder) throws { try self.init(JSONValue(from: decoder)) }

  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  init(_ value: JSONValue) throws {
    let output = try OutputObject(value)
    self.init(
      pubs: try output.results.map { result in
        Pub(
          values: try result.numbers("evs"), gradients: try result.numbers("gradients"),
          standardErrors: try result.numbersIfPresent("stds"))
      },
      seed: output.seed)
  }

  var json: JSONValue {
    .output(
      pubs.map { pub in
        (
          [
            "evs": .lists(pub.values), "gradients": .lists(pub.gradients),
            "stds": pub.standardErrors.map { .lists($0) } ?? .null,
          ], [:]
        )
      }, seed: seed)
  }
}
