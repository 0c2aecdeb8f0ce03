/// Where a coder is; an array of keys is made of it only when somebody asks.
indirect enum CodingPath {
  case root
  case key(any CodingKey, in: CodingPath)
  case index(Int, in: CodingPath)

  var keys: [any CodingKey] {
    var keys: [any CodingKey] = []
    var path = self
    while true {
      switch path {
      case .root: return keys.reversed()
      case .key(let key, let parent):
        keys.append(key)
        path = parent
      case .index(let index, let parent):
        keys.append(AnyKey(intValue: index))
        path = parent
      }
    }
  }
}

/// A coding key for whatever string or index.
struct AnyKey: CodingKey {
  static let superclass = AnyKey(stringValue: "super")

  var stringValue: String
  var intValue: Int?

  init(stringValue: String) { self.stringValue = stringValue }
  init(intValue: Int) {
    stringValue = String(intValue)
    self.intValue = intValue
  }
}
