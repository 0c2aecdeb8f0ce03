import Foundation
import JSONSchemas
import Ritz
import RuntimeClient
import Synchronization
import TestSupport

/// `ritz serve` in a process of its own, on a store of its own, to be killed and started again.
final class ServiceProcess: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Where the service is, always the same, and the token of its first start.
  let url: String
  let token: String
  private let folder: URL
  private let process: Mutex<Process>

  /// Starts a service and waits until it is ready.
  init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "ritz-runtime-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let (process, line) = try await Self.launch(in: folder, port: 0)
    guard let url = line["url"]?.stringValue, let token = line["token"]?.stringValue else {
      throw Failure(description: "the first start printed \(line.text)")
    }
    self.url = url
    self.token = token
    self.process = Mutex(process)
  }

  /// A client of it, as its first user.
  var service: RuntimeService {
    get throws { try RuntimeService(url: url, authentication: .bearer(token)) }
  }

  var processID: Int32 { process.withLock { $0.processIdentifier } }

  /// The processes that it has started and that run now.
  var workers: [Int32] {
    let parent = processID
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.compactMap(Int32.init).filter { id in
      guard let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
        let end = status.lastIndex(of: ")")
      else { return false }
      // After the name in parentheses: state, then the parent.
      let fields = status[status.index(after: end)...].split(separator: " ")
      return fields.count > 1 && Int32(fields[1]) == parent && fields[0] != "Z"
    }
  }

  /// Ends it as a power cut would, and waits until it is gone.
  func kill() {
    process.withLock { process in
      Foundation.kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }

  /// Starts it again, at the same place, on the same store.
  func restart() async throws {
    guard let port = URL(string: url)?.port else { throw Failure(description: "\(url) has no port") }
    let (started, _) = try await Self.launch(in: folder, port: port)
    process.withLock { $0 = started }
  }

  deinit {
    process.withLock { process in
      if process.isRunning {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
    }
    try? FileManager.default.removeItem(at: folder)
  }

  /// A running service and the line that it printed when it was ready.
  private static func launch(in folder: URL, port: Int) async throws -> (Process, JSONValue) {
    let process = Process()
    process.executableURL = URL(filePath: try BuiltExecutable.path("ritz"))
    process.arguments = ["serve", "--port", "\(port)", "--store", folder.appending(path: "store").path, "--json"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["HOME": folder.path, "XDG_CONFIG_HOME": folder.path, "RITZ_CONFIG": folder.appending(path: "config").path]
    ) { $1 }
    let output = Pipe()
    let errors = folder.appending(path: "errors-\(UUID().uuidString)")
    try Data().write(to: errors)
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    let reader = output.fileHandleForReading
    let line = await Task.detached {
      var line = Data()
      while !line.contains(UInt8(ascii: "\n")) {
        let more = reader.availableData
        if more.isEmpty { break }
        line += more
      }
      return line
    }.value
    guard let ready = try? JSONValue(parsing: String(decoding: line, as: UTF8.self)) else {
      let said = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
      throw Failure(description: "the service did not start: \(said)")
    }
    return (process, ready)
  }
}
