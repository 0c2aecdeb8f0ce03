extension JSONSchema {
  /// The schema of what `type` decodes, found by running its `init(from:)` on a decoder that writes down what is asked.
  ///
  /// What is seen: keys and their order, `decodeIfPresent` (may be absent or null), nested types and containers, arrays,
  /// dictionaries with string keys, fixed tuples, single values, alternatives tried one after the other on the same
  /// decoder, and enumerations that are `CaseIterable` and `RawRepresentable`. Other keys are refused by the schema.
  ///
  /// A type that looks at values or at what keys there are, or that contains itself, conforms to
  /// ``JSONSchemaRepresentable``.
  /// - Throws: ``JSONSchemaError`` that names the type which cannot be traced.
  public init(describing type: any Decodable.Type) throws(JSONSchemaError) {
    self = try TypeTracer().schema(of: type)
  }
}

/// Finds the schemas of types, of each type once.
final class TypeTracer {
  /// The first failure, which a type may have swallowed with `try?`.
  private(set) var failure: JSONSchemaError?
  /// The types being traced, from the outermost.
  private var stack: [any Any.Type] = []
  private var known: [ObjectIdentifier: (schema: JSONSchema, value: Any)] = [:]

  func schema<T: Decodable>(of type: T.Type) throws(JSONSchemaError) -> JSONSchema { try trace(type).schema }

  /// The schema of a type and some value of it.
  func trace<T: Decodable>(_ type: T.Type) throws(JSONSchemaError) -> (schema: JSONSchema, value: T) {
    if let failure { throw failure }
    let id = ObjectIdentifier(type)
    if let known = known[id], let value = known.value as? T { return (known.schema, value) }
    let isInside = stack.contains { $0 == type }
    stack.append(type)
    guard !isInside else { throw fail("it contains itself") }
    let traced: (schema: JSONSchema, value: T)
    if let leaf = try leaf(type) { traced = leaf } else { traced = try traceDecoding(type) }
    stack.removeLast()
    known[id] = traced
    return traced
  }

  /// What is known of a type without running its decoding.
  private func leaf<T: Decodable>(_ type: T.Type) throws(JSONSchemaError) -> (schema: JSONSchema, value: T)? {
    let found: (schema: JSONSchema, value: Any)?
    do {
      if let type = type as? any JSONSchemaRepresentable.Type {
        found = (type.jsonSchema, try type.jsonExample)
      } else if let type = type as? any TraceableType.Type {
        found = try type.traced(by: self)
      } else if let type = type as? any (CaseIterable & RawRepresentable).Type {
        found = enumeration(type)
      } else {
        found = nil
      }
    } catch {
      throw failure ?? fail("its example does not decode (\(summary(of: error)))")
    }
    guard let found, let value = found.value as? T else { return nil }
    return (found.schema, value)
  }

  private func enumeration<E: CaseIterable & RawRepresentable>(_ type: E.Type) -> (JSONSchema, Any)? {
    guard let first = E.allCases.first else { return nil }
    var rules: JSONSchema.Rules
    let values: [JSONValue]
    if E.RawValue.self == String.self {
      rules = JSONSchema.Rules(.string)
      values = E.allCases.compactMap { ($0.rawValue as? String).map(JSONValue.string) }
    } else {
      rules = JSONSchema.Rules(.integer)
      values = E.allCases.compactMap {
        ($0.rawValue as? any BinaryInteger).flatMap { Int64(exactly: $0) }.map(JSONValue.integer)
      }
    }
    guard values.count == E.allCases.count else { return nil }
    rules.enumeration = values
    return (JSONSchema(rules), first)
  }

  /// Runs the decoding of a type as often as it takes to see all of it.
  private func traceDecoding<T: Decodable>(_ type: T.Type) throws(JSONSchemaError) -> (schema: JSONSchema, value: T) {
    var alternatives: [JSONSchema] = []
    var first: T?
    // What is asked first is refused, then the first two, …: a type that then asks for something else has alternatives.
    for refusals in 0..<16 {
      let record = TraceRecord(tracer: self, refusals: refusals, endsArrays: false)
      do {
        let value = try T(from: TracingDecoder(record: record))
        first = first ?? value
      } catch {
        if let failure { throw failure }
        if record.isEmpty, refusals > 0 { break }
        throw fail("it refuses what stands in for a value (\(summary(of: error)))")
      }
      if let failure { throw failure }
      if record.isEmpty, refusals > 0 { break }
      let schema = try self.schema(of: record, of: type, refusals: refusals)
      if !alternatives.contains(schema) { alternatives.append(schema) }
    }
    guard let first else { throw fail("it decodes nothing") }
    let schema = alternatives.count == 1 ? alternatives[0] : JSONSchema.anyOf(alternatives)
    return (try described(schema, by: type), first)
  }

  /// The schema of a record; where the type asked for the end of an array, with a second one for which arrays end at
  /// once.
  private func schema<T: Decodable>(
    of record: TraceRecord, of type: T.Type, refusals: Int
  ) throws(JSONSchemaError) -> JSONSchema {
    guard record.asksForEnd else { return try record.schema(shortest: nil) }
    let shortest = TraceRecord(tracer: self, refusals: refusals, endsArrays: true)
    let decodes = (try? T(from: TracingDecoder(record: shortest))) != nil
    if let failure { throw failure }
    return try record.schema(shortest: decodes ? shortest : nil)
  }

  private func described(_ schema: JSONSchema, by type: any Any.Type) throws(JSONSchemaError) -> JSONSchema {
    guard let type = type as? any JSONSchemaDescribed.Type else { return schema }
    var schema = schema
    for (key, text) in type.jsonDescriptions.sorted(by: { $0.key < $1.key }) {
      guard let property = schema.rules.properties?[key] else {
        throw fail("its jsonDescriptions have the key \(quoted(key)), which it does not decode", advice: "")
      }
      schema.rules.properties?[key] = property.described(text)
    }
    return schema
  }

  /// Keeps and gives back the error that says why the innermost type cannot be traced.
  func fail(
    _ reason: String, advice: String = "; conform it to JSONSchemaRepresentable"
  ) -> JSONSchemaError {
    let names = stack.reversed().map { "\($0)" }
    let place = (names.first ?? "") + names.dropFirst().map { " in \($0)" }.joined()
    let error = failure ?? JSONSchemaError(place: place, message: "\(reason)\(advice)")
    failure = error
    return error
  }

  private func summary(of error: any Error) -> String {
    switch error {
    case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
      DecodingError.valueNotFound(_, let context), DecodingError.keyNotFound(_, let context):
      context.debugDescription
    default: "\(error)"
    }
  }
}
