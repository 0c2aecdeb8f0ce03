internal import Foundation

// The types that need no coder. Comparing metatypes costs nothing where a generic call is specialised and little where
// it is not; the casts never fail.
extension JSONValue {
  /// `value` as JSON if its type is one of those that are written directly; nil for one that encodes itself.
  @inline(__always) init?<T: Encodable>(leaf value: T) {
    if T.self == Double.self {
      self = .number(value as! Double)
    } else if T.self == Int.self {
      self = .integer(Int64(value as! Int))
    } else if T.self == String.self {
      self = .string(value as! String)
    } else if T.self == Bool.self {
      self = .bool(value as! Bool)
    } else if T.self == JSONValue.self {
      self = value as! JSONValue
    } else if T.self == [Double].self {
      self = .array((value as! [Double]).map(JSONValue.number))
    } else if T.self == [Int].self {
      self = .array((value as! [Int]).map { .integer(Int64($0)) })
    } else if T.self == [String].self {
      self = .array((value as! [String]).map(JSONValue.string))
    } else if T.self == Float.self {
      self = .number(Double(value as! Float))
    } else if T.self == Data.self {
      self = .string((value as! Data).base64EncodedString())
    } else if T.self == UInt64.self {
      self = JSONValue(value as! UInt64)
    } else if T.self == UInt.self {
      self = JSONValue(UInt64(value as! UInt))
    } else if let value = Self.smallInteger(value) {
      self = .integer(value)
    } else {
      return nil
    }
  }

  @inline(__always) private static func smallInteger<T>(_ value: T) -> Int64? {
    if T.self == Int64.self { return (value as! Int64) }
    if T.self == Int32.self { return Int64(value as! Int32) }
    if T.self == UInt32.self { return Int64(value as! UInt32) }
    if T.self == Int16.self { return Int64(value as! Int16) }
    if T.self == UInt16.self { return Int64(value as! UInt16) }
    if T.self == Int8.self { return Int64(value as! Int8) }
    if T.self == UInt8.self { return Int64(value as! UInt8) }
    return nil
  }

  /// This value as a `T` if that is one of the types that are read directly; nil for one that decodes itself.
  @inline(__always) func leaf<T>(as type: T.Type, at path: @autoclosure () -> CodingPath) throws -> T? {
    if T.self == Double.self { return try double(at: path()) as? T }
    if T.self == Int.self { return try whole(Int.self, at: path()) as? T }
    if T.self == String.self { return try string(at: path()) as? T }
    if T.self == Bool.self { return try bool(at: path()) as? T }
    if T.self == JSONValue.self { return self as? T }
    if T.self == [Double].self { return try elements(at: path(), { $0.doubleValue }) { try $0.double(at: $1) } as? T }
    if T.self == [Int].self {
      return try elements(at: path(), { $0.intValue }) { try $0.whole(Int.self, at: $1) } as? T
    }
    if T.self == [String].self { return try elements(at: path(), { $0.stringValue }) { try $0.string(at: $1) } as? T }
    if T.self == Float.self { return try float(at: path()) as? T }
    if T.self == Data.self { return try data(at: path()) as? T }
    if T.self == UInt64.self { return try whole(UInt64.self, at: path()) as? T }
    if T.self == UInt.self { return try whole(UInt.self, at: path()) as? T }
    if T.self == Int64.self { return try whole(Int64.self, at: path()) as? T }
    if T.self == Int32.self { return try whole(Int32.self, at: path()) as? T }
    if T.self == UInt32.self { return try whole(UInt32.self, at: path()) as? T }
    if T.self == Int16.self { return try whole(Int16.self, at: path()) as? T }
    if T.self == UInt16.self { return try whole(UInt16.self, at: path()) as? T }
    if T.self == Int8.self { return try whole(Int8.self, at: path()) as? T }
    if T.self == UInt8.self { return try whole(UInt8.self, at: path()) as? T }
    return nil
  }

  @inline(__always) private func double(at path: @autoclosure () -> CodingPath) throws -> Double {
    if case .number(let value) = self { return value }
    guard let value = doubleValue else { throw mismatch(Double.self, "a number", at: path()) }
    return value
  }

  private func float(at path: @autoclosure () -> CodingPath) throws -> Float {
    let value = try double(at: path())
    guard !value.isFinite || Float(value).isFinite else {
      throw corrupted("a number that a Float can hold", at: path())
    }
    return Float(value)
  }

  @inline(__always) private func whole<I: FixedWidthInteger>(
    _ type: I.Type, at path: @autoclosure () -> CodingPath
  ) throws -> I {
    guard let value = integer(I.self) else {
      let allowed = "an integer from \(I.min) to \(I.max)"
      throw doubleValue == nil ? mismatch(I.self, allowed, at: path()) : corrupted(allowed, at: path())
    }
    return value
  }

  @inline(__always) private func string(at path: @autoclosure () -> CodingPath) throws -> String {
    guard case .string(let value) = self else { throw mismatch(String.self, "a string", at: path()) }
    return value
  }

  private func bool(at path: @autoclosure () -> CodingPath) throws -> Bool {
    guard case .bool(let value) = self else { throw mismatch(Bool.self, "true or false", at: path()) }
    return value
  }

  private func data(at path: @autoclosure () -> CodingPath) throws -> Data {
    let allowed = "a string in base64"
    guard case .string(let text) = self else { throw mismatch(Data.self, allowed, at: path()) }
    guard let data = Data(base64Encoded: text) else { throw corrupted(allowed, at: path()) }
    return data
  }

  /// The elements as `read` gives them; for one where it gives nil, `explain` throws the error.
  @inline(__always) private func elements<Element>(
    at path: @autoclosure () -> CodingPath, _ read: (JSONValue) -> Element?,
    explain: (JSONValue, CodingPath) throws -> Element
  ) throws -> [Element] {
    guard case .array(let values) = self else { throw mismatch([Element].self, "an array", at: path()) }
    var elements: [Element] = []
    elements.reserveCapacity(values.count)
    for value in values {
      elements.append(try read(value) ?? explain(value, .index(elements.count, in: path())))
    }
    return elements
  }

  /// The error for a value of another kind than `type` needs.
  func mismatch(_ type: any Any.Type, _ allowed: String, at path: CodingPath) -> DecodingError {
    .typeMismatch(type, context(allowed, at: path))
  }

  private func corrupted(_ allowed: String, at path: CodingPath) -> DecodingError {
    .dataCorrupted(context(allowed, at: path))
  }

  private func context(_ allowed: String, at path: CodingPath) -> DecodingError.Context {
    DecodingError.Context(codingPath: path.keys, debugDescription: "\(phrase) was found, \(allowed) is allowed")
  }
}
