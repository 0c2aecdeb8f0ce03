extension JSONSchema {
  /// Whether a text surely holds a value that meets the schema, found without making the value.
  ///
  /// For the plain texts that programs write by the thousand. False says nothing: the text may still be right, where it
  /// holds what is not looked at here, such as escapes in strings.
  package func surelyAdmits(_ text: some Collection<UInt8>) -> Bool {
    text.withContiguousStorageIfAvailable { bytes in
      var scanner = SchemaScanner(bytes: bytes)
      return scanner.value(self, depth: 0) && scanner.offset == bytes.count
    } ?? false
  }
}

/// Walks through a compact JSON text beside its schema; every method is false for what is wrong or not looked at.
private struct SchemaScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  var offset = 0

  private static let maximumDepth = 16
  private static let anyNumber = JSONSchema.number.rules

  private var next: UInt8 {
    @inline(__always) get { offset < bytes.count ? bytes[offset] : 0 }
  }

  @inline(__always) private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  mutating func value(_ schema: JSONSchema, depth: Int) -> Bool {
    guard depth < Self.maximumDepth, !schema.rules.allowsNothing, schema.rules.constant == nil,
      schema.rules.oneOf == nil
    else { return false }
    if let allowed = schema.rules.enumeration { return word(of: allowed, schema) }
    if let branches = schema.rules.anyOf { return anyOf(branches, of: schema, depth: depth + 1) }
    for kind in schema.rules.kinds {
      switch (kind, next) {
      case (.object, UInt8(ascii: "{")): return object(schema, depth: depth + 1)
      case (.array, UInt8(ascii: "[")): return array(schema, depth: depth + 1)
      case (.string, UInt8(ascii: "\"")): return schema.rules.length == .init() && string() != nil
      case (.boolean, UInt8(ascii: "t")): return word("true")
      case (.boolean, UInt8(ascii: "f")): return word("false")
      case (.null, UInt8(ascii: "n")): return word("null")
      case (.number, UInt8(ascii: "-")), (.number, UInt8(ascii: "0")...UInt8(ascii: "9")):
        return schema.rules.range == .init() && isUnbounded(schema) && number(isInteger: false)
      case (.integer, UInt8(ascii: "-")), (.integer, UInt8(ascii: "0")...UInt8(ascii: "9")):
        return isUnbounded(schema) && number(isInteger: true)
      default: continue
      }
    }
    return false
  }

  private mutating func anyOf(_ branches: [JSONSchema], of schema: JSONSchema, depth: Int) -> Bool {
    var others = schema.rules
    others.anyOf = nil
    others.annotations = JSONObject()
    // Beside its branches it says nothing.
    guard others == JSONSchema.Rules() else { return false }
    let start = offset
    for branch in branches {
      offset = start
      if value(branch, depth: depth) { return true }
    }
    return false
  }

  /// One of the strings that are allowed.
  private mutating func word(of allowed: [JSONValue], _ schema: JSONSchema) -> Bool {
    guard schema.rules.kinds.isEmpty || schema.rules.kinds.contains(.string), schema.rules.length == .init(),
      schema.rules.anyOf == nil, next == UInt8(ascii: "\""), let text = string()
    else { return false }
    return allowed.contains { $0.stringValue?.utf8.elementsEqual(text) == true }
  }

  /// Whether every number of up to 18 digits with the sign that comes is in range.
  private func isUnbounded(_ schema: JSONSchema) -> Bool {
    guard schema.rules.exclusiveRange == .init() else { return false }
    let isNegative = next == UInt8(ascii: "-")
    if let minimum = schema.rules.range.minimum?.doubleValue, isNegative || minimum > 0 { return false }
    if let maximum = schema.rules.range.maximum?.doubleValue, maximum < 1e18 { return false }
    return true
  }

  private mutating func word(_ word: StaticString) -> Bool {
    for k in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[k] else { return false }
      offset += 1
    }
    return true
  }

  /// A number of few digits, so that its size is no question.
  private mutating func number(isInteger: Bool) -> Bool {
    _ = take("-")
    let first = offset
    digits()
    let count = offset - first
    guard 1...18 ~= count, count == 1 || bytes[first] != UInt8(ascii: "0") else { return false }
    if isInteger { return next != UInt8(ascii: ".") && next | 0x20 != UInt8(ascii: "e") }
    if take(".") {
      let first = offset
      digits()
      guard 1...30 ~= offset - first else { return false }
    }
    if next | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if !take("-") { _ = take("+") }
      let first = offset
      digits()
      guard 1...2 ~= offset - first else { return false }
    }
    return true
  }

  /// Passes over digits, eight at a time.
  @inline(__always) private mutating func digits() {
    while offset + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      // A digit leaves 0 to 9, to which 0x76 may be added without reaching the highest bit; up to the first byte that is
      // none, no sum carries into its neighbour.
      let values = word ^ 0x3030_3030_3030_3030
      let others = ((values &+ 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080
      offset += others.trailingZeroBitCount >> 3
      if others != 0 { return }
    }
    while next &- UInt8(ascii: "0") < 10 { offset += 1 }
  }

  /// The content of a string of ASCII without escapes.
  private mutating func string() -> Slice<UnsafeBufferPointer<UInt8>>? {
    offset += 1
    let start = offset
    while 0x20..<0x80 ~= next, next != UInt8(ascii: "\""), next != UInt8(ascii: "\\") { offset += 1 }
    let content = bytes[start..<offset]
    return take("\"") ? content : nil
  }

  private mutating func array(_ schema: JSONSchema, depth: Int) -> Bool {
    guard schema.rules.prefixItems == nil, schema.rules.itemCount == .init(), let items = schema.rules.items else {
      return false
    }
    offset += 1
    if take("]") { return true }
    let isAnyNumber = items.rules == Self.anyNumber
    repeat {
      guard isAnyNumber ? number(isInteger: false) : value(items, depth: depth) else { return false }
    } while take(",")
    return take("]")
  }

  /// An object of up to 64 known members, none of them twice.
  private mutating func object(_ schema: JSONSchema, depth: Int) -> Bool {
    guard let members = schema.rules.properties?.members, members.count <= 64 else { return false }
    var seen: UInt64 = 0
    var expected = 0
    offset += 1
    if !take("}") {
      repeat {
        guard next == UInt8(ascii: "\""), let key = string(), take(":"),
          let position = position(of: key, in: members, expected: expected), seen >> UInt64(position) & 1 == 0,
          value(members[position].value, depth: depth)
        else { return false }
        seen |= 1 << UInt64(position)
        expected = position + 1
      } while take(",")
      guard take("}") else { return false }
    }
    return (schema.rules.required ?? []).allSatisfy { key in
      schema.rules.properties?.position(of: key).map { seen >> UInt64($0) & 1 != 0 } ?? false
    }
  }

  private func position(
    of key: Slice<UnsafeBufferPointer<UInt8>>, in members: [(key: String, value: JSONSchema)], expected: Int
  ) -> Int? {
    if expected < members.count, members[expected].key.utf8.elementsEqual(key) { return expected }
    return members.firstIndex { $0.key.utf8.elementsEqual(key) }
  }
}
