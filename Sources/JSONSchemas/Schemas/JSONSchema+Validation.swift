extension JSONSchema {
  /// - Throws: ``JSONSchemaViolation`` for the first place where `value` is something else.
  public func validate(_ value: JSONValue) throws(JSONSchemaViolation) {
    if let violation = rules.violation(of: value) { throw violation }
  }

  /// Whether `value` meets the schema.
  func allows(_ value: JSONValue) -> Bool { rules.allows(value) }
}

extension JSONSchema.Rules {
  func allows(_ value: JSONValue) -> Bool { violation(of: value, explained: false) == nil }

  /// What is wrong with `value`; its path is built on the way back, so that a valid value pays nothing for it.
  /// - Parameter explained: Whether the texts are wanted, or only whether there is a violation.
  func violation(of value: JSONValue, explained: Bool = true) -> JSONSchemaViolation? {
    guard !allowsNothing, kinds.isEmpty || kinds.contains(where: { admits(value, as: $0) }),
      constant?.isSameJSON(as: value) != false,
      enumeration?.contains(where: { $0.isSameJSON(as: value) }) != false
    else { return mismatch(value, explained) }
    let violation: JSONSchemaViolation? =
      switch value {
      case .integer, .unsigned, .number: isInRange(value) ? nil : mismatch(value, explained)
      case .string(let text): hasAllowedLength(text) ? nil : mismatch(value, explained)
      case .array(let elements): violation(ofElements: elements, explained)
      case .object(let object): violation(ofMembers: object, explained)
      case .null, .bool: nil
      }
    return violation ?? violationOfBranches(value, explained)
  }

  private func mismatch(_ value: JSONValue, _ explained: Bool) -> JSONSchemaViolation {
    explained ? JSONSchemaViolation(found: value.phrase, allowed: phrase) : .unexplained
  }

  private func admits(_ value: JSONValue, as kind: JSONSchema.Kind) -> Bool {
    switch (kind, value) {
    case (.null, .null), (.boolean, .bool), (.string, .string), (.array, .array), (.object, .object): true
    case (.number, .integer), (.number, .unsigned), (.integer, .integer): true
    case (.number, .number(let number)): number.isFinite
    case (.integer, .unsigned): range.maximum != nil
    case (.integer, .number(let number)):
      Int64(exactly: number) != nil || range.maximum != nil && UInt64(exactly: number) != nil
    default: false
    }
  }

  private func isInRange(_ value: JSONValue) -> Bool {
    if let minimum = range.minimum, value.order(against: minimum) == .less { return false }
    if let maximum = range.maximum, value.order(against: maximum) == .greater { return false }
    if let minimum = exclusiveRange.minimum, value.order(against: minimum) != .greater { return false }
    if let maximum = exclusiveRange.maximum, value.order(against: maximum) != .less { return false }
    return true
  }

  private func hasAllowedLength(_ text: String) -> Bool {
    guard length.minimum != nil || length.maximum != nil else { return true }
    return length.contains(text.unicodeScalars.count)
  }

  private func violation(ofElements elements: [JSONValue], _ explained: Bool) -> JSONSchemaViolation? {
    let prefix = prefixItems ?? []
    let items = items
    guard itemCount.contains(elements.count), items?.rules.allowsNothing != true || elements.count <= prefix.count
    else {
      guard explained else { return .unexplained }
      return JSONSchemaViolation(found: JSONValue.array(elements).phrase, allowed: arrayPhrase)
    }
    for (index, element) in elements.prefix(prefix.count).enumerated() {
      if let violation = prefix[index].rules.violation(of: element, explained: explained) {
        return explained ? violation.inside("[\(index)]") : violation
      }
    }
    guard let items, elements.count > prefix.count, items != .any else { return nil }
    for index in prefix.count..<elements.count {
      if let violation = items.rules.violation(of: elements[index], explained: explained) {
        return explained ? violation.inside("[\(index)]") : violation
      }
    }
    return nil
  }

  private func violation(ofMembers object: JSONObject, _ explained: Bool) -> JSONSchemaViolation? {
    for key in required ?? [] where object.map.position(of: key) == nil {
      return explained ? missing(key) : .unexplained
    }
    guard properties != nil || additionalProperties != nil else { return nil }
    for (key, value) in object.map.members {
      guard let schema = properties?[key] ?? additionalProperties else { continue }
      if schema.rules.allowsNothing { return explained ? unknown(key) : .unexplained }
      if let violation = schema.rules.violation(of: value, explained: explained) {
        return explained ? violation.inside(pathComponent(key)) : violation
      }
    }
    return nil
  }

  private func missing(_ key: String) -> JSONSchemaViolation {
    let keys = list((required ?? []).map { quoted($0) }, "and", limit: 24)
    return JSONSchemaViolation(found: "an object without \(quoted(key))", allowed: "an object with \(keys)")
  }

  private func unknown(_ key: String) -> JSONSchemaViolation {
    let known = properties?.members.map { quoted($0.key) } ?? []
    return JSONSchemaViolation(
      found: "the unknown key \(quoted(key))",
      allowed: known.isEmpty ? "no key" : known.count == 1 ? known[0] : "one of \(list(known, "and", limit: 24))")
  }
}

extension JSONSchema.Bounds where Bound: Comparable {
  func contains(_ value: Bound) -> Bool {
    if let minimum, value < minimum { return false }
    if let maximum, value > maximum { return false }
    return true
  }
}
