/// Values by string keys in the order in which the keys came; lookup takes constant time however many there are.
struct OrderedMap<Value> {
  /// Up to here comparing all keys is faster than hashing one.
  private static var linearLimit: Int { 8 }

  private(set) var members: [(key: String, value: Value)] = []
  /// Positions by key, once there are more than `linearLimit` members.
  private var positions: [String: Int]?

  init() {}

  /// - Returns: nil if a key stands there twice; `duplicate` is then its second place.
  init?(members: consuming [(key: String, value: Value)], duplicate: inout Int) {
    self.members = members
    if self.members.count <= Self.linearLimit {
      for second in self.members.indices.dropFirst() {
        for first in 0..<second where self.members[first].key == self.members[second].key {
          duplicate = second
          return nil
        }
      }
    } else {
      var positions: [String: Int] = [:]
      positions.reserveCapacity(self.members.count)
      for (position, member) in self.members.enumerated() {
        guard positions.updateValue(position, forKey: member.key) == nil else {
          duplicate = position
          return nil
        }
      }
      self.positions = positions
    }
  }

  var count: Int { members.count }

  func position(of key: String) -> Int? {
    if let positions { return positions[key] }
    for position in members.indices where members[position].key == key { return position }
    return nil
  }

  subscript(key: String) -> Value? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil): remove(at: position)
      case (nil, let value?): append(value, forKey: key)
      case (nil, nil): break
      }
    }
  }

  /// The value of the member at `position`.
  subscript(position: Int) -> Value {
    get { members[position].value }
    set { members[position].value = newValue }
  }

  /// Orders the members by their keys.
  mutating func sort() {
    members.sort { $0.key < $1.key }
    positions = nil
    if members.count > Self.linearLimit { index() }
  }

  private mutating func append(_ value: Value, forKey key: String) {
    members.append((key, value))
    if positions != nil {
      positions?[key] = members.count - 1
    } else if members.count > Self.linearLimit {
      index()
    }
  }

  private mutating func remove(at position: Int) {
    members.remove(at: position)
    positions = nil
    if members.count > Self.linearLimit { index() }
  }

  private mutating func index() {
    var positions: [String: Int] = [:]
    for (position, member) in members.enumerated() { positions[member.key] = position }
    self.positions = positions
  }
}

extension OrderedMap: Sendable where Value: Sendable {}

extension OrderedMap: Equatable where Value: Equatable {
  /// The order does not count.
  static func == (left: Self, right: Self) -> Bool {
    guard left.count == right.count else { return false }
    for (position, member) in left.members.enumerated() {
      // Most often the order is the same.
      if right.members[position].key == member.key {
        guard right.members[position].value == member.value else { return false }
      } else {
        guard let other = right[member.key], other == member.value else { return false }
      }
    }
    return true
  }
}

extension OrderedMap: Hashable where Value: Hashable {
  func hash(into hasher: inout Hasher) {
    var sum = 0
    for member in members {
      var one = Hasher()
      one.combine(member.key)
      one.combine(member.value)
      sum &+= one.finalize()
    }
    hasher.combine(sum)
  }
}
