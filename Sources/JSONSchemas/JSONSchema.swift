/// What a JSON value must look like.
/// - Note: JSON Schema, draft 2020-12.
public struct JSONSchema: Hashable, Sendable, Codable {
  public private(set) var document: JSONValue

  public init(document: JSONValue) throws { self.document = document }

  public init(from decoder: any Decoder) throws { try self.init(document: JSONValue(from: decoder)) }
  public func encode(to encoder: any Encoder) throws { try document.encode(to: encoder) }

  public static let any = JSONSchema()
  private init() { document = .object([:]) }

  /// - Throws: ``JSONSchemaViolation`` for the first place where `value` is something else.
  public func validate(_ value: JSONValue) throws(JSONSchemaViolation) {}
}

/// Where a value breaks its schema, what stands there, and what is allowed.
public struct JSONSchemaViolation: Error, Hashable, CustomStringConvertible {
  /// Such as `pubs[0][2].theta`; empty for the whole value.
  public var path: String
  public var found: String
  public var allowed: String
  public var description: String { "\(path.isEmpty ? "the value" : path): \(found); \(allowed) is allowed" }
}
