/// Where a value breaks its schema, what stands there, and what is allowed.
public struct JSONSchemaViolation: Error, Hashable, Sendable, CustomStringConvertible {
  /// Such as `pubs[0][2].theta`; empty for the whole value.
  public var path: String
  public var found: String
  public var allowed: String

  public var description: String {
    "\(path.isEmpty ? "the whole value" : path): found \(found), where \(allowed) is allowed"
  }
}
