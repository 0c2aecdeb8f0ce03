extension JSONSchema {
  /// The schema as a JSON Schema document; ``init(document:)`` makes the same schema of it.
  public var document: JSONValue { rules.document }

  /// The schema that a JSON Schema document states.
  ///
  /// Annotations are kept as they are, `format` and `contentEncoding` among them: draft 2020-12 does not enforce these.
  /// - Throws: ``JSONSchemaError`` for a keyword that cannot be enforced, by its name, and for a malformed one.
  public init(document: JSONValue) throws(JSONSchemaError) {
    self = try DocumentReader(place: "", value: document).schema()
  }
}

extension JSONSchema.Rules {
  fileprivate var document: JSONValue {
    if allowsNothing { return false }
    var document = JSONObject()
    func copy(_ keywords: [String]) {
      for keyword in keywords { document[keyword] = annotations[keyword] }
    }
    copy(["$schema", "$id", "title", "description"])
    switch kinds.count {
    case 0: break
    case 1: document["type"] = .string(kinds[0].rawValue)
    default: document["type"] = .array(kinds.map { .string($0.rawValue) })
    }
    document["const"] = constant
    document["enum"] = enumeration.map(JSONValue.array)
    document["minimum"] = range.minimum
    document["maximum"] = range.maximum
    document["exclusiveMinimum"] = exclusiveRange.minimum
    document["exclusiveMaximum"] = exclusiveRange.maximum
    document["minLength"] = length.minimum.map { .integer(Int64($0)) }
    document["maxLength"] = length.maximum.map { .integer(Int64($0)) }
    if let properties {
      var members = JSONObject()
      for (key, schema) in properties.members { members[key] = schema.document }
      document["properties"] = .object(members)
    }
    document["required"] = required.map { .array($0.map(JSONValue.string)) }
    document["additionalProperties"] = additionalProperties?.documentOrTrue
    document["prefixItems"] = prefixItems.map { .array($0.map(\.document)) }
    document["items"] = items?.documentOrTrue
    document["minItems"] = itemCount.minimum.map { .integer(Int64($0)) }
    document["maxItems"] = itemCount.maximum.map { .integer(Int64($0)) }
    document["anyOf"] = anyOf.map { .array($0.map(\.document)) }
    document["oneOf"] = oneOf.map { .array($0.map(\.document)) }
    copy(annotations.keys)
    return .object(document)
  }
}

extension JSONSchema {
  /// `true` reads better than `{}` after `additionalProperties`.
  fileprivate var documentOrTrue: JSONValue { self == .any ? true : document }
}
