internal import ClassicalOptimizers
internal import JSONSchemas

/// The settings of an optimizer as JSON: the names of its properties in snake case, each of which may be left out.
struct OptimizerSettings: Sendable {
  /// A property by its names in Swift and in JSON.
  private struct Member: Sendable {
    var name: String
    var key: String
    /// Of an object inside the settings.
    var members: [Member]
  }

  let name: OptimizerName
  /// What the settings may hold, with descriptions and defaults.
  let schema: JSONSchema
  private let members: [Member]
  /// The defaults, by the names in Swift.
  private let defaults: JSONValue

  /// Those of every method, in the order of their names' declaration.
  static let all: Result<[OptimizerSettings], any Error> = Result {
    try OptimizerName.allCases.map(OptimizerSettings.init)
  }

  /// Those of one method.
  static func of(_ name: OptimizerName) throws -> OptimizerSettings {
    for settings in try all.get() where settings.name == name { return settings }
    throw OptimizationError.unknownOptimizer(name.rawValue)
  }

  private init(_ name: OptimizerName) throws {
    self.name = name
    let traced = try JSONSchema(describing: name.type).document
    members = Self.members(of: traced)
    defaults = try JSONValue(encoding: name.withDefaults)
    schema = try JSONSchema(
      document: Self.wire(
        traced, members: members, defaults: defaults, descriptions: name.settingDescriptions))
  }

  // MARK: - Values

  /// All settings of a method, also those that are nil.
  func encoded(_ method: some Optimizer) throws -> JSONValue {
    Self.renamed(try JSONValue(encoding: method), members: members)
  }

  /// The method with some settings, each of which takes the place of a default.
  ///
  /// - Throws: ``JSONSchemaViolation`` or `DecodingError` for settings that it does not have.
  func method(with settings: JSONValue) throws -> any Optimizer {
    try schema.validate(settings)
    let value = Self.overlaid(settings, on: defaults, members: members)
    func decoded<Method: Optimizer>(_ type: Method.Type) throws -> any Optimizer { try value.decoded(as: type) }
    return try decoded(name.type)
  }

  private static func renamed(_ value: JSONValue, members: [Member]) -> JSONValue {
    var object = JSONObject()
    for member in members {
      let found = value[member.name] ?? .null
      object[member.key] = member.members.isEmpty ? found : renamed(found, members: member.members)
    }
    return .object(object)
  }

  private static func overlaid(_ given: JSONValue, on defaults: JSONValue?, members: [Member]) -> JSONValue {
    var object = JSONObject()
    for member in members {
      let (value, preset) = (given[member.key], defaults?[member.name])
      object[member.name] =
        if let value, !member.members.isEmpty { overlaid(value, on: preset, members: member.members) } else {
          value ?? preset
        }
    }
    return .object(object)
  }

  // MARK: - Schemas

  private static func members(of schema: JSONValue) -> [Member] {
    (schema["properties"]?.objectValue ?? [:]).map { name, property in
      Member(name: name, key: snakeCase(name), members: members(of: property))
    }
  }

  /// The traced schema with the names of the wire, nothing required, and what people want to know.
  private static func wire(
    _ traced: JSONValue, members: [Member], defaults: JSONValue?, descriptions: [String: String]
  ) -> JSONValue {
    guard var schema = traced.objectValue else { return traced }
    var properties = JSONObject()
    for member in members {
      guard let property = traced["properties"]?[member.name] else { continue }
      var described = property
      let preset = defaults?[member.name] ?? .null
      if member.members.isEmpty {
        described = described.with("default", preset)
      } else {
        described = wire(property, members: member.members, defaults: preset, descriptions: descriptions)
      }
      if let text = descriptions[member.key] { described = described.with("description", .string(text)) }
      properties[member.key] = described
    }
    schema["properties"] = .object(properties)
    schema["required"] = nil
    return .object(schema)
  }

  /// `isBacktracking` as `is_backtracking`.
  private static func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { text, letter in text += letter.isUppercase ? "_\(letter.lowercased())" : "\(letter)" }
  }
}

extension JSONValue {
  /// The object with one more member.
  fileprivate func with(_ key: String, _ value: JSONValue) -> JSONValue {
    guard var object = objectValue else { return self }
    object[key] = value
    return .object(object)
  }
}

extension OptimizerName {
  /// The method as its initialiser makes it, which leaves open what the run knows better.
  fileprivate var withDefaults: any Optimizer { self == .spsa ? SPSA() : optimizer() }
}
