/// What a JSON value must look like: the part of JSON Schema 2020-12 that is enforced here.
///
/// Made by the builders (`.object([.required("shots", .integer(minimum: 1))])`), from a Swift type
/// (``init(describing:)``) or from a document (``init(document:)``).
///
/// An integer is one of 64 bits: without a `maximum` it ends at 2⁶³ − 1, with one at 2⁶⁴ − 1. A number is finite.
/// - Note: JSON Schema: Validation, draft 2020-12.
public struct JSONSchema: Hashable, Sendable {
  /// The types of values that schemas tell apart.
  enum Kind: String, Hashable, Sendable, CaseIterable {
    case null, boolean, integer, number, string, array, object
  }

  /// A schema inside a schema.
  indirect enum Nested: Hashable, Sendable {
    case schema(JSONSchema)

    var schema: JSONSchema {
      switch self {
      case .schema(let schema): schema
      }
    }
  }

  /// The schema `false`.
  var allowsNothing = false
  /// Empty: all of them.
  var kinds: [Kind] = []
  var constant: JSONValue?
  var enumeration: [JSONValue]?
  var properties: OrderedMap<JSONSchema>?
  var required: [String]?
  var additionalProperties: Nested?
  var prefixItems: [JSONSchema]?
  var items: Nested?
  var itemCount = Bounds<Int>()
  var length = Bounds<Int>()
  var range = Bounds<JSONValue>()
  var exclusiveRange = Bounds<JSONValue>()
  var anyOf: [JSONSchema]?
  var oneOf: [JSONSchema]?
  /// Keywords that enforce nothing, as they stand in the document.
  var annotations = JSONObject()

  struct Bounds<Bound: Hashable & Sendable>: Hashable, Sendable {
    var minimum: Bound?
    var maximum: Bound?
  }

  init() {}
}

extension JSONSchema: Codable {
  /// - Throws: ``JSONSchemaError``.
  public init(from decoder: any Decoder) throws { try self.init(document: JSONValue(from: decoder)) }
  public func encode(to encoder: any Encoder) throws { try document.encode(to: encoder) }
}

extension JSONSchema: CustomStringConvertible {
  public var description: String { document.text }
}
