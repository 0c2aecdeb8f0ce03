import JSONSchemas

extension JSONValue {
  static func integer(_ value: Int) -> JSONValue { .integer(Int64(value)) }

  /// A value that may not have been computed: `null` then.
  static func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

  static func integer(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }

  static func string(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }

  /// Any word of 64 bits, in decimal.
  static func seed(_ value: UInt64) -> JSONValue { Int64(exactly: value).map { .integer($0) } ?? .unsigned(value) }
}
