extension JSONValue {
  /// A `T` from this value at `path`, without a coder where the type allows.
  @inline(__always) func decoded<T: Decodable>(as type: T.Type, at path: @autoclosure () -> CodingPath) throws -> T {
    if let leaf = try leaf(as: type, at: path()) { return leaf }
    return try T(from: ValueDecoder(value: self, path: path()))
  }
}

/// Decodes from a value.
struct ValueDecoder: Decoder, SingleValueDecodingContainer {
  let value: JSONValue
  let path: CodingPath

  var codingPath: [any CodingKey] { path.keys }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let object) = value else {
      throw value.mismatch([String: any Decodable].self, "an object", at: path)
    }
    return KeyedDecodingContainer(KeyedDecoding(object: object, path: path))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = value else {
      throw value.mismatch([any Decodable].self, "an array", at: path)
    }
    return UnkeyedDecoding(elements: elements, path: path)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { value == .null }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try value.decoded(as: type, at: path) }
}

private struct KeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: JSONObject
  let path: CodingPath

  var codingPath: [any CodingKey] { path.keys }
  var allKeys: [Key] { object.map.members.compactMap { Key(stringValue: $0.key) } }

  func contains(_ key: Key) -> Bool { object.map.position(of: key.stringValue) != nil }

  private func value(forKey key: some CodingKey) throws -> JSONValue {
    guard let value = object[key.stringValue] else {
      let reason = "\(JSONValue.object(object).phrase) was found, one with \(quoted(key.stringValue)) is allowed"
      throw DecodingError.keyNotFound(key, DecodingError.Context(codingPath: path.keys, debugDescription: reason))
    }
    return value
  }

  func decodeNil(forKey key: Key) throws -> Bool { try value(forKey: key) == .null }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try value(forKey: key).decoded(as: type, at: .key(key, in: path))
  }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    guard let value = object[key.stringValue], value != .null else { return nil }
    return try value.decoded(as: type, at: .key(key, in: path))
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try decoder(forKey: key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(forKey: key).unkeyedContainer()
  }
  func superDecoder() throws -> any Decoder { try decoder(forKey: AnyKey.superclass) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(forKey: key) }

  private func decoder(forKey key: some CodingKey) throws -> ValueDecoder {
    ValueDecoder(value: try value(forKey: key), path: .key(key, in: path))
  }
}

private struct UnkeyedDecoding: UnkeyedDecodingContainer {
  let elements: [JSONValue]
  let path: CodingPath
  private(set) var currentIndex = 0

  init(elements: [JSONValue], path: CodingPath) {
    self.elements = elements
    self.path = path
  }

  var codingPath: [any CodingKey] { path.keys }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  private func value(for type: any Any.Type) throws -> JSONValue {
    guard !isAtEnd else {
      let reason = "an array of \(elements.count) was found, one with more elements is allowed"
      let path = CodingPath.index(currentIndex, in: path)
      throw DecodingError.valueNotFound(type, DecodingError.Context(codingPath: path.keys, debugDescription: reason))
    }
    return elements[currentIndex]
  }

  mutating func decodeNil() throws -> Bool {
    guard try value(for: Never?.self) == .null else { return false }
    currentIndex += 1
    return true
  }

  // The index moves only when the element could be decoded: a type may then try another one.
  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let element = try value(for: type).decoded(as: type, at: .index(currentIndex, in: path))
    currentIndex += 1
    return element
  }

  mutating func decodeIfPresent<T: Decodable>(_ type: T.Type) throws -> T? {
    if isAtEnd { return nil }
    return try decodeNil() ? nil : decode(type)
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    let container = try decoder().container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try decoder().unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try decoder()
    currentIndex += 1
    return decoder
  }

  private func decoder() throws -> ValueDecoder {
    ValueDecoder(value: try value(for: (any Decoder).self), path: .index(currentIndex, in: path))
  }
}
