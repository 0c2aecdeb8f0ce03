/// Writes values as compact JSON.
struct JSONPrinter {
  private(set) var bytes: [UInt8] = []

  mutating func print(_ value: JSONValue) {
    switch value {
    case .null: print("null")
    case .bool(let value): print(value ? "true" : "false")
    case .integer(let value): print(value.description)
    case .unsigned(let value): print(value.description)
    // The shortest decimals that give back the same bits.
    case .number(let value): print(value.isFinite ? value.description : "null")
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

  /// ASCII as it is.
  private mutating func print(_ text: String) { bytes.append(contentsOf: text.utf8) }

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
