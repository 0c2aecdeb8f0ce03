import JSONSchemas
import RandomStreams

extension JSONValue {
  /// Any value that JSON can hold, with texts and numbers that are hard to write.
  static func random(depth: Int, using generator: inout RandomStream) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 10 : 8), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .integer(Int64.random(in: -1000...1000, using: &generator))
    case 3:
      let value = UInt64.random(in: 0...UInt64.max, using: &generator) >> UInt64.random(in: 0..<64, using: &generator)
      return Int64(exactly: value).map(JSONValue.integer) ?? .unsigned(value)
    case 4: return .integer(Int64.random(in: Int64.min...Int64.max, using: &generator))
    case 5: return .number(Double.anyFinite(using: &generator))
    case 6: return .number(Double.random(in: -4...4, using: &generator))
    case 7: return .string(String.anyText(using: &generator))
    case 8:
      return .array(
        (0..<Int.random(in: 0..<6, using: &generator)).map { _ in random(depth: depth - 1, using: &generator) })
    default:
      var object = JSONObject()
      // Now and then more members than are searched one by one.
      for _ in 0..<Int.random(in: 0..<(Bool.random(using: &generator) ? 4 : 20), using: &generator) {
        object[String.anyText(using: &generator)] = random(depth: depth - 1, using: &generator)
      }
      return .object(object)
    }
  }
}

extension Double {
  /// Any bits but those of NaN and the infinities.
  static func anyFinite(using generator: inout RandomStream) -> Double {
    while true {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { return value }
    }
  }
}

extension String {
  /// Up to 24 scalars, among them quotation marks, backslashes, control characters and such beyond 16 bits.
  static func anyText(using generator: inout RandomStream) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...24, using: &generator) {
      let bound: UInt32 = [0x20, 0x80, 0x80, 0x80, 0x800, 0x10000, 0x110000].randomElement(using: &generator) ?? 0x80
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &generator)) { text.append(scalar) }
      if Int.random(in: 0..<8, using: &generator) == 0 { text.append(contentsOf: "\"\\/".unicodeScalars) }
    }
    return String(text)
  }
}
