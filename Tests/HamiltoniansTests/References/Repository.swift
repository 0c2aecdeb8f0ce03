import Foundation

/// Where the tests find their data.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static var molecules: URL { root.appending(path: "Data/molecules") }
  static var hamiltonians: URL { root.appending(path: "Data/hamiltonians") }

  /// Files written by other programs, under licences of their own: present beside some checkouts only.
  static var otherPrograms: URL { root.appending(path: "../shared/data/molecules/other_programs").standardized }

  static func decode<Value: Decodable>(_ type: Value.Type, from url: URL) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }
}
