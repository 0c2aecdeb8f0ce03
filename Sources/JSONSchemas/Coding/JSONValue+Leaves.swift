internal import Foundation

// Comparing metatypes costs nothing where a generic call is specialised and little where it is not, much less than
// asking for a conformance. The casts never fail.
extension JSONValue {
  /// `value` as JSON if its type is a leaf or an array of the common ones; nil for a type that encodes itself.
  @inline(__always) init?<T: Encodable>(leaf value: T) {
    func leaf<L: JSONLeaf>(_ type: L.Type) -> JSONValue? { T.self == type ? (value as! L).json : nil }
    func array<L: JSONLeaf>(_ type: L.Type) -> JSONValue? {
      T.self == [L].self ? .array((value as! [L]).map(\.json)) : nil
    }
    if let json = leaf(Double.self) ?? leaf(Int.self) ?? leaf(String.self) ?? leaf(Bool.self) {
      self = json
    } else if let json = leaf(JSONValue.self) ?? array(Double.self) ?? array(Int.self) ?? array(String.self) {
      self = json
    } else if let json = leaf(UInt64.self) ?? leaf(UInt.self) ?? leaf(Int64.self) ?? leaf(Float.self) {
      self = json
    } else if let json = leaf(Data.self) ?? leaf(Int32.self) ?? leaf(UInt32.self) ?? leaf(UInt8.self) {
      self = json
    } else if let json = leaf(Int16.self) ?? leaf(UInt16.self) ?? leaf(Int8.self) {
      self = json
    } else {
      return nil
    }
  }

  /// This value as a `T` if that is a leaf or an array of the common ones; nil for a type that decodes itself.
  @inline(__always) func leaf<T>(as type: T.Type, at path: @autoclosure () -> CodingPath) throws -> T? {
    if T.self == Double.self { return try read(Double.self, at: path()) as? T }
    if T.self == Int.self { return try read(Int.self, at: path()) as? T }
    if T.self == String.self { return try read(String.self, at: path()) as? T }
    if T.self == Bool.self { return try read(Bool.self, at: path()) as? T }
    if T.self == JSONValue.self { return self as? T }
    if T.self == [Double].self { return try readArray(Double.self, at: path()) as? T }
    if T.self == [Int].self { return try readArray(Int.self, at: path()) as? T }
    if T.self == [String].self { return try readArray(String.self, at: path()) as? T }
    if T.self == UInt64.self { return try read(UInt64.self, at: path()) as? T }
    if T.self == UInt.self { return try read(UInt.self, at: path()) as? T }
    if T.self == Int64.self { return try read(Int64.self, at: path()) as? T }
    if T.self == Float.self { return try read(Float.self, at: path()) as? T }
    if T.self == Data.self { return try read(Data.self, at: path()) as? T }
    if T.self == Int32.self { return try read(Int32.self, at: path()) as? T }
    if T.self == UInt32.self { return try read(UInt32.self, at: path()) as? T }
    if T.self == UInt8.self { return try read(UInt8.self, at: path()) as? T }
    if T.self == Int16.self { return try read(Int16.self, at: path()) as? T }
    if T.self == UInt16.self { return try read(UInt16.self, at: path()) as? T }
    if T.self == Int8.self { return try read(Int8.self, at: path()) as? T }
    return nil
  }

  @inline(__always) private func read<L: JSONLeaf>(
    _ type: L.Type, at path: @autoclosure () -> CodingPath
  ) throws -> L {
    guard let value = L(json: self) else { throw refusal(of: type, at: path()) }
    return value
  }

  @inline(__always) private func readArray<L: JSONLeaf>(
    _ type: L.Type, at path: @autoclosure () -> CodingPath
  ) throws -> [L] {
    guard case .array(let elements) = self else { throw mismatch([L].self, "an array", at: path()) }
    var values: [L] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      guard let value = L(json: element) else {
        throw element.refusal(of: type, at: .index(values.count, in: path()))
      }
      values.append(value)
    }
    return values
  }

  /// The error for a value that is no `type`: of another kind, or one that does not fit.
  private func refusal<L: JSONLeaf>(of type: L.Type, at path: CodingPath) -> DecodingError {
    type.kind == kind ? .dataCorrupted(context(L.allowed, at: path)) : mismatch(type, L.allowed, at: path)
  }

  /// The error for a value of another kind than `type` needs.
  func mismatch(_ type: any Any.Type, _ allowed: String, at path: CodingPath) -> DecodingError {
    .typeMismatch(type, context(allowed, at: path))
  }

  private func context(_ allowed: String, at path: CodingPath) -> DecodingError.Context {
    DecodingError.Context(codingPath: path.keys, debugDescription: "\(phrase) was found, \(allowed) is allowed")
  }
}
