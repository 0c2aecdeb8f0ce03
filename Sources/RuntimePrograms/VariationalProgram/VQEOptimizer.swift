public import ClassicalOptimizers
public import JSONSchemas

/// An optimizer in JSON: `{"name": "l-bfgs", "settings": {"memory": 10}}`, where settings left out have their defaults.
public struct VQEOptimizer: Sendable {
  public var method: any ClassicalOptimizers.Optimizer

  public init(_ method: any ClassicalOptimizers.Optimizer) { self.method = method }
}

extension VQEOptimizer: Codable {
  enum CodingKeys: String, CodingKey { case name, settings }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let text = try container.decode(String.self, forKey: .name)
    guard let name = try? OptimizerName(parsing: text) else {
      throw DecodingError.dataCorruptedError(
        forKey: .name, in: container, debugDescription: "\(OptimizationError.unknownOptimizer(text))")
    }
    let settings = try container.decodeIfPresent(JSONValue.self, forKey: .settings) ?? [:]
    do {
      method = try OptimizerSettings.of(name).method(with: settings)
    } catch let error as JSONSchemaViolation {
      throw DecodingError.dataCorruptedError(forKey: .settings, in: container, debugDescription: "\(error)")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let name = type(of: method).name
    guard type(of: method) == name.type else {
      throw EncodingError.invalidValue(
        method,
        .init(
          codingPath: encoder.codingPath,
          debugDescription: "an optimizer of another package; only those of this one run beside a backend."))
    }
    try container.encode(name, forKey: .name)
    try container.encode(OptimizerSettings.of(name).encoded(method), forKey: .settings)
  }
}

extension VQEOptimizer: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema {
    // Tracing fails for a method that decodes in another way than those that there are: tests see it.
    let branches = ((try? OptimizerSettings.all.get()) ?? []).map { settings in
      JSONSchema.object([
        .required("name", .constant(.string(settings.name.rawValue)).described("The name of the method.")),
        .optional(
          "settings", settings.schema.described("Settings of the method; those left out have their defaults.")),
      ])
    }
    return .oneOf(branches)
  }

  public static var jsonExample: VQEOptimizer { VQEOptimizer(LBFGS()) }
}
