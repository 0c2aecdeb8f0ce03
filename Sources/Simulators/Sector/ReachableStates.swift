/// The basis states that a circuit has led to so far, each at a position of its own.
///
/// A gate that only renames basis states changes their names and moves no amplitude.
struct ReachableStates {
  /// The names by position.
  private(set) var names: [UInt64] = [0]
  private var positions: Positions

  /// |0…0⟩ of so many qubits.
  init(qubitCount: Int) {
    positions = Positions(qubitCount: qubitCount)
    positions[0] = 0
  }

  var count: Int { names.count }

  /// What looking for a state costs, in looks into a table.
  var lookupCost: Int { positions.lookupCost }

  /// The position of a basis state; nil where it has not been reached.
  func position(of name: UInt64) -> Int32? { positions[name] }

  /// The position of a basis state, which is reached now if it was not before.
  mutating func reach(_ name: UInt64) -> Int32 {
    if let position = positions[name] { return position }
    let position = Int32(names.count)
    names.append(name)
    positions[name] = position
    return position
  }

  /// Gives every basis state another name, different ones different names.
  mutating func rename(_ newName: (UInt64) -> UInt64) {
    for name in names { positions[name] = nil }
    for (position, name) in names.enumerated() {
      names[position] = newName(name)
      positions[names[position]] = Int32(position)
    }
  }
}

/// Positions by basis state: a table of all where that is small.
private enum Positions {
  case table([Int32])
  case dictionary([UInt64: Int32])

  private static let largestTable = 20

  init(qubitCount: Int) {
    self = qubitCount <= Self.largestTable ? .table(Array(repeating: -1, count: 1 << qubitCount)) : .dictionary([:])
  }

  var lookupCost: Int {
    switch self {
    case .table: 1
    case .dictionary: 8
    }
  }

  subscript(name: UInt64) -> Int32? {
    get {
      switch self {
      case .table(let table):
        let position = table[Int(name)]
        return position < 0 ? nil : position
      case .dictionary(let dictionary): return dictionary[name]
      }
    }
    set {
      switch self {
      case .table(var table):
        // Taken out while it changes, so that it is not copied.
        self = .dictionary([:])
        table[Int(name)] = newValue ?? -1
        self = .table(table)
      case .dictionary(var dictionary):
        self = .table([])
        dictionary[name] = newValue
        self = .dictionary(dictionary)
      }
    }
  }
}
