/// A type that says itself what its JSON looks like; for leaves and for types with a decoding of their own.
public protocol JSONSchemaRepresentable {
  static var jsonSchema: JSONSchema { get }

  /// A value that stands in while a type around this one is traced; by default one is decoded from
  /// the schema's default, its first example, or the plainest value that it allows.
  static var jsonExample: Self { get throws }
}

extension JSONSchemaRepresentable where Self: Decodable {
  public static var jsonExample: Self {
    get throws { try jsonSchema.example.decoded() }
  }
}

/// A type whose properties have a text for people in the schema that is traced from it.
public protocol JSONSchemaDescribed {
  /// By JSON key; a key that the type does not decode is an error.
  static var jsonDescriptions: [String: String] { get }
}

extension JSONValue: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema { .any }
  public static var jsonExample: JSONValue { .null }
}

extension JSONSchema: JSONSchemaRepresentable {
  public static var jsonSchema: JSONSchema { .anyOf([.object([], additional: .any), .boolean]) }
  public static var jsonExample: JSONSchema { .any }
}
