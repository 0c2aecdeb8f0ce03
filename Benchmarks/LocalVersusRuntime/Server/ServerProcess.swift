internal import Dispatch
internal import Foundation

/// The process of a service, with pipes to its standard input and output.
final class ServerProcess: Sendable {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let errors: URL

  /// - Parameter folder: Where it may leave what it writes to standard error, and what it saves for its user.
  init(executable: String, arguments: [String], folder: URL) throws {
    errors = folder.appending(path: "errors")
    try Data().write(to: errors)
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "RITZ_CONFIG": folder.appending(path: "config").path
    ]) { $1 }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    do {
      try process.run()
    } catch {
      throw OwnServerError(reason: "cannot be run from \(executable): \(error.localizedDescription)")
    }
    try? output.fileHandleForWriting.close()
    try? input.fileHandleForReading.close()
  }

  /// The first line of standard output.
  ///
  /// - Throws: ``OwnServerError`` with the process's own words when it ends before.
  func firstLine() async throws -> String {
    let line = await withCheckedContinuation { continuation in
      // Reading blocks, so it is done on a thread that may.
      DispatchQueue.global().async { continuation.resume(returning: self.readLine()) }
    }
    if let line { return line }
    await end()
    throw failure
  }

  var isRunning: Bool { process.isRunning }

  /// How it ended, with the last of its own words.
  var failure: OwnServerError {
    let text = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
    let kind = process.terminationReason == .uncaughtSignal ? "signal" : "status"
    return OwnServerError(
      reason: "ended with \(kind) \(process.terminationStatus): "
        + text.trimmingCharacters(in: .whitespacesAndNewlines).suffix(2000))
  }

  private func readLine() -> String? {
    var bytes = Data()
    while true {
      let chunk = output.fileHandleForReading.availableData
      guard !chunk.isEmpty else { return nil }
      bytes += chunk
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { return String(decoding: bytes[..<end], as: UTF8.self) }
    }
  }

  /// Asks the process to end, and makes it after ten seconds.
  func end() async {
    try? input.fileHandleForWriting.close()
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(10)
    if process.isRunning { process.terminate() }
    while process.isRunning {
      if clock.now > deadline { kill(process.processIdentifier, SIGKILL) }
      // Also a cancelled task ends its service, so the pauses are those of another one.
      await Task { try? await Task.sleep(for: .milliseconds(5)) }.value
    }
  }
}
