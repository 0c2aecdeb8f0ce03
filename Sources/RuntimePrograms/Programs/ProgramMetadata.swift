public import JSONSchemas

/// What a program says of itself: its name, its limits, and the JSON schemas of what goes in and what comes out.
public struct ProgramMetadata: Codable, Sendable {
  public var id: String
  public var name: String
  public var description: String
  public var version: String
  /// The longest time a job of it may run, in seconds.
  public var maximumExecutionTime: Int
  public var spec: ProgramSpecification

  enum CodingKeys: String, CodingKey {
    case maximumExecutionTime = "cost"
    case id, name, description, version, spec
  }

  public init(
    id: String, name: String, description: String, version: String, maximumExecutionTime: Int,
    spec: ProgramSpecification
  ) {
    self.id = id
    self.name = name
    self.description = description
    self.version = version
    self.maximumExecutionTime = maximumExecutionTime
    self.spec = spec
  }
}

/// The JSON schemas of a program's inputs, of what it publishes on the way, and of what it returns.
public struct ProgramSpecification: Codable, Sendable {
  public var parameters: JSONSchema
  public var returnValues: JSONSchema
  public var interimResults: JSONSchema

  enum CodingKeys: String, CodingKey {
    case returnValues = "return_values"
    case interimResults = "interim_results"
    case parameters
  }

  public init(parameters: JSONSchema, returnValues: JSONSchema, interimResults: JSONSchema) {
    self.parameters = parameters
    self.returnValues = returnValues
    self.interimResults = interimResults
  }
}
