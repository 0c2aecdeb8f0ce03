extension JSONValue {
  /// The sign of a comparison; NaN has none.
  enum Order { case less, equal, greater }

  /// The type in the sense of JSON Schema, a number whether or not it is whole.
  var kind: JSONSchema.Kind {
    switch self {
    case .null: .null
    case .bool: .boolean
    case .integer, .unsigned, .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// How two numbers compare as numbers, without rounding; nil if one is none.
  func order(against other: JSONValue) -> Order? {
    switch (self, other) {
    case (.number(let left), .number(let right)):
      left < right ? .less : left > right ? .greater : left == right ? .equal : nil
    case (.number(let left), _): other.wide.flatMap { Self.order($0, left) }?.reversed
    case (_, .number(let right)): wide.flatMap { Self.order($0, right) }
    default:
      if let left = wide, let right = other.wide {
        left < right ? .less : left > right ? .greater : .equal
      } else {
        nil
      }
    }
  }

  private var wide: Int128? {
    switch self {
    case .integer(let value): Int128(value)
    case .unsigned(let value): Int128(value)
    default: nil
    }
  }

  private static func order(_ left: Int128, _ right: Double) -> Order? {
    if right.isNaN { return nil }
    if right >= 0x1p127 { return .less }
    if right < -0x1p127 { return .greater }
    let floor = Int128(right.rounded(.down))
    return left > floor ? .greater : left < floor ? .less : right > right.rounded(.down) ? .less : .equal
  }

  /// Equality in the sense of JSON Schema: `2` and `2.0` are the same.
  func isSameJSON(as other: JSONValue) -> Bool {
    switch (self, other) {
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isSameJSON(as: $1) }
    case (.object(let left), .object(let right)):
      left.count == right.count && left.allSatisfy { key, value in right[key]?.isSameJSON(as: value) == true }
    default: kind == .number && other.kind == .number ? order(against: other) == .equal : self == other
    }
  }
}

extension JSONValue.Order {
  fileprivate var reversed: JSONValue.Order {
    switch self {
    case .less: .greater
    case .equal: .equal
    case .greater: .less
    }
  }
}
