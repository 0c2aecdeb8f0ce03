/// A decoder that writes down what it is asked for and answers with stand-ins: zero, empty, the first case.
struct TracingDecoder: Decoder, SingleValueDecodingContainer {
  let record: TraceRecord

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try record.open(.object)
    return KeyedDecodingContainer(KeyedTracing(record: record))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try record.open(.array)
    return UnkeyedTracing(record: record)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool {
    record.isNullable = true
    return false
  }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try record.setSingle(type) }
}

private struct KeyedTracing<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let record: TraceRecord

  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] {
    _ = record.tracer.fail("it asks what keys there are")
    return []
  }

  func contains(_ key: Key) -> Bool { (try? record.asksForPresence(of: key.stringValue)) != nil }
  func decodeNil(forKey key: Key) throws -> Bool {
    try record.asksForNull(at: key.stringValue)
    return false
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try record.setMember(key.stringValue, type, isOptional: false)
  }
  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    _ = try record.setMember(key.stringValue, type, isOptional: true)
    return nil
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

  private func decoder(forKey key: some CodingKey) throws -> TracingDecoder {
    TracingDecoder(record: try record.member(key.stringValue))
  }
}

private struct UnkeyedTracing: UnkeyedDecodingContainer {
  let record: TraceRecord

  var codingPath: [any CodingKey] { [] }
  var count: Int? { nil }
  var isAtEnd: Bool { record.isAtEnd() }
  var currentIndex: Int { record.elements.count }

  mutating func decodeNil() -> Bool {
    record.nextIsNullable = true
    return false
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try record.append(type, isOptional: false) }
  mutating func decodeIfPresent<T: Decodable>(_ type: T.Type) throws -> T? {
    _ = try record.append(type, isOptional: true)
    return nil
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try decoder().container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try decoder().unkeyedContainer() }
  mutating func superDecoder() throws -> any Decoder { try decoder() }

  private func decoder() throws -> TracingDecoder { TracingDecoder(record: try record.appendRecord()) }
}
