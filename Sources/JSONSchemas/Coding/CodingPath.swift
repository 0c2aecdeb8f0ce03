/// Where a coder is; an array of keys is made of it only when somebody asks.
///
/// A class: as an indirect enumeration, Swift 6.3 frees its boxes too early in optimised code.
final class CodingPath: Sendable {
  private enum Step: Sendable {
    case key(any CodingKey)
    case index(Int)
  }

  private let last: Step
  /// nil below the root.
  private let parent: CodingPath?

  static let root = CodingPath(.index(0), in: nil)

  private init(_ last: Step, in parent: CodingPath?) {
    self.last = last
    self.parent = parent
  }

  static func key(_ key: any CodingKey, in parent: CodingPath) -> CodingPath { CodingPath(.key(key), in: parent) }
  static func index(_ index: Int, in parent: CodingPath) -> CodingPath { CodingPath(.index(index), in: parent) }

  var keys: [any CodingKey] {
    var keys: [any CodingKey] = []
    var path = self
    while let parent = path.parent {
      switch path.last {
      case .key(let key): keys.append(key)
      case .index(let index): keys.append(AnyKey(intValue: index))
      }
      path = parent
    }
    return keys.reversed()
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
