/// What a JSON value must look like: the part of JSON Schema 2020-12 that is enforced here.
///
/// Made by the builders (`.object([.required("shots", .integer(minimum: 1))])`), from a Swift type
/// (``init(describing:)``) or from a document (``init(document:)``).
///
/// An integer is one of 64 bits: without a `maximum` it ends at 2⁶³ − 1, with one at 2⁶⁴ − 1. A number is finite.
/// - Note: JSON Schema: Validation, draft 2020-12.
public struct JSONSchema: Sendable {
  /// Makes copies cheap and recursion possible.
  private final class Storage: Sendable {
    let rules: Rules

    init(_ rules: Rules) { self.rules = rules }
  }

  private var storage: Storage

  init(_ rules: Rules) { storage = Storage(rules) }

  var rules: Rules {
    get { storage.rules }
    set { storage = Storage(newValue) }
  }
}

extension JSONSchema {
  /// The types of values that schemas tell apart.
  enum Kind: String, Hashable, Sendable, CaseIterable {
    case null, boolean, integer, number, string, array, object
  }

  struct Bounds<Bound: Hashable & Sendable>: Hashable, Sendable {
    var minimum: Bound?
    var maximum: Bound?
  }

  /// The keywords of a schema; what is nil or empty does not stand in its document.
  struct Rules: Hashable, Sendable {
    /// The schema `false`.
    var allowsNothing = false
    var kinds: [Kind] = []
    var constant: JSONValue?
    var enumeration: [JSONValue]?
    var properties: OrderedMap<JSONSchema>?
    var required: [String]?
    var additionalProperties: JSONSchema?
    var prefixItems: [JSONSchema]?
    var items: JSONSchema?
    var itemCount = Bounds<Int>()
    var length = Bounds<Int>()
    var range = Bounds<JSONValue>()
    var exclusiveRange = Bounds<JSONValue>()
    var anyOf: [JSONSchema]?
    var oneOf: [JSONSchema]?
    /// Keywords that enforce nothing, as they stand in the document.
    var annotations = JSONObject()

    init() {}
    init(_ kind: Kind) { kinds = [kind] }
  }
}

extension JSONSchema: Hashable {
  public static func == (left: JSONSchema, right: JSONSchema) -> Bool {
    left.storage === right.storage || left.rules == right.rules
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(rules) }
}

extension JSONSchema: Codable {
  /// - Throws: ``JSONSchemaError``.
  public init(from decoder: any Decoder) throws { try self.init(document: JSONValue(from: decoder)) }
  public func encode(to encoder: any Encoder) throws { try document.encode(to: encoder) }
}

extension JSONSchema: CustomStringConvertible {
  public var description: String { document.text }
}
