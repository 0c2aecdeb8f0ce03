extension JSONSchema {
  /// The schema as a JSON Schema document.
  public var document: JSONValue { .object([:]) }

  /// - Throws: ``JSONSchemaError`` for a keyword that cannot be enforced, and for a malformed one.
  public init(document: JSONValue) throws(JSONSchemaError) { self.init() }
}
