extension JSONSchema.Rules {
  /// What is wrong with `value` for the alternatives of the schema.
  func violationOfBranches(_ value: JSONValue, _ explained: Bool) -> JSONSchemaViolation? {
    if let anyOf, let violation = violation(of: value, branches: anyOf, isExclusive: false, explained) {
      return violation
    }
    return oneOf.flatMap { violation(of: value, branches: $0, isExclusive: true, explained) }
  }

  private func violation(
    of value: JSONValue, branches: [JSONSchema], isExclusive: Bool, _ explained: Bool
  ) -> JSONSchemaViolation? {
    let candidates = branches.filter { $0.rules.isAbout(value) }
    let matches = isExclusive ? candidates.count { $0.allows(value) } : candidates.contains { $0.allows(value) } ? 1 : 0
    if matches == 1 { return nil }
    if !explained { return .unexplained }
    if let key = discriminator(of: branches) {
      return violation(of: value, branches: branches, discriminator: key)
    }
    if matches > 1 {
      return JSONSchemaViolation(
        found: "\(value.phrase), which is more than one of \(phrase(of: branches)),", allowed: "exactly one of them")
    }
    // If one branch alone is about values of this kind it is the one that was meant; else the one that was broken last.
    let violations = candidates.compactMap { $0.rules.violation(of: value) }
    if violations.count == 1 { return violations[0] }
    let deepest = violations.map(\.depth).max() ?? 0
    let last = violations.filter { $0.depth == deepest }
    if deepest > 0, last.count == 1 { return last[0] }
    return JSONSchemaViolation(found: value.phrase, allowed: phrase(of: branches))
  }

  /// Whether some value of the same kind meets the schema as far as its `type` says.
  private func isAbout(_ value: JSONValue) -> Bool {
    if let constant { return constant.kind == value.kind }
    if let enumeration { return enumeration.contains { $0.kind == value.kind } }
    if let branches = anyOf ?? oneOf { return branches.contains { $0.rules.isAbout(value) } }
    return kinds.isEmpty || kinds.contains { $0 == value.kind || $0 == .integer && value.kind == .number }
  }

  /// The required key in which all branches, objects all of them, have constants that differ.
  private func discriminator(of branches: [JSONSchema]) -> String? {
    guard branches.count > 1, let keys = branches[0].rules.properties?.members.map(\.key) else { return nil }
    return keys.first { key in
      var tags: Set<JSONValue> = []
      return branches.allSatisfy { branch in
        guard branch.rules.kinds == [.object], branch.rules.required?.contains(key) == true,
          let tag = branch.rules.properties?[key]?.rules.constant
        else { return false }
        return tags.insert(tag).inserted
      }
    }
  }

  private func violation(
    of value: JSONValue, branches: [JSONSchema], discriminator key: String
  ) -> JSONSchemaViolation? {
    guard case .object(let object) = value else {
      return JSONSchemaViolation(found: value.phrase, allowed: "an object with \(quoted(key))")
    }
    let tags = branches.compactMap { $0.rules.properties?[key]?.rules.constant }
    let allowed = list(tags.map(\.text), "or", limit: 24)
    guard let tag = object[key] else {
      return JSONSchemaViolation(
        found: "an object without \(quoted(key))", allowed: "an object with \(quoted(key)), which is \(allowed),")
    }
    guard let chosen = tags.firstIndex(where: { $0.isSameJSON(as: tag) }) else {
      return JSONSchemaViolation(found: tag.phrase, allowed: allowed).inside(pathComponent(key))
    }
    return branches[chosen].rules.violation(of: value)
  }
}
