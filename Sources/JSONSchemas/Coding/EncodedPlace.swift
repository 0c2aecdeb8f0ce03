/// A value under construction; a reference, as a container may be filled after the one around it.
final class EncodedPlace {
  private enum Content { case nothing, single, array, object }

  private var content = Content.nothing
  private var single = JSONValue.null
  private(set) var elements: [JSONValue] = []
  private var members = OrderedMap<JSONValue>()
  /// Elements or members that are still under construction, by position.
  private var places: [Int: EncodedPlace] = [:]
  private var isContradictory = false
  private var sortsKeys = false

  func set(_ value: JSONValue) {
    begin(.single)
    single = value
  }

  func beginArray() { begin(.array) }
  func beginObject(sortsKeys: Bool) {
    begin(.object)
    if sortsKeys { self.sortsKeys = true }
  }

  /// A type may ask for its container several times, but neither for several kinds of them nor give two single values.
  private func begin(_ wanted: Content) {
    switch (content, wanted) {
    case (.nothing, _): content = wanted
    case (.array, .array), (.object, .object): break
    default: isContradictory = true
    }
  }

  @inline(__always) func append(_ value: JSONValue) { elements.append(value) }

  func append(_ place: EncodedPlace) {
    places[elements.count] = place
    elements.append(.null)
  }

  func set(_ value: JSONValue, forKey key: String) {
    if !places.isEmpty, let position = members.position(of: key) { places[position] = nil }
    members[key] = value
  }

  func set(_ place: EncodedPlace, forKey key: String) {
    members[key] = .null
    if let position = members.position(of: key) { places[position] = place }
  }

  /// What has been encoded; a type that encodes nothing is an empty object.
  func value(of encoded: some Any, at path: CodingPath) throws -> JSONValue {
    guard !isContradictory else {
      let reason = "\(type(of: encoded)) encodes two things in one place, where one is allowed"
      throw EncodingError.invalidValue(
        encoded, EncodingError.Context(codingPath: path.keys, debugDescription: reason))
    }
    switch content {
    case .single: return single
    case .array:
      for (position, place) in places { elements[position] = try place.value(of: encoded, at: path) }
      return .array(elements)
    case .nothing, .object:
      for (position, place) in places { members[position] = try place.value(of: encoded, at: path) }
      if sortsKeys { members.sort() }
      return .object(JSONObject(members))
    }
  }
}
