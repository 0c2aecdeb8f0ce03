internal import JSONSchemas
internal import QuantumBackends

// Boxes of elements as nested lists, the form that NumPy's `tolist` has.

extension ShapedArray {
  /// Nested lists, as deep as there are dimensions; a single value without any.
  func nested(_ value: (Element) -> JSONValue) -> JSONValue {
    var position = 0
    return nested(0, &position, value)
  }

  private func nested(_ dimension: Int, _ position: inout Int, _ value: (Element) -> JSONValue) -> JSONValue {
    guard dimension < shape.count else {
      defer { position += 1 }
      return value(elements[position])
    }
    var list: [JSONValue] = []
    list.reserveCapacity(shape[dimension])
    for _ in 0..<shape[dimension] { list.append(nested(dimension + 1, &position, value)) }
    return .array(list)
  }

  /// Whether nested lists hold the whole shape, and are not many for nothing: a length of 0 hides all that follow it.
  var isNestable: Bool {
    guard let zero = shape.firstIndex(of: 0) else { return true }
    return zero == shape.count - 1 && Self.emptyListCount(of: shape) != nil
  }

  /// How many empty lists stand for a shape with a 0 in it; nil where they are more than 2²⁰.
  static func emptyListCount(of shape: [Int]) -> Int? {
    var count = 1
    for length in shape.prefix(while: { $0 != 0 }) {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, product <= 1 << 20 else { return nil }
      count = product
    }
    return count
  }

  /// Reads nested lists; what stands in the innermost is for `element` to read, which gives nil for what is none.
  ///
  /// - Throws: ``ProgramFailure`` when lists differ in length or depth, or for what is no element.
  init(nested value: JSONValue, path: String, of what: String, element: (JSONValue) throws -> Element?) throws {
    var shape: [Int] = []
    var first = value
    while case .array(let list) = first {
      shape.append(list.count)
      guard let next = list.first else { break }
      first = next
    }
    var elements: [Element] = []
    try Self.collect(value, shape[...], path: { path }, of: what, into: &elements, element)
    try self.init(shape: shape, elements: elements)
  }

  private static func collect(
    _ value: JSONValue, _ shape: ArraySlice<Int>, path: () -> String, of what: String, into elements: inout [Element],
    _ element: (JSONValue) throws -> Element?
  ) throws {
    guard let length = shape.first else {
      guard let found = try element(value) else {
        throw ProgramFailure.invalidInput(path(), "found \(value.kind); allowed is \(what)")
      }
      return elements.append(found)
    }
    guard case .array(let list) = value else {
      throw ProgramFailure.invalidInput(path(), "found \(value.kind); allowed is a list of \(length), as before it")
    }
    guard list.count == length else {
      throw ProgramFailure.invalidInput(
        path(), "found a list of \(list.count); allowed is a list of \(length), as before it")
    }
    for (index, item) in list.enumerated() {
      try collect(item, shape.dropFirst(), path: { "\(path())[\(index)]" }, of: what, into: &elements, element)
    }
  }
}

extension ShapedArray<Int> {
  /// Nested lists of integers.
  init(integers value: JSONValue, path: String) throws {
    try self.init(nested: value, path: path, of: "an integer", element: \.intValue)
  }
}

extension JSONValue {
  /// What kind of value it is, for a message.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer, .unsigned, .number: "the number \(self)"
    case .string(let text): "the text \"\(text.prefix(40))\(text.count > 40 ? "…" : "")\""
    case .array(let list): "a list of \(list.count)"
    case .object(let members): "an object of \(members.count) member\(members.count == 1 ? "" : "s")"
    }
  }

  /// NaN and infinities are numbers here; who uses them refuses them.
  static func numbers(_ array: ShapedArray<Double>) -> JSONValue {
    array.isNestable ? array.nested { .number($0) } : NumPyArray(array).json
  }
}
