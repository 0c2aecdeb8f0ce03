extension JSONValue {
  /// What `value` encodes at `path`, without a coder where its type allows.
  @inline(__always) static func encoding<T: Encodable>(
    _ value: T, at path: @autoclosure () -> CodingPath
  ) throws -> JSONValue {
    if let leaf = JSONValue(leaf: value) { return leaf }
    return try encodingItself(value, at: path())
  }

  private static func encodingItself(_ value: some Encodable, at path: CodingPath) throws -> JSONValue {
    let place = EncodedPlace()
    try value.encode(to: ValueEncoder(place: place, path: path))
    return try place.value(of: value, at: path)
  }
}

/// Encodes into a place of a value.
struct ValueEncoder: Encoder, SingleValueEncodingContainer {
  let place: EncodedPlace
  let path: CodingPath

  var codingPath: [any CodingKey] { path.keys }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    // The order of a dictionary changes from run to run, and texts are compared by their hash.
    container(keyedBy: type, sortsKeys: ObjectIdentifier(type) == DictionaryKeys.type)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type, sortsKeys: Bool) -> KeyedEncodingContainer<Key> {
    place.beginObject(sortsKeys: sortsKeys)
    return KeyedEncodingContainer(KeyedEncoding(place: place, path: path))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    place.beginArray()
    return UnkeyedEncoding(place: place, path: path)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() { place.set(.null) }
  // Also for each of the standard library's types, of which the protocol speaks one by one.
  func encode<T: Encodable>(_ value: T) throws { place.set(try JSONValue.encoding(value, at: path)) }
}

private struct KeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let place: EncodedPlace
  let path: CodingPath

  var codingPath: [any CodingKey] { path.keys }

  func encodeNil(forKey key: Key) { place.set(.null, forKey: key.stringValue) }
  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    place.set(try JSONValue.encoding(value, at: .key(key, in: path)), forKey: key.stringValue)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    encoder(forKey: key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(forKey: key).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { encoder(forKey: AnyKey.superclass) }
  func superEncoder(forKey key: Key) -> any Encoder { encoder(forKey: key) }

  private func encoder(forKey key: some CodingKey) -> ValueEncoder {
    let nested = EncodedPlace()
    place.set(nested, forKey: key.stringValue)
    return ValueEncoder(place: nested, path: .key(key, in: path))
  }
}

private struct UnkeyedEncoding: UnkeyedEncodingContainer {
  let place: EncodedPlace
  let path: CodingPath

  var codingPath: [any CodingKey] { path.keys }
  var count: Int { place.elements.count }

  func encodeNil() { place.append(.null) }
  func encode<T: Encodable>(_ value: T) throws {
    place.append(try JSONValue.encoding(value, at: .index(count, in: path)))
  }

  func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
    encoder().container(keyedBy: type)
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder() }

  private func encoder() -> ValueEncoder {
    let nested = EncodedPlace()
    let index = count
    place.append(nested)
    return ValueEncoder(place: nested, path: .index(index, in: path))
  }
}
