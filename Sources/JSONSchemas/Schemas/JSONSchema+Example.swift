extension JSONSchema {
  /// A plain value that, for schemas of a usual kind, is valid: the default, an example, a constant, or the least value.
  ///
  /// For schemas of Swift types; one from outside could ask for a value of any size.
  var example: JSONValue { rules.example }
}

extension JSONSchema.Rules {
  fileprivate var example: JSONValue {
    if let value = annotations["default"] ?? annotations["examples"]?[0] ?? constant ?? enumeration?.first {
      return value
    }
    if kinds.isEmpty, let branch = (anyOf ?? oneOf)?.first { return branch.example }
    switch kinds.first {
    case .boolean: return false
    case .integer: return leastInteger
    case .number: return leastNumber
    case .string: return .string(String(repeating: "a", count: length.minimum ?? 0))
    case .array: return .array(leastElements)
    case .object:
      var object = JSONObject()
      for key in required ?? [] { object[key] = properties?[key]?.example ?? .null }
      return .object(object)
    case .null, nil: return .null
    }
  }

  private var leastInteger: JSONValue {
    let candidates: [JSONValue] =
      [0, range.minimum, range.maximum].compactMap(\.self) + [exclusiveRange.minimum?.next(up: true)].compactMap(\.self)
      + [exclusiveRange.maximum?.next(up: false)].compactMap(\.self)
    return candidates.first(where: allows) ?? 0
  }

  private var leastNumber: JSONValue {
    let inside = exclusiveRange.minimum?.doubleValue.flatMap { low in
      exclusiveRange.maximum?.doubleValue.map { high in JSONValue.number((low + high) / 2) }
    }
    return [0, inside, range.minimum, range.maximum].compactMap(\.self).first(where: allows) ?? leastInteger
  }

  private var leastElements: [JSONValue] {
    (0..<(itemCount.minimum ?? 0)).map { index in
      if let prefixItems, index < prefixItems.count { return prefixItems[index].example }
      return items?.example ?? .null
    }
  }
}

extension JSONValue {
  /// The next integer in a direction.
  fileprivate func next(up: Bool) -> JSONValue? {
    guard let value = doubleValue, let whole = Int64(exactly: up ? value.rounded(.down) : value.rounded(.up)) else {
      return nil
    }
    let (next, overflow) = whole.addingReportingOverflow(up ? 1 : -1)
    return overflow ? nil : .integer(next)
  }
}
