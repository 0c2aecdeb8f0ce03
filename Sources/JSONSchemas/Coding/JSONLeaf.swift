internal import Foundation

/// A type that is read from a value and written as one without a coder.
protocol JSONLeaf {
  /// What it is as JSON.
  static var kind: JSONSchema.Kind { get }
  /// What may stand there, for error messages.
  static var allowed: String { get }

  /// nil for a value of another kind, or one that does not fit.
  init?(json: JSONValue)

  var json: JSONValue { get }
}

extension Double: JSONLeaf {
  static var kind: JSONSchema.Kind { .number }
  static var allowed: String { "a number" }

  @inline(__always) init?(json: JSONValue) {
    guard let value = json.doubleValue else { return nil }
    self = value
  }

  var json: JSONValue { .number(self) }
}

extension Float: JSONLeaf {
  static var kind: JSONSchema.Kind { .number }
  static var allowed: String { "a number that a Float can hold" }

  init?(json: JSONValue) {
    guard let value = json.doubleValue, !value.isFinite || Float(value).isFinite else { return nil }
    self.init(value)
  }

  var json: JSONValue { .number(Double(self)) }
}

extension String: JSONLeaf {
  static var kind: JSONSchema.Kind { .string }
  static var allowed: String { "a string" }

  @inline(__always) init?(json: JSONValue) {
    guard case .string(let value) = json else { return nil }
    self = value
  }

  var json: JSONValue { .string(self) }
}

extension Bool: JSONLeaf {
  static var kind: JSONSchema.Kind { .boolean }
  static var allowed: String { "true or false" }

  init?(json: JSONValue) {
    guard case .bool(let value) = json else { return nil }
    self = value
  }

  var json: JSONValue { .bool(self) }
}

extension Data: JSONLeaf {
  static var kind: JSONSchema.Kind { .string }
  static var allowed: String { "a string in base64" }

  init?(json: JSONValue) {
    guard case .string(let text) = json else { return nil }
    self.init(base64Encoded: text)
  }

  var json: JSONValue { .string(base64EncodedString()) }
}

extension JSONValue: JSONLeaf {
  static var kind: JSONSchema.Kind { .null }
  static var allowed: String { "any value" }

  init?(json: JSONValue) { self = json }

  var json: JSONValue { self }
}

extension JSONLeaf where Self: FixedWidthInteger {
  static var kind: JSONSchema.Kind { .number }
  static var allowed: String { "an integer from \(min) to \(max)" }

  @inline(__always) init?(json: JSONValue) {
    guard let value = json.integer(Self.self) else { return nil }
    self = value
  }

  var json: JSONValue { Int64(exactly: self).map(JSONValue.integer) ?? .unsigned(UInt64(self)) }
}

extension Int: JSONLeaf {}
extension Int8: JSONLeaf {}
extension Int16: JSONLeaf {}
extension Int32: JSONLeaf {}
extension Int64: JSONLeaf {}
extension UInt: JSONLeaf {}
extension UInt8: JSONLeaf {}
extension UInt16: JSONLeaf {}
extension UInt32: JSONLeaf {}
extension UInt64: JSONLeaf {}
