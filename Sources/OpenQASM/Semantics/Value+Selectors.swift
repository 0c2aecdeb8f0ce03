extension Value {
  /// The elements of so many that an index, a range or a list names, counted from the front; −1 is the last.
  func indices(among count: Int, thing: String) throws(ValueError) -> [Int] {
    func checked(_ index: Int) throws(ValueError) -> Int {
      let position = index < 0 ? index &+ count : index
      guard position >= 0, position < count else {
        throw ValueError(found: "\(thing) \(index)", allowed: count == 0 ? "none" : "0 to \(count - 1)")
      }
      return position
    }
    switch self {
    case .indices(let list):
      return try list.map { index throws(ValueError) in try checked(index) }
    case .range(let first, let step, let last):
      guard step != 0 else { throw ValueError(found: "a range with the step 0", allowed: "another step") }
      // What is left out is the whole: from the start to the end, or back.
      let start = try checked(first ?? (step > 0 ? 0 : -1))
      let end = last.map { $0 < 0 ? $0 &+ count : $0 } ?? (step > 0 ? count - 1 : 0)
      // Steps may pass over the end, which then need not be an element.
      guard let reached = rangeCount(start, step, end), end >= 0 else {
        throw ValueError(found: "\(thing) \(last ?? end)", allowed: "0 to \(count - 1)")
      }
      guard reached > 0 else { return [] }
      _ = try checked(start + (reached - 1) * step)
      return (0..<reached).map { start + $0 * step }
    default:
      guard let index else { throw ValueError(found: "an index that is no integer", allowed: "integers") }
      return [try checked(index)]
    }
  }

  /// The elements of an array, or the bits of a row, that selectors name.
  static func selected(from value: Value, _ selectors: [Value]) throws(ValueError) -> Value {
    switch value {
    case .array(let array): return try array.selected(selectors)
    case .bits(let bits):
      guard let selector = selectors.first else { return value }
      let chosen = try selector.indices(among: bits.count, thing: "bit")
      return .bits(Bits(chosen.map { bits[$0] }))
    default: throw ValueError(found: "an index of a value without elements", allowed: "arrays, bits and integers")
    }
  }
}

extension Value {
  /// A range or a list of indices, made of its parts as ``Instruction/makeRange(hasFirst:hasStep:hasLast:)`` says.
  static func selector(_ parts: [Value], _ instruction: Instruction) throws(ValueError) -> Value {
    let numbers = parts.compactMap(\.index)
    guard numbers.count == parts.count else {
      throw ValueError(found: "an index that is no integer", allowed: "integers")
    }
    guard case .makeRange(let hasFirst, let hasStep, let hasLast) = instruction else { return .indices(numbers) }
    var rest = numbers[...]
    let first = hasFirst ? rest.popFirst() : nil
    let step = hasStep ? rest.popFirst() ?? 1 : 1
    return .range(first: first, step: step, last: hasLast ? rest.popFirst() : nil)
  }
}

/// How many numbers a range has; nil for a step of 0, and for more than fit an integer.
func rangeCount(_ first: Int, _ step: Int, _ last: Int) -> Int? {
  guard step != 0 else { return nil }
  guard step > 0 ? first <= last : first >= last else { return 0 }
  let distance = last.subtractingReportingOverflow(first)
  guard !distance.overflow else { return nil }
  let count = distance.partialValue.dividedReportingOverflow(by: step)
  let sum = count.partialValue.addingReportingOverflow(1)
  return count.overflow || sum.overflow ? nil : sum.partialValue
}
