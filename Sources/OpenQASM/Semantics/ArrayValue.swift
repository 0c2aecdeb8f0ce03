/// The elements of an array, row by row: the last index runs fastest.
struct ArrayValue: Sendable, Hashable {
  var dimensions: [Int]
  var elements: [Value]

  /// What the indices of one access name.
  private struct Selection {
    /// Positions in `elements`.
    var positions: [Int]
    /// The dimensions of what is named; none for a single element.
    var dimensions: [Int]
  }

  /// - Parameter selectors: An index or a list of them for each dimension, from the first; those left out mean all.
  private func selection(_ selectors: [Value]) throws(ValueError) -> Selection {
    guard selectors.count <= dimensions.count else {
      throw ValueError(
        found: "\(selectors.count) indices for an array of \(dimensions.count) dimensions",
        allowed: "at most \(dimensions.count)")
    }
    var positions = [0]
    var kept: [Int] = []
    for (dimension, count) in dimensions.enumerated() {
      let chosen: [Int]
      if dimension >= selectors.count {
        chosen = Array(0..<count)
        kept.append(count)
      } else {
        chosen = try selectors[dimension].indices(among: count, thing: "element")
        if selectors[dimension].index == nil { kept.append(chosen.count) }
      }
      positions = positions.flatMap { position in chosen.map { position * count + $0 } }
    }
    return Selection(positions: positions, dimensions: kept)
  }

  /// The element or the part of the array that indices name.
  func selected(_ selectors: [Value]) throws(ValueError) -> Value {
    let selection = try selection(selectors)
    guard !selection.dimensions.isEmpty else { return elements[selection.positions[0]] }
    return .array(ArrayValue(dimensions: selection.dimensions, elements: selection.positions.map { elements[$0] }))
  }

  /// Gives the elements that indices name other values.
  mutating func assign(_ value: Value, to selectors: [Value]) throws(ValueError) {
    let selection = try selection(selectors)
    guard !selection.dimensions.isEmpty else {
      elements[selection.positions[0]] = value
      return
    }
    guard case .array(let array) = value, array.dimensions == selection.dimensions else {
      throw ValueError(
        found: "values of another shape",
        allowed: "\(selection.dimensions.map(String.init).joined(separator: " × ")) values")
    }
    for (position, element) in zip(selection.positions, array.elements) { elements[position] = element }
  }
}
