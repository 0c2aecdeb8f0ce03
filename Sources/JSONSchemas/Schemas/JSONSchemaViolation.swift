/// Where a value breaks its schema, what stands there, and what is allowed.
public struct JSONSchemaViolation: Error, Hashable, Sendable, CustomStringConvertible {
  /// Such as `pubs[0][2].theta`; empty for the whole value.
  public var path: String = ""
  /// Such as `the string "abc"`.
  public var found: String
  /// Such as `an integer of at least 1`.
  public var allowed: String
  /// How many keys and indices `path` has.
  var depth = 0

  /// For one whose texts nobody reads.
  static let unexplained = JSONSchemaViolation(found: "", allowed: "")

  init(found: String, allowed: String) {
    self.found = found
    self.allowed = allowed
  }

  /// Such as `pubs[0][2].theta: the string "abc" was found, a number is allowed`.
  public var description: String {
    "\(path.isEmpty ? "the value" : path): \(found) was found, \(allowed) is allowed"
  }

  /// The same one level further up.
  func inside(_ component: String) -> JSONSchemaViolation {
    var outer = self
    outer.path = joined(component, path)
    outer.depth += 1
    return outer
  }
}
