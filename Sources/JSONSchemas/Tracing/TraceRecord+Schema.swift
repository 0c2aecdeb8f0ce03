extension TraceRecord {
  /// The schema of what has been asked for.
  /// - Parameter shortest: The record of the same type with arrays that end at once; nil if it was not made or if the
  ///   type refuses such arrays.
  func schema(shortest: TraceRecord?) throws(JSONSchemaError) -> JSONSchema {
    let schema: JSONSchema
    switch kind {
    case .single: schema = single ?? .any
    case .array: schema = try arraySchema(shortest: shortest)
    // A type that asks for nothing encodes an empty object.
    case .nothing, .object: schema = try objectSchema(shortest: shortest)
    }
    return isNullable ? .nullable(schema) : schema
  }

  private func objectSchema(shortest: TraceRecord?) throws(JSONSchemaError) -> JSONSchema {
    var properties: [JSONSchema.Property] = []
    for (key, entry) in members.members {
      let schema = try entry.schema(shortest: shortest?.members[key])
      properties.append(JSONSchema.Property(key, schema, isRequired: entry.isRequired))
    }
    return .object(properties)
  }

  private func arraySchema(shortest: TraceRecord?) throws(JSONSchemaError) -> JSONSchema {
    var schemas: [JSONSchema] = []
    for (index, entry) in elements.enumerated() {
      let other = shortest.flatMap { index < $0.elements.count ? $0.elements[index] : nil }
      schemas.append(try entry.schema(shortest: other))
    }
    let hasManyElements = asksForEnd && elements.count >= Self.manyElements
    let required: Int
    if let shortest {
      required = shortest.requiredElements
    } else {
      // Of a list it is known only that it may not be empty if one that is empty was refused.
      required = hasManyElements ? 1 : requiredElements
    }
    guard hasManyElements else { return .tuple(schemas, minimumCount: required) }
    let items = schemas[required...]
    guard let item = items.first, items.allSatisfy({ $0 == item }) else {
      throw tracer.fail("its elements repeat, but not with one type")
    }
    var schema = JSONSchema.array(of: item, minimumCount: required > 0 ? required : nil)
    if schemas[..<required].contains(where: { $0 != item }) { schema.rules.prefixItems = Array(schemas[..<required]) }
    return schema
  }

  /// How many elements there must be.
  private var requiredElements: Int { (elements.lastIndex { $0.isRequired } ?? -1) + 1 }
}

extension TraceRecord.Entry {
  func schema(shortest: TraceRecord.Entry?) throws(JSONSchemaError) -> JSONSchema {
    let schema: JSONSchema
    switch content {
    case .schema(let known): schema = known
    case .record(let record):
      var other: TraceRecord?
      if case .record(let record)? = shortest?.content { other = record }
      schema = try record.schema(shortest: other)
    case nil: schema = .any
    }
    return isNullable ? .nullable(schema) : schema
  }
}
