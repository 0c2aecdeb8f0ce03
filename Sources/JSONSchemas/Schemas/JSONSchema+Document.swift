extension JSONSchema {
  /// The schema as a JSON Schema document; ``init(document:)`` makes the same schema of it.
  public var document: JSONValue {
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
    document["additionalProperties"] = additionalProperties?.schema.documentOrTrue
    document["prefixItems"] = prefixItems.map { .array($0.map(\.document)) }
    document["items"] = items?.schema.documentOrTrue
    document["minItems"] = itemCount.minimum.map { .integer(Int64($0)) }
    document["maxItems"] = itemCount.maximum.map { .integer(Int64($0)) }
    document["anyOf"] = anyOf.map { .array($0.map(\.document)) }
    document["oneOf"] = oneOf.map { .array($0.map(\.document)) }
    copy(annotations.keys)
    return .object(document)
  }

  /// `true` reads better than `{}` after `additionalProperties`.
  private var documentOrTrue: JSONValue { self == .any ? true : document }

  /// The keywords that change nothing about what is valid.
  fileprivate static let annotationKeywords: Set<String> = [
    "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
    "format", "contentEncoding", "contentMediaType",
  ]

  /// The schema that a JSON Schema document states.
  ///
  /// Annotations are kept as they are, `format` and `contentEncoding` among them: draft 2020-12 does not enforce these.
  /// - Throws: ``JSONSchemaError`` for a keyword that cannot be enforced, by its name, and for a malformed one.
  public init(document: JSONValue) throws(JSONSchemaError) {
    self = try DocumentReader(place: "", value: document).schema()
  }
}

/// A part of a schema document and where it stands.
private struct DocumentReader {
  var place: String
  var value: JSONValue

  func schema() throws(JSONSchemaError) -> JSONSchema {
    switch value {
    case .bool(true): return .any
    case .bool(false): return .nothing
    case .object(let members):
      var schema = JSONSchema()
      for (keyword, value) in members {
        try DocumentReader(place: joined(place, pathComponent(keyword)), value: value).take(keyword, into: &schema)
      }
      return schema
    default: throw error("a schema, which is an object, true or false,")
    }
  }

  private func take(_ keyword: String, into schema: inout JSONSchema) throws(JSONSchemaError) {
    switch keyword {
    case "type": schema.kinds = try kinds()
    case "const": schema.constant = value
    case "enum": schema.enumeration = try array("an array with a value")
    case "properties":
      var properties = OrderedMap<JSONSchema>()
      for (key, reader) in try members() { properties[key] = try reader.schema() }
      schema.properties = properties
    case "required": schema.required = try strings()
    case "additionalProperties": schema.additionalProperties = .schema(try self.schema())
    case "prefixItems": schema.prefixItems = try schemas()
    case "items": schema.items = .schema(try self.schema())
    case "minItems": schema.itemCount.minimum = try count()
    case "maxItems": schema.itemCount.maximum = try count()
    case "minLength": schema.length.minimum = try count()
    case "maxLength": schema.length.maximum = try count()
    case "minimum": schema.range.minimum = try number()
    case "maximum": schema.range.maximum = try number()
    case "exclusiveMinimum": schema.exclusiveRange.minimum = try number()
    case "exclusiveMaximum": schema.exclusiveRange.maximum = try number()
    case "anyOf": schema.anyOf = try schemas()
    case "oneOf": schema.oneOf = try schemas()
    case "title", "description", "contentEncoding":
      guard value.stringValue != nil else { throw error("a string") }
      schema.annotations[keyword] = value
    case _ where JSONSchema.annotationKeywords.contains(keyword): schema.annotations[keyword] = value
    default:
      throw JSONSchemaError(
        place: place, message: "the keyword \(quoted(keyword)) is not supported and would not be enforced")
    }
  }

  private func kinds() throws(JSONSchemaError) -> [JSONSchema.Kind] {
    let names = value.arrayValue ?? [value]
    let kinds = names.compactMap { $0.stringValue.flatMap(JSONSchema.Kind.init) }
    guard !kinds.isEmpty, kinds.count == names.count, Set(kinds).count == kinds.count else {
      throw error("one of \(list(JSONSchema.Kind.allCases.map { quoted($0.rawValue) }, "and")) or an array of them")
    }
    return kinds
  }

  private func array(_ allowed: String) throws(JSONSchemaError) -> [JSONValue] {
    guard let elements = value.arrayValue, !elements.isEmpty else { throw error(allowed) }
    return elements
  }

  private func schemas() throws(JSONSchemaError) -> [JSONSchema] {
    var schemas: [JSONSchema] = []
    for (index, element) in try array("an array with a schema").enumerated() {
      schemas.append(try DocumentReader(place: "\(place)[\(index)]", value: element).schema())
    }
    return schemas
  }

  private func members() throws(JSONSchemaError) -> [(String, DocumentReader)] {
    guard let object = value.objectValue else { throw error("an object of schemas") }
    return object.map { key, value in (key, DocumentReader(place: joined(place, pathComponent(key)), value: value)) }
  }

  private func strings() throws(JSONSchemaError) -> [String] {
    guard let elements = value.arrayValue else { throw error("an array of strings") }
    let strings = elements.compactMap(\.stringValue)
    guard strings.count == elements.count, Set(strings).count == strings.count else {
      throw error("an array of different strings")
    }
    return strings
  }

  private func count() throws(JSONSchemaError) -> Int {
    guard let count = value.intValue, count >= 0 else { throw error("an integer from 0 on") }
    return count
  }

  private func number() throws(JSONSchemaError) -> JSONValue {
    guard let double = value.doubleValue, double.isFinite else { throw error("a number") }
    return value
  }

  private func error(_ allowed: String) -> JSONSchemaError {
    JSONSchemaError(place: place, message: "\(value.phrase) was found, \(allowed) is allowed")
  }
}
