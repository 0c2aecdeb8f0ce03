internal import Foundation
internal import JSONSchemas

/// A service that the comparison starts for itself, in a store of its own, and ends again.
final class OwnServer: Sendable {
  let url: String
  let token: String
  private let process: ServerProcess
  private let folder: URL

  /// Starts `ritz serve` and waits until it is ready.
  ///
  /// Should this process be killed, the service ends by itself, as its standard input does.
  /// - Parameters:
  ///   - executable: The path of `ritz`.
  ///   - workers: How many jobs run at the same time; nil for as many as there are processors.
  /// - Throws: ``OwnServerError`` with what it wrote to standard error when it does not get ready.
  init(executable: String, workers: Int? = nil) async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "ritz-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    do {
      var arguments = ["serve", "--port", "0", "--json", "--end-with-input"]
      arguments += ["--store", folder.appending(path: "store").path]
      if let workers { arguments += ["--workers", String(workers)] }
      process = try ServerProcess(executable: executable, arguments: arguments, folder: folder)
      let line = try await process.firstLine()
      guard let value = try? JSONValue(parsing: line), let url = value["url"]?.stringValue,
        let token = value["token"]?.stringValue
      else { throw OwnServerError(reason: "printed '\(line.prefix(200))' in place of its URL and token") }
      self.url = url
      self.token = token
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
  }

  /// Why the service is no more; nil while it runs.
  var untimelyEnd: OwnServerError? { process.isRunning ? nil : process.failure }

  /// Ends the service and removes its store.
  func end() async {
    await process.end()
    try? FileManager.default.removeItem(at: folder)
  }
}

/// Why the comparison has no service.
public struct OwnServerError: Error, CustomStringConvertible {
  var reason: String
  public var description: String { "the service that was started for the comparison \(reason)" }
}
