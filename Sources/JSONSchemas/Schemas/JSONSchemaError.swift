/// Why there is no schema: a document with something that cannot be enforced, or a type that cannot be traced.
public struct JSONSchemaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the document, such as `properties.shots.minimum`, or which type.
  public var place: String
  public var message: String

  public var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
