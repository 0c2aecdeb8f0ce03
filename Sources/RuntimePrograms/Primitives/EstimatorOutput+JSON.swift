internal import JSONSchemas
internal import QuantumBackends

extension EstimatorOutput: Codable {
  /// - Throws: ``ProgramFailure`` for what is no output of an estimator. What else a service says is passed over.
  public init(from decoder: any Decoder) throws {
    try self.init(JSONValue(from: decoder))
  }

  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  init(_ value: JSONValue) throws {
    let output = try OutputObject(value)
    self.init(
      pubs: try output.results.map { result in
        Pub(
          values: try result.numbers("evs"), standardErrors: try result.numbersIfPresent("stds"),
          shots: try result.shots(), targetPrecision: result.metadata["target_precision"]?.doubleValue)
      },
      seed: output.seed)
  }

  var json: JSONValue {
    .output(
      pubs.map { pub in
        (
          [
            "evs": .lists(pub.values), "stds": pub.standardErrors.map { .lists($0) } ?? .null,
          ],
          [
            "shots": pub.shots.map { $0.nested { .integer(Int64($0)) } } ?? .null,
            "target_precision": pub.targetPrecision.map { .number($0) } ?? .null,
          ]
        )
      }, seed: seed)
  }
}
