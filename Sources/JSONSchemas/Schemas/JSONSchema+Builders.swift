extension JSONSchema {
  /// A key of an object and the schema of its value.
  public struct Property: Hashable, Sendable {
    public var name: String
    public var schema: JSONSchema
    public var isRequired: Bool

    public init(_ name: String, _ schema: JSONSchema, isRequired: Bool = true) {
      self.name = name
      self.schema = schema
      self.isRequired = isRequired
    }

    /// A key that must be there.
    public static func required(_ name: String, _ schema: JSONSchema) -> Property { Property(name, schema) }
    /// A key that may be left out.
    public static func optional(_ name: String, _ schema: JSONSchema) -> Property {
      Property(name, schema, isRequired: false)
    }
  }

  /// Every value.
  public static let any = JSONSchema(Rules())
  /// No value at all.
  public static let nothing: JSONSchema = {
    var rules = Rules()
    rules.allowsNothing = true
    return JSONSchema(rules)
  }()
  public static let null = JSONSchema(Rules(.null))
  public static let boolean = JSONSchema(Rules(.boolean))
  public static let string = JSONSchema(Rules(.string))
  /// A whole number of 64 bits with sign.
  public static let integer = JSONSchema(Rules(.integer))
  /// A finite number.
  public static let number = JSONSchema(Rules(.number))

  /// An object with these keys; where a name stands twice the later schema counts.
  /// - Parameter additional: What other keys may hold; nil refuses other keys.
  public static func object(_ properties: [Property], additional: JSONSchema? = nil) -> JSONSchema {
    var rules = Rules(.object)
    if !properties.isEmpty {
      var schemas = OrderedMap<JSONSchema>()
      for property in properties { schemas[property.name] = property.schema }
      rules.properties = schemas
    }
    let required = properties.filter(\.isRequired).map(\.name)
    if !required.isEmpty { rules.required = required }
    rules.additionalProperties = additional ?? .nothing
    return JSONSchema(rules)
  }

  /// An object whose keys are free.
  public static func dictionary(of values: JSONSchema) -> JSONSchema { .object([], additional: values) }

  /// An array with elements of one kind.
  public static func array(of items: JSONSchema, minimumCount: Int? = nil, maximumCount: Int? = nil) -> JSONSchema {
    var rules = Rules(.array)
    rules.items = items
    rules.itemCount = Bounds(minimum: minimumCount, maximum: maximumCount)
    return JSONSchema(rules)
  }

  /// An array whose first, second, … element each have a schema of their own.
  /// - Parameter minimumCount: How many must be there; nil: all of them.
  public static func tuple(_ elements: [JSONSchema], minimumCount: Int? = nil) -> JSONSchema {
    var rules = Rules(.array)
    if !elements.isEmpty { rules.prefixItems = elements }
    rules.itemCount = Bounds(minimum: minimumCount ?? elements.count, maximum: elements.count)
    return JSONSchema(rules)
  }

  /// - Parameters:
  ///   - minimumLength: In Unicode scalars, as the maximum.
  public static func string(minimumLength: Int? = nil, maximumLength: Int? = nil) -> JSONSchema {
    var rules = Rules(.string)
    rules.length = Bounds(minimum: minimumLength, maximum: maximumLength)
    return JSONSchema(rules)
  }

  /// A whole number within bounds that are allowed themselves.
  public static func integer(minimum: Int64? = nil, maximum: UInt64? = nil) -> JSONSchema {
    var rules = Rules(.integer)
    rules.range = Bounds(minimum: minimum.map(JSONValue.integer), maximum: maximum.map { JSONValue($0) })
    return JSONSchema(rules)
  }

  /// A finite number within bounds; the exclusive ones are not allowed themselves.
  public static func number(
    minimum: Double? = nil, maximum: Double? = nil, exclusiveMinimum: Double? = nil, exclusiveMaximum: Double? = nil
  ) -> JSONSchema {
    var rules = Rules(.number)
    rules.range = Bounds(minimum: minimum.map(JSONValue.number), maximum: maximum.map(JSONValue.number))
    rules.exclusiveRange = Bounds(
      minimum: exclusiveMinimum.map(JSONValue.number), maximum: exclusiveMaximum.map(JSONValue.number))
    return JSONSchema(rules)
  }

  /// One of these strings.
  public static func enumeration(_ cases: [String]) -> JSONSchema {
    var rules = Rules(.string)
    rules.enumeration = cases.map(JSONValue.string)
    return JSONSchema(rules)
  }

  /// This value and no other.
  public static func constant(_ value: JSONValue) -> JSONSchema {
    var rules = Rules()
    rules.constant = value
    return JSONSchema(rules)
  }

  /// What meets at least one of the schemas.
  public static func anyOf(_ schemas: [JSONSchema]) -> JSONSchema {
    var rules = Rules()
    rules.anyOf = schemas
    return JSONSchema(rules)
  }

  /// What meets exactly one of the schemas.
  public static func oneOf(_ schemas: [JSONSchema]) -> JSONSchema {
    var rules = Rules()
    rules.oneOf = schemas
    return JSONSchema(rules)
  }

  /// What meets the schema, or `null`.
  public static func nullable(_ schema: JSONSchema) -> JSONSchema {
    if schema.allows(.null) { return schema }
    var rules = schema.rules
    if let branches = rules.anyOf, schema == .anyOf(branches) { return .anyOf(branches + [.null]) }
    guard !rules.kinds.isEmpty, rules.constant == nil, rules.enumeration == nil, rules.anyOf == nil, rules.oneOf == nil
    else { return .anyOf([schema, .null]) }
    // The other keywords say nothing about null.
    rules.kinds.append(.null)
    return JSONSchema(rules)
  }

  /// The schema with a text for people.
  public func described(_ text: String) -> JSONSchema { annotated("description", .string(text)) }

  /// The schema with the value that stands for an absent one.
  public func defaulting(to value: JSONValue) -> JSONSchema { annotated("default", value) }

  /// The schema of a string with the encoding of the bytes in it, such as `base64`; not enforced.
  public func contentEncoding(_ name: String) -> JSONSchema { annotated("contentEncoding", .string(name)) }

  private func annotated(_ keyword: String, _ value: JSONValue) -> JSONSchema {
    var schema = self
    schema.rules.annotations[keyword] = value
    return schema
  }
}
