public import Foundation

/// The molecules, Hamiltonians and reference energies that the repository carries.
public enum RepositoryData {
  /// The root of the package.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The path of a file below `Data`.
  public static func path(_ name: String) -> String {
    root.appendingPathComponent("Data/\(name)").path
  }

  /// A JSON file below `Data`, decoded.
  public static func decode<T: Decodable>(_ type: T.Type, from name: String) throws -> T {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}
