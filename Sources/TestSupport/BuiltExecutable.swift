internal import Foundation

/// The executables of the package as the build left them: beside the tests.
package enum BuiltExecutable {
  /// Where an executable is.
  ///
  /// - Throws: ``NotBuilt`` naming the places that were looked at.
  package static func path(_ name: String) throws -> String {
    let tests = [Bundle.main.executableURL] + Bundle.allBundles.map(\.bundleURL)
    let candidates = tests.compactMap { $0?.deletingLastPathComponent().appending(path: name).path }
    guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      throw NotBuilt(name: name, candidates: candidates)
    }
    return found
  }

  package struct NotBuilt: Error, CustomStringConvertible {
    package var name: String
    package var candidates: [String]
    package var description: String { "\(name) is not among \(candidates)." }
  }
}
