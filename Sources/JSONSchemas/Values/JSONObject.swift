/// The members of a JSON object in their order, which does not count for equality.
///
/// Keys are compared as Swift compares strings: two that differ in Unicode normalisation only are one key.
public struct JSONObject: Hashable, Sendable {
  private(set) var map = OrderedMap<JSONValue>()

  /// No members.
  public init() {}

  init(_ map: OrderedMap<JSONValue>) { self.map = map }

  public var count: Int { map.count }
  public var isEmpty: Bool { map.count == 0 }
  public var keys: [String] { map.members.map(\.key) }

  /// The member with that key; a new one goes to the end, nil removes.
  public subscript(key: String) -> JSONValue? {
    get { map[key] }
    set { map[key] = newValue }
  }
}

extension JSONObject: Sequence {
  public func makeIterator() -> IndexingIterator<[(key: String, value: JSONValue)]> { map.members.makeIterator() }
  public var underestimatedCount: Int { count }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Where a key stands twice, the later value counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { map[key] = value }
  }
}
