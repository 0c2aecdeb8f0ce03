extension JSONSchema {
  /// - Throws: ``JSONSchemaViolation`` for the first place where `value` is something else.
  public func validate(_ value: JSONValue) throws(JSONSchemaViolation) {}
}
