internal import CNumberText

/// Writes values as compact JSON.
package struct JSONPrinter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func print(_ value: JSONValue) {
    switch value {
    case .null: print("null")
    case .bool(let value): print(value ? "true" : "false")
    case .integer(let value): print(value.description)
    case .unsigned(let value): print(value.description)
    case .number(let value): print(value)
    case .string(let value): printQuoted(value)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      var isFirst = true
      for element in elements {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        print(element)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for (key, value) in object.map.members {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        printQuoted(key)
        bytes.append(UInt8(ascii: ":"))
        print(value)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// The shortest decimals that give back the same bits.
  private mutating func print(_ value: Double) { withUnsafePointer(to: value) { print(numbers: $0, count: 1) } }

  /// Commas between them.
  private mutating func print(numbers: UnsafePointer<Double>, count: Int) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: count * Int(CNT_NUMBER_SIZE)) { buffer in
      guard let start = buffer.baseAddress else { return }
      bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: cnt_print_numbers(numbers, count, start)))
    }
  }

  /// ASCII as it is.
  private mutating func print(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  private mutating func printQuoted(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    var string = string
    string.withUTF8 { content in
      var start = 0
      for (position, byte) in content.enumerated() where Self.mustBeEscaped(byte) {
        bytes.append(contentsOf: content[start..<position])
        printEscape(of: byte)
        start = position + 1
      }
      bytes.append(contentsOf: content[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  @inline(__always) private static func mustBeEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func printEscape(of byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): print("\\\"")
    case UInt8(ascii: "\\"): print("\\\\")
    case 0x08: print("\\b")
    case 0x09: print("\\t")
    case 0x0A: print("\\n")
    case 0x0C: print("\\f")
    case 0x0D: print("\\r")
    default: print("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
    }
  }
}

// MARK: - Without a value

/// A type that prints its own JSON text without a ``JSONValue`` in between: the same value that its encoding gives.
package protocol JSONPrintable: Encodable {
  func print(to printer: inout JSONPrinter)
}

extension JSONPrinter {
  /// An object whose members the body prints, none of them twice.
  package mutating func object(_ printMembers: (inout JSONPrinter) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    printMembers(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  /// - Parameter key: Of letters and underscores.
  package mutating func member(_ key: StaticString, _ value: Double) {
    print(key: key)
    print(value)
  }

  /// Nothing for nil.
  package mutating func member(_ key: StaticString, _ value: Double?) {
    if let value { member(key, value) }
  }

  package mutating func member(_ key: StaticString, _ value: some FixedWidthInteger) {
    print(key: key)
    print(value.description)
  }

  package mutating func member(_ key: StaticString, _ value: Bool) {
    print(key: key)
    print(value ? "true" : "false")
  }

  package mutating func member(_ key: StaticString, _ value: String) {
    print(key: key)
    printQuoted(value)
  }

  /// Nothing for nil.
  package mutating func member(_ key: StaticString, _ values: [Double]?) {
    guard let values else { return }
    print(key: key)
    bytes.append(UInt8(ascii: "["))
    values.withUnsafeBufferPointer { values in
      for first in stride(from: 0, to: values.count, by: Self.numbersAtOnce) {
        if first > 0 { bytes.append(UInt8(ascii: ",")) }
        let count = min(values.count - first, Self.numbersAtOnce)
        if let start = values.baseAddress { print(numbers: start + first, count: count) }
      }
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// So that their text stands on the stack or in little memory.
  private static let numbersAtOnce = 512

  /// Nothing for nil.
  package mutating func member(_ key: StaticString, _ values: [some JSONPrintable]?) {
    guard let values else { return }
    print(key: key)
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      value.print(to: &self)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func print(key: StaticString) {
    // An object has just begun, or a member has ended.
    if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\""))
    key.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }
}
