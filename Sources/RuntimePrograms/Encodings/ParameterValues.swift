internal import JSONSchemas
public import QuantumBackends
internal import QuantumCircuits

/// The parameter sets of a pub as it gives them.
public enum ParameterValues: Sendable, Equatable {
  /// One set of no values.
  case none
  /// Values by position: the last dimension runs over the parameters, by name, elements of vectors by index. Of a single
  /// parameter it may be left out, unless its length is 1.
  case list(ShapedArray<Double>)
  /// Values by the names of inputs. Shapes broadcast to that of the parameter sets.
  case named([Column])

  /// The values of one input.
  public struct Column: Sendable, Equatable {
    public var name: String
    public var values: ShapedArray<Double>

    public init(name: String, values: ShapedArray<Double>) {
      self.name = name
      self.values = values
    }
  }

  /// Values by name for parameter sets that are known.
  ///
  /// - Parameter names: Of each position in a set.
  /// - Throws: `BackendError` for a set that has another number of values.
  public init(_ sets: ShapedArray<[Double]>, names: [String]) throws(BackendError) {
    for set in sets.elements where set.count != names.count {
      throw BackendError(
        .invalidPub, "A parameter set has \(set.count) values; the circuit has \(names.count) parameters.")
    }
    guard !names.isEmpty else {
      self = sets.shape.isEmpty ? .none : .list(ShapedArray(uncheckedShape: sets.shape + [0], elements: []))
      return
    }
    self = .named(
      names.enumerated().map { position, name in Column(name: name, values: sets.map { $0[position] }) })
  }
}

// MARK: - In JSON

extension ParameterValues {
  /// - Parameter budget: The bytes that NumPy arrays may still hold.
  init(_ value: JSONValue, path: String, budget: inout Int) throws {
    func numbers(_ value: JSONValue, at path: String) throws -> ShapedArray<Double> {
      if case .object = value { return try NumPyArray(value, path: path, budget: &budget).values }
      return try ShapedArray(nested: value, path: path, of: "a number", element: \.doubleValue)
    }
    switch value {
    case .null: self = .none
    case .array: self = .list(try numbers(value, at: path))
    case .object(let members) where !NumPyArray.isTagged(value):
      self = .named(
        try members.map { name, value in
          Column(name: name, values: try numbers(value, at: "\(path).\(name)"))
        })
    case .object: self = .list(try numbers(value, at: path))
    case .bool, .integer, .unsigned, .number, .string:
      throw ProgramFailure.invalidInput(
        path, "found \(value.kind); allowed are null, a list of values, or an object of values by name")
    }
  }

  var json: JSONValue {
    switch self {
    case .none: return .null
    case .list(let values): return .numbers(values)
    case .named(let columns):
      var members = JSONObject()
      for column in columns { members[column.name] = .numbers(column.values) }
      return .object(members)
    }
  }
}

// MARK: - For a circuit

extension ParameterValues {
  /// The parameter sets for a circuit with these inputs.
  ///
  /// - Parameter budget: The numbers that all sets may still hold; those of these are taken off.
  /// - Throws: ``ProgramFailure`` for values of other parameters, shapes that do not fit, and too many sets.
  func sets(for inputs: CircuitInputs, path: String, budget: inout Int) throws -> ShapedArray<[Double]> {
    let count = inputs.names.count
    switch self {
    case .none:
      guard count == 0 else {
        throw ProgramFailure.invalidInput(path, "no values; the circuit has \(inputs.listed)")
      }
      return ShapedArray([])
    case .list(let values): return try sets(values, inputs, path, &budget)
    case .named(let values): return try sets(values, inputs, path, &budget)
    }
  }

  private func sets(
    _ values: ShapedArray<Double>, _ inputs: CircuitInputs, _ path: String, _ budget: inout Int
  ) throws -> ShapedArray<[Double]> {
    let count = inputs.names.count
    var shape = values.shape
    if shape.last == count {
      shape.removeLast()
    } else if count != 1 || shape.isEmpty {
      throw ProgramFailure.invalidInput(
        path, "an array of shape \(values.shape); its last dimension must be that of \(inputs.listed)")
    }
    let setCount = try Self.setCount(of: shape, parameterCount: count, path, &budget)
    let columns = inputs.columns
    let sets = (0..<setCount).map { set in columns.map { values[set * count + $0] } }
    return try ShapedArray(shape: shape, elements: sets)
  }

  private func sets(
    _ values: [Column], _ inputs: CircuitInputs, _ path: String, _ budget: inout Int
  ) throws -> ShapedArray<[Double]> {
    var columns = [ShapedArray<Double>?](repeating: nil, count: inputs.names.count)
    for (index, value) in values.enumerated() {
      // Mostly they come in the order of the circuit.
      let isInOrder = index < columns.count && inputs.names[index] == value.name
      guard let position = isInOrder ? index : inputs.position(of: value.name) else {
        throw ProgramFailure.invalidInput(
          path, "'\(value.name.prefix(80))' is no input; the circuit has \(inputs.listed)")
      }
      guard columns[position] == nil else {
        throw ProgramFailure.invalidInput(path, "'\(value.name.prefix(80))' is given twice, under two names")
      }
      columns[position] = value.values
    }
    if let missing = columns.firstIndex(where: { $0 == nil }) {
      throw ProgramFailure.invalidInput(
        path, "no value for '\(inputs.names[missing])'; the circuit has \(inputs.listed)")
    }
    let given = columns.compactMap { $0 }
    var shape: [Int] = []
    for column in given where column.shape != shape {
      guard let broadcast = Self.broadcast(shape, column.shape) else {
        throw ProgramFailure.invalidInput(
          path,
          "values of shapes \(shape) and \(column.shape), which do not broadcast; "
            + "aligned at the last dimension, lengths must be equal or 1")
      }
      shape = broadcast
    }
    let setCount = try Self.setCount(of: shape, parameterCount: given.count, path, &budget)
    // Beside a length of 0 the others may be of any size, and have no product.
    guard setCount > 0 else { return try ShapedArray(shape: shape, elements: []) }
    // The step in each column for one step in each dimension of the sets; 0 where it is stretched.
    let strides = given.map { Self.strides(of: $0.shape, in: shape) }
    var index = [Int](repeating: 0, count: shape.count)
    var offsets = [Int](repeating: 0, count: given.count)
    var sets: [[Double]] = []
    sets.reserveCapacity(setCount)
    for _ in 0..<setCount {
      sets.append(given.indices.map { given[$0][offsets[$0]] })
      for dimension in shape.indices.reversed() {
        index[dimension] += 1
        let wraps = index[dimension] == shape[dimension]
        let steps = wraps ? 1 - shape[dimension] : 1
        for column in given.indices { offsets[column] += steps * strides[column][dimension] }
        if !wraps { break }
        index[dimension] = 0
      }
    }
    return try ShapedArray(shape: shape, elements: sets)
  }

  /// Numbers that the parameter sets of one job may hold, with four for each set: half a gibibyte.
  static let maximumNumberCount = 1 << 26

  private static func setCount(
    of shape: [Int], parameterCount: Int, _ path: String, _ budget: inout Int
  ) throws -> Int {
    var count = shape.contains(0) ? 0 : 1
    for length in shape where count > 0 {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, product <= budget / (parameterCount + 4) else {
        throw ProgramFailure.invalidInput(
          path,
          "parameter sets of shape \(shape); all sets together may hold \(maximumNumberCount) numbers, "
            + "and each counts as 4 more")
      }
      count = product
    }
    budget -= count * (parameterCount + 4)
    return count
  }

  /// The shape that two shapes broadcast to; nil when they do not.
  private static func broadcast(_ left: [Int], _ right: [Int]) -> [Int]? {
    let rank = max(left.count, right.count)
    var shape: [Int] = []
    for dimension in (0..<rank).reversed() {
      let l = dimension < left.count ? left[left.count - 1 - dimension] : 1
      let r = dimension < right.count ? right[right.count - 1 - dimension] : 1
      guard l == r || l == 1 || r == 1 else { return nil }
      shape.append(l == 1 ? r : l)
    }
    return shape
  }

  private static func strides(of shape: [Int], in broadcast: [Int]) -> [Int] {
    var strides = [Int](repeating: 0, count: broadcast.count)
    var stride = 1
    for (dimension, length) in shape.enumerated().reversed() {
      strides[broadcast.count - shape.count + dimension] = length == 1 ? 0 : stride
      stride *= length
    }
    return strides
  }
}
