extension JSONValue {
  /// The value in an error message: short, and what it is.
  var phrase: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer, .unsigned: "the number \(text)"
    case .number(let value): "the number \(value)"
    case .string(let text): "the string \(quoted(text, limit: 40))"
    case .array(let elements): elements.isEmpty ? "an empty array" : "an array of \(elements.count)"
    case .object(let object):
      object.isEmpty ? "an empty object" : "an object with \(list(object.keys.map { quoted($0, limit: 40) }, "and"))"
    }
  }
}

/// Such as `"a", "b" and "c"`; of long lists the beginning.
func list(_ items: [String], _ word: String, limit: Int = 8) -> String {
  if items.count > limit { return items.prefix(limit - 1).joined(separator: ", ") + ", …" }
  guard let last = items.last, items.count > 1 else { return items.first ?? "" }
  return "\(items.dropLast().joined(separator: ", ")) \(word) \(last)"
}
