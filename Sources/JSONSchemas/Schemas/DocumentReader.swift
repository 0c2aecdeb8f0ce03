/// A part of a schema document and where it stands.
struct DocumentReader {
  /// The keywords that change nothing about what is valid.
  private static let annotationKeywords: Set<String> = [
    "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
    "format", "contentEncoding", "contentMediaType",
  ]

  var place: String
  var value: JSONValue

  func schema() throws(JSONSchemaError) -> JSONSchema {
    switch value {
    case .bool(true): return .any
    case .bool(false): return .nothing
    case .object(let members):
      var rules = JSONSchema.Rules()
      for (keyword, value) in members {
        try DocumentReader(place: joined(place, pathComponent(keyword)), value: value).take(keyword, into: &rules)
      }
      return JSONSchema(rules)
    default: throw error("a schema, which is an object, true or false,")
    }
  }

  private func take(_ keyword: String, into rules: inout JSONSchema.Rules) throws(JSONSchemaError) {
    switch keyword {
    case "type": rules.kinds = try kinds()
    case "const": rules.constant = value
    case "enum": rules.enumeration = try array("an array with a value")
    case "properties":
      var properties = OrderedMap<JSONSchema>()
      for (key, reader) in try members() { properties[key] = try reader.schema() }
      rules.properties = properties
    case "required": rules.required = try strings()
    case "additionalProperties": rules.additionalProperties = try self.schema()
    case "prefixItems": rules.prefixItems = try schemas()
    case "items": rules.items = try self.schema()
    case "minItems": rules.itemCount.minimum = try count()
    case "maxItems": rules.itemCount.maximum = try count()
    case "minLength": rules.length.minimum = try count()
    case "maxLength": rules.length.maximum = try count()
    case "minimum": rules.range.minimum = try number()
    case "maximum": rules.range.maximum = try number()
    case "exclusiveMinimum": rules.exclusiveRange.minimum = try number()
    case "exclusiveMaximum": rules.exclusiveRange.maximum = try number()
    case "anyOf": rules.anyOf = try schemas()
    case "oneOf": rules.oneOf = try schemas()
    case "title", "description", "contentEncoding":
      guard value.stringValue != nil else { throw error("a string") }
      rules.annotations[keyword] = value
    case _ where Self.annotationKeywords.contains(keyword): rules.annotations[keyword] = value
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
