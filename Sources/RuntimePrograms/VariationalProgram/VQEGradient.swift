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
    if step != nil && (name == .adjoint || name == .parameterShift) {
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
    func names(_ names: Name...) -> JSONSchema {
      .enumeration(names.map(\.rawValue)).described("The name of the method.")
    }
    return .anyOf([
      .enumeration(Name.allCases.map(\.rawValue)),
      .object([.required("name", names(.centralDifference, .spsa)), .optional("step", step)]),
      .object([.required("name", names(.adjoint, .parameterShift))]),
    ]).described(
      "How derivatives are found, for methods that use them; left out: adjoint for exact energies, parameter-shift for "
        + "sampled ones. adjoint is for exact energies only.")
  }

  public static var jsonExample: VQEGradient { VQEGradient(.adjoint) }
}
