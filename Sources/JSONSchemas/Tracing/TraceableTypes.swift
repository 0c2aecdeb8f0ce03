internal import Foundation

/// A type of the standard library or Foundation whose schema is known.
protocol TraceableType {
  static func traced(by tracer: TypeTracer) throws(JSONSchemaError) -> (schema: JSONSchema, value: Any)
}

extension Bool: TraceableType {
  static func traced(by tracer: TypeTracer) -> (schema: JSONSchema, value: Any) { (.boolean, false) }
}

extension String: TraceableType {
  static func traced(by tracer: TypeTracer) -> (schema: JSONSchema, value: Any) { (.string, "") }
}

extension Double: TraceableType {
  static func traced(by tracer: TypeTracer) -> (schema: JSONSchema, value: Any) { (.number, 0.0) }
}

extension Float: TraceableType {
  static func traced(by tracer: TypeTracer) -> (schema: JSONSchema, value: Any) {
    let bound = Double(Float.greatestFiniteMagnitude)
    return (.number(minimum: -bound, maximum: bound), Float(0))
  }
}

extension Data: TraceableType {
  static func traced(by tracer: TypeTracer) -> (schema: JSONSchema, value: Any) {
    (.string.contentEncoding("base64"), Data())
  }
}

extension TraceableType where Self: FixedWidthInteger {
  static func traced(by tracer: TypeTracer) -> (schema: JSONSchema, value: Any) {
    // 64 bits with sign are what an integer is in any case.
    let schema: JSONSchema =
      if Self.isSigned {
        bitWidth == 64 ? .integer : .integer(minimum: Int64(clamping: min), maximum: UInt64(clamping: max))
      } else {
        .integer(minimum: 0, maximum: UInt64(clamping: max))
      }
    return (schema, Self.zero)
  }
}

extension Int: TraceableType {}
extension Int8: TraceableType {}
extension Int16: TraceableType {}
extension Int32: TraceableType {}
extension Int64: TraceableType {}
extension UInt: TraceableType {}
extension UInt8: TraceableType {}
extension UInt16: TraceableType {}
extension UInt32: TraceableType {}
extension UInt64: TraceableType {}

extension Optional: TraceableType where Wrapped: Decodable {
  static func traced(by tracer: TypeTracer) throws(JSONSchemaError) -> (schema: JSONSchema, value: Any) {
    (.nullable(try tracer.schema(of: Wrapped.self)), Self.none as Any)
  }
}

extension Array: TraceableType where Element: Decodable {
  static func traced(by tracer: TypeTracer) throws(JSONSchemaError) -> (schema: JSONSchema, value: Any) {
    (.array(of: try tracer.schema(of: Element.self)), Self())
  }
}

extension Set: TraceableType where Element: Decodable {
  static func traced(by tracer: TypeTracer) throws(JSONSchemaError) -> (schema: JSONSchema, value: Any) {
    (.array(of: try tracer.schema(of: Element.self)), Self())
  }
}

extension Dictionary: TraceableType where Key: Decodable, Value: Decodable {
  static func traced(by tracer: TypeTracer) throws(JSONSchemaError) -> (schema: JSONSchema, value: Any) {
    guard Key.self == String.self else { throw tracer.fail("its keys are no strings") }
    return (.dictionary(of: try tracer.schema(of: Value.self)), Self())
  }
}
