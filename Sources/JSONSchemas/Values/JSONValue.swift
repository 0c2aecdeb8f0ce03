/// A JSON text as a value that keeps the order of its keys and the bits of its numbers.
///
/// Whether a number is an integer is seen by how it is written: `2` is ``integer(_:)``, `2.0` is ``number(_:)``; the two
/// are unequal as values, and equal to a ``JSONSchema``. Swift's literals stand for values: `["shots": 1024, "tags": []]`.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// Only beyond the range of ``integer(_:)``.
  case unsigned(UInt64)
  /// NaN and the infinities can be held; as text they are `null`.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// An integer in the case that fits it.
  init(_ value: UInt64) {
    self = Int64(exactly: value).map(JSONValue.integer) ?? .unsigned(value)
  }
}

extension JSONValue {
  /// The member of an object; nil where there is none and for what is no object.
  public subscript(key: String) -> JSONValue? { if case .object(let object) = self { object[key] } else { nil } }

  /// The element of an array; nil outside its indices and for what is no array.
  public subscript(index: Int) -> JSONValue? {
    if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
  }

  public var isNull: Bool { self == .null }
  public var stringValue: String? { if case .string(let value) = self { value } else { nil } }
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var arrayValue: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
  public var objectValue: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// A number without a fraction that fits, however it is written.
  public var intValue: Int? { integer() }

  /// A number, rounded where it is an integer beyond 2⁵³.
  public var doubleValue: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    default: nil
    }
  }

  /// A number without a fraction that fits into `I`.
  func integer<I: FixedWidthInteger>(_ type: I.Type = I.self) -> I? {
    switch self {
    case .integer(let value): I(exactly: value)
    case .unsigned(let value): I(exactly: value)
    case .number(let value): I(exactly: value)
    default: nil
    }
  }
}

// Not by nil: `isKnown ? value : nil` would be JSON's null where a `JSONValue?` is meant.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    var object = JSONObject()
    for (key, value) in elements { object[key] = value }
    self = .object(object)
  }
}

extension JSONValue: CustomStringConvertible {
  public var description: String { text }
}
