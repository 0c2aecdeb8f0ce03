internal import Hummingbird
internal import RuntimeAPI

/// The parameters behind the question mark of a URL, each refused by name unless a route knows it.
struct QueryParameters {
  private var values: [(name: String, value: String)] = []

  /// - Parameters:
  ///   - allowed: The names that the route reads.
  ///   - tolerated: Names that clients send and that mean nothing here.
  init(_ request: Request, allowed: [String], tolerated: [String] = []) throws(APIError) {
    guard let query = request.uri.query, !query.isEmpty else { return }
    for field in query.split(separator: "&") {
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = percentDecoded(parts[0], plusIsSpace: true),
        let value = parts.count == 2 ? percentDecoded(parts[1], plusIsSpace: true) : ""
      else {
        throw APIError(.invalidRequest, "The query holds '\(field.prefix(80))', which is no percent-encoded UTF-8.")
      }
      if tolerated.contains(name) { continue }
      guard allowed.contains(name) else {
        throw APIError(
          .invalidRequest, "The query parameter '\(name.prefix(80))' is unknown here.",
          solution: allowed.isEmpty ? "This path takes none." : "Allowed are \(allowed.joined(separator: ", ")).")
      }
      values.append((name, value))
    }
  }

  /// The last value of a name.
  subscript(name: String) -> String? { values.last { $0.name == name }?.value }

  /// Every value of a name.
  func all(_ name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(APIError) -> Int? {
    guard let text = self[name] else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw refusal(name, text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func seconds(_ name: String, atMost limit: Double) throws(APIError) -> Double? {
    guard let text = self[name] else { return nil }
    guard let value = Double(text), value >= 0, value.isFinite else { throw refusal(name, text, "a time in seconds") }
    return min(value, limit)
  }

  func flag(_ name: String) throws(APIError) -> Bool? {
    guard let text = self[name] else { return nil }
    switch text.lowercased() {
    case "true": return true
    case "false": return false
    default: throw refusal(name, text, "true or false")
    }
  }

  func refusal(_ name: String, _ text: String, _ allowed: String) -> APIError {
    APIError(.invalidRequest, "The query has \(name)=\(text.prefix(80)); it is \(allowed).")
  }
}

/// nil unless every percent sign stands before two hexadecimal digits and the bytes are UTF-8.
func percentDecoded(_ text: Substring, plusIsSpace: Bool) -> String? {
  guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(text) }
  var bytes: [UInt8] = []
  var rest = text.utf8[...]
  while let byte = rest.popFirst() {
    switch byte {
    case UInt8(ascii: "%"):
      let digits = rest.prefix(2)
      guard digits.count == 2, let value = UInt8(String(Substring(digits)), radix: 16),
        digits.first != UInt8(ascii: "+")
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
    default: bytes.append(byte)
    }
  }
  return String(validating: bytes, as: UTF8.self)
}
