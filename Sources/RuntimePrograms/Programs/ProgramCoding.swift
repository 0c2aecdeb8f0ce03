internal import Foundation
internal import JSONSchemas

/// How a program's values become JSON text, and come back with the same bits.
enum ProgramCoding {
  static func encode(_ value: some Encodable) throws -> Data { Data(try JSONValue(encoding: value).bytes) }

  static func decode<T: Decodable>(_ type: T.Type, from data: Data) throws -> T {
    try JSONValue(parsing: data).decoded()
  }
}
