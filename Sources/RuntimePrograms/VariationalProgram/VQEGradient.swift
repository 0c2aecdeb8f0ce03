public import JSONSchemas
public import VariationalAlgorithms

/// A gradient method in JSON: a name, or `{"name": "spsa", "step": 0.1}` where it has a step.
public struct VQEGradient: Hashable, Sendable {
  public var method: GradientMethod

  public init(_ method: GradientMethod) { self.method = method }
}

extension VQEGradient: Codable {
  enum Name: String, CaseIterable, Codable {
    case adjoint
    case parameterShift = "parameter-shift"
    case centralDifference = "central-difference"
    case spsa

    var hasStep: Bool { self == .centralDifference || self == .spsa }
  }

  enum CodingKeys: String, CodingKey { case name, step }

  public init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(Name.self) {
      self.init(Self.method(name, step: nil))
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(Name.self, forKey: .name)
    let step = try container.decodeIfPresent(Double.self, forKey: .step)
    if step != nil && !name.hasStep {
      throw DecodingError.dataCorruptedError(
        forKey: .step, in: container, debugDescription: "\(name.rawValue) has no step; leave it out.")
    }
    self.init(Self.method(name, step: step))
  }

  private static func method(_ name: Name, step: Double?) -> GradientMethod {
    switch name {
    case .adjoint: .adjoint
    case .parameterShift: .parameterShift
    case .centralDifference: .centralDifference(step: step)
    case .spsa: .spsa(step: step)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    let (name, step): (Name, Double?) =
      switch method {
      case .adjoint: (.adjoint, nil)
      case .parameterShift: (.parameterShift, nil)
      case .centralDifference(let step): (.centralDifference, step)
      case .spsa(let step): (.spsa, step)
      }
    if let step {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(step, forKey: .step)
    } else {
      var container = encoder.singleValueContainer()
      try container.encode(name)
    }
  }
}

extension VQEGradient: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema {
    let step = JSONSchema.nullable(.number(exclusiveMinimum: 0)).described(
      "Radians; left out: 1e-4 (central-difference) or 0.01 (spsa) for exact energies, 0.3 or 0.1 for sampled ones.")
    let objects = Name.allCases.map { name in
      let constant = JSONSchema.constant(.string(name.rawValue)).described("The name of the method.")
      return JSONSchema.object(
        [.required("name", constant)] + (name.hasStep ? [.optional("step", step)] : []))
    }
    return .anyOf([.enumeration(Name.allCases.map(\.rawValue)), .oneOf(objects)])
  }

  public static var jsonExample: VQEGradient { VQEGradient(.adjoint) }
}
