internal import Foundation
internal import JSONSchemas

/// How a program's values become JSON text, and come back with the same bits.
enum ProgramCoding {
  static func encode(_ value: some Encodable) throws -> Data {
    guard let printable = value as? any JSONPrintable else { return Data(try JSONValue(encoding: value).bytes) }
    var printer = JSONPrinter()
    printable.print(to: &printer)
    return Data(printer.bytes)
  }

  static func decode<T: Decodable>(_ type: T.Type, from data: Data) throws -> T {
    try JSONValue(parsing: data).decoded()
  }
}
