/// Values by key, of which those used last are kept.
struct RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    var value: Value
    var cost: Int
    var lastUse: UInt64
  }

  private let capacity: Int
  private let costCapacity: Int
  private var entries: [Key: Entry] = [:]
  private var cost = 0
  private var uses: UInt64 = 0

  /// - Parameters:
  ///   - capacity: How many are kept, one at least.
  ///   - costCapacity: What all of them may cost together; the last one stays whatever it costs.
  init(_ capacity: Int, _ costCapacity: Int) {
    self.capacity = max(1, capacity)
    self.costCapacity = costCapacity
  }

  var count: Int { entries.count }

  /// The value of a key, which is now the one used last.
  subscript(key: Key) -> Value? {
    mutating get {
      uses += 1
      // Found once: a key may be a long text.
      guard let index = entries.index(forKey: key) else { return nil }
      entries.values[index].lastUse = uses
      return entries.values[index].value
    }
  }

  mutating func insert(_ value: Value, for key: Key, cost: Int) {
    uses += 1
    self.cost += cost - (entries[key]?.cost ?? 0)
    entries[key] = Entry(value: value, cost: cost, lastUse: uses)
    while entries.count > 1, entries.count > capacity || self.cost > costCapacity {
      guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
      self.cost -= oldest.value.cost
      entries[oldest.key] = nil
    }
  }
}
