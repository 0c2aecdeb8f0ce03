extension JSONSchema.Rules {
  /// What is allowed, in a sentence.
  var phrase: String {
    if allowsNothing { return "nothing" }
    if let constant { return constant.text }
    if let enumeration {
      let values = enumeration.map(\.text)
      return values.count > 1 ? "one of \(list(values, "and", limit: 24))" : values.first ?? "nothing"
    }
    if kinds.isEmpty {
      if let branches = anyOf ?? oneOf { return phrase(of: branches) }
      if !rangePhrase.isEmpty { return "a number" + rangePhrase }
      return "any value"
    }
    return list(kinds.map(phrase), "or")
  }

  func phrase(of branches: [JSONSchema]) -> String {
    var phrases: [String] = []
    for phrase in branches.map(\.rules.phrase) where !phrases.contains(phrase) { phrases.append(phrase) }
    return list(phrases, "or")
  }

  private func phrase(of kind: JSONSchema.Kind) -> String {
    switch kind {
    case .null: "null"
    case .boolean: "true or false"
    case .integer: "an integer" + rangePhrase
    case .number: "a number" + rangePhrase
    case .string: "a string" + (length.phrase.isEmpty ? "" : " of \(length.phrase) characters")
    case .array: arrayPhrase
    case .object: required.map { "an object with \(list($0.map { quoted($0) }, "and"))" } ?? "an object"
    }
  }

  /// An array of so many elements.
  var arrayPhrase: String {
    var count = itemCount
    if items?.rules.allowsNothing == true { count.maximum = min(count.maximum ?? .max, prefixItems?.count ?? 0) }
    return "an array" + (count.phrase.isEmpty ? "" : " of \(count.phrase)")
  }

  private var rangePhrase: String {
    var limits: [String] = []
    switch (range.minimum, range.maximum) {
    case (let minimum?, let maximum?): limits.append("from \(minimum) to \(maximum)")
    case (let minimum?, nil): limits.append("of at least \(minimum)")
    case (nil, let maximum?): limits.append("of at most \(maximum)")
    case (nil, nil): break
    }
    if let minimum = exclusiveRange.minimum { limits.append("above \(minimum)") }
    if let maximum = exclusiveRange.maximum { limits.append("below \(maximum)") }
    return limits.isEmpty ? "" : " " + limits.joined(separator: " and ")
  }
}

extension JSONSchema.Bounds<Int> {
  /// Such as `2 to 4`; empty without bounds.
  var phrase: String {
    switch (minimum, maximum) {
    case (let minimum?, let maximum?): minimum == maximum ? "\(minimum)" : "\(minimum) to \(maximum)"
    case (let minimum?, nil): "at least \(minimum)"
    case (nil, let maximum?): "at most \(maximum)"
    case (nil, nil): ""
    }
  }
}
