/// `key` in a path: `name`, or `["any text"]`.
func pathComponent(_ key: String) -> String {
  let isPlain =
    (1...40).contains(key.utf8.count)
    && key.utf8.allSatisfy { byte in
      switch Unicode.Scalar(byte) {
      case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "$": true
      default: false
      }
    }
  return isPlain ? key : "[\(quoted(key, limit: 40))]"
}

/// Two parts of a path with a dot between them where one is needed.
func joined(_ outer: String, _ inner: String) -> String {
  outer.isEmpty || inner.isEmpty || inner.hasPrefix("[") ? outer + inner : "\(outer).\(inner)"
}
