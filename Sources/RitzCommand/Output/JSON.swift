import Foundation

/// A JSON value that keeps the order of its keys.
indirect enum JSON {
  case null
  case bool(Bool)
  case integer(Int)
  case unsigned(UInt64)
  /// Printed with as many digits as bring the same bits back; NaN and infinity become null.
  case number(Double)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  static func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
  static func integer(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }
  static func numbers(_ values: [Double]) -> JSON { .array(values.map { .number($0) }) }

  /// The value on one line.
  var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .unsigned(let value): text += String(value)
    case .number(let value): text += value.isFinite ? "\(value)" : "null"
    case .string(let value): Self.write(value, to: &text)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += ", " }
        value.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, (key, value)) in members.enumerated() {
        if index > 0 { text += ", " }
        Self.write(key, to: &text)
        text += ": "
        value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}": text += String(format: "\\u%04x", scalar.value)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
