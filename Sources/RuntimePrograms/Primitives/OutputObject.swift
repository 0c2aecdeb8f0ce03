internal import JSONSchemas
internal import QuantumBackends

/// The output of a primitive in JSON: `{"results": [{"data": …, "metadata": …}], "metadata": …}`.
struct OutputObject {
  let results: [PubObject]
  let seed: UInt64?

  struct PubObject {
    let path: String
    let data: JSONObject
    let metadata: JSONObject
  }

  init(_ value: JSONValue) throws {
    guard let list = value["results"]?.arrayValue else {
      throw ProgramFailure.invalidOutput("results", "is no list of the pubs' results")
    }
    results = try list.enumerated().map { index, result in
      guard let data = result["data"]?.objectValue else {
        throw ProgramFailure.invalidOutput("results[\(index)].data", "is no object")
      }
      return PubObject(
        path: "results[\(index)].data", data: data, metadata: result["metadata"]?.objectValue ?? JSONObject())
    }
    seed =
      switch value["metadata"]?["seed"] {
      case .integer(let seed): UInt64(exactly: seed)
      case .unsigned(let seed): seed
      default: nil
      }
  }
}

extension OutputObject.PubObject {
  func numbers(_ key: String) throws -> ShapedArray<Double> {
    guard let numbers = try numbersIfPresent(key) else {
      throw ProgramFailure.invalidOutput("\(path).\(key)", "is missing")
    }
    return numbers
  }

  func numbersIfPresent(_ key: String) throws -> ShapedArray<Double>? {
    guard let value = data[key], value != .null else { return nil }
    return try box(value, "\(path).\(key)", of: "a number", \.doubleValue)
  }

  func shots() throws -> ShapedArray<Int>? {
    guard let value = metadata["shots"], value != .null else { return nil }
    return try box(value, "the shots of \(path)", of: "an integer", \.intValue)
  }

  private func box<T>(
    _ value: JSONValue, _ path: String, of what: String, _ element: (JSONValue) -> T?
  ) throws -> ShapedArray<T> {
    if NumPyArray.isTagged(value) { throw ProgramFailure.invalidOutput(path, "is no plain list") }
    do {
      return try ShapedArray(nested: value, path: path, of: what, element: element)
    } catch let failure as ProgramFailure {
      throw ProgramFailure(code: ProgramFailure.programError, message: failure.message)
    }
  }
}

extension JSONValue {
  /// Nested lists, whatever shape they hide: who asked knows it.
  static func lists(_ array: ShapedArray<Double>) -> JSONValue { array.nested { .number($0) } }

  static func output(_ pubs: [(data: JSONObject, metadata: JSONObject)], seed: UInt64?) -> JSONValue {
    var metadata: JSONObject = ["version": 2]
    if let seed { metadata["seed"] = .seed(seed) }
    return .object([
      "results": .array(pubs.map { .object(["data": .object($0.data), "metadata": .object($0.metadata)]) }),
      "metadata": .object(metadata),
    ])
  }
}
