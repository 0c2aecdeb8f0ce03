internal import JSONSchemas
internal import RuntimeAPI

/// The fields of a body, each read as what it must be; null is as good as absent.
struct BodyFields {
  private let object: JSONObject

  init(_ object: JSONObject) { self.object = object }

  /// A field that is there and not null.
  subscript(name: String) -> JSONValue? {
    guard let value = object[name], value != .null else { return nil }
    return value
  }

  func string(_ name: String) throws(APIError) -> String {
    guard let text = try optionalString(name) else { throw missing(name) }
    return text
  }

  func optionalString(_ name: String) throws(APIError) -> String? {
    guard let value = self[name] else { return nil }
    guard let text = value.stringValue else { throw refusal(name, value, "a text") }
    return text
  }

  func optionalInteger(_ name: String, in range: ClosedRange<Int>) throws(APIError) -> Int? {
    guard let value = self[name] else { return nil }
    guard let number = value.intValue, range.contains(number) else {
      throw refusal(name, value, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func optionalFlag(_ name: String) throws(APIError) -> Bool? {
    guard let value = self[name] else { return nil }
    guard let flag = value.boolValue else { throw refusal(name, value, "true or false") }
    return flag
  }

  func optionalArray(_ name: String) throws(APIError) -> [JSONValue]? {
    guard let value = self[name] else { return nil }
    guard let array = value.arrayValue else { throw refusal(name, value, "a list") }
    return array
  }

  /// Refuses fields that nobody reads.
  func check(allowed: [String]) throws(APIError) {
    for key in object.keys where !allowed.contains(key) {
      throw APIError(
        .invalidRequest, "The field '\(key.prefix(80))' is unknown here.",
        solution: "Fields are \(allowed.joined(separator: ", ")).")
    }
  }

  func missing(_ name: String) -> APIError {
    APIError(.invalidRequest, "The field '\(name)' is missing.")
  }

  func refusal(_ name: String, _ value: JSONValue, _ allowed: String) -> APIError {
    APIError(.invalidRequest, "'\(name)' has \(value.text.prefix(80)); it is \(allowed).")
  }
}
