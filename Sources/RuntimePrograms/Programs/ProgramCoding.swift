internal import Foundation

/// How a program's values become JSON text, and come back with the same bits.
enum ProgramCoding {
  static func encode(_ value: some Encodable) throws -> Data { try JSONEncoder().encode(value) }

  static func decode<T: Decodable>(_ type: T.Type, from data: Data) throws -> T {
    try JSONDecoder().decode(type, from: data)
  }
}
