/// The type of the coding keys of dictionaries, which the standard library keeps to itself.
enum DictionaryKeys {
  /// Found by watching a dictionary encode itself; nil should it once do without keys, and then its order is left.
  static let type: ObjectIdentifier? = {
    let probe = Probe()
    try? ["": 0].encode(to: probe)
    return probe.type
  }()

  private final class Probe: Encoder {
    var type: ObjectIdentifier?
    let encoder = ValueEncoder(place: EncodedPlace(), path: .root)
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      self.type = ObjectIdentifier(type)
      return encoder.container(keyedBy: type, sortsKeys: false)
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer { encoder.unkeyedContainer() }
    func singleValueContainer() -> any SingleValueEncodingContainer { encoder }
  }
}
