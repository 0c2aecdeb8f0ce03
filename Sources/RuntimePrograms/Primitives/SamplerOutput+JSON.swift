internal import JSONSchemas

extension SamplerOutput: Codable {
  /// - Throws: ``ProgramFailure`` for what is no output of a sampler. What else a service says is passed over.
  public init(from decoder: any Decoder) throws { try self.init(JSONValue(from: decoder)) }

  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  init(_ value: JSONValue) throws {
    let output = try OutputObject(value)
    self.init(
      pubs: try output.results.map { result in
        Pub(
          registers: try result.data.map { try Register($0, $1, path: "\(result.path).\($0)") },
          shape: result.metadata["shape"]?.arrayValue?.compactMap(\.intValue),
          shots: result.metadata["shots"]?.intValue)
      },
      seed: output.seed)
  }

  var json: JSONValue {
    .output(
      pubs.map { pub in
        var data = JSONObject()
        for register in pub.registers {
          data[register.name] = .object([
            "samples": .array(register.samples.map { .string($0) }), "num_bits": .integer(Int64(register.bitCount)),
          ])
        }
        return (
          data,
          [
            "shape": pub.shape.map { .array($0.map { .integer(Int64($0)) }) } ?? .null,
            "shots": pub.shots.map { .integer(Int64($0)) } ?? .null,
          ]
        )
      }, seed: seed)
  }
}

extension SamplerOutput.Register {
  fileprivate init(_ name: String, _ value: JSONValue, path: String) throws {
    guard let samples = value["samples"]?.arrayValue, let bitCount = value["num_bits"]?.intValue, bitCount >= 0 else {
      throw ProgramFailure.invalidOutput(path, "has no samples and num_bits")
    }
    self.init(
      name: name, bitCount: bitCount,
      samples: try samples.map { sample in
        guard case .string(let text) = sample else {
          throw ProgramFailure.invalidOutput("\(path).samples", "holds \(sample.kind) where a text such as 0x3 is due")
        }
        return text
      })
  }
}
