import Foundation
import Testing

/// The built tool `ritz`, run as users run it.
enum Tool {
  struct Outcome {
    /// The exit status, or 128 + the signal that ended the process, as shells count.
    var status: Int32
    var output: String
    var errors: String
    var seconds: Double

    /// The lines of standard error.
    var errorLines: [Substring] { errors.split(separator: "\n", omittingEmptySubsequences: true) }

    /// Standard output as a JSON object.
    func json() throws -> [String: Any] { try Self.object(output) }

    /// Standard output as JSON objects, one per line.
    func jsonLines() throws -> [[String: Any]] { try output.split(separator: "\n").map { try Self.object(String($0)) } }

    private static func object(_ text: String) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
  }

  /// A started process.
  final class Running: Sendable {
    private let process: Process
    private let started = ContinuousClock.now
    private let folder: URL

    init(
      _ arguments: [String], in directory: URL, limitedTo kilobytes: Int? = nil, environment: [String: String] = [:],
      input: String? = nil
    ) throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "ritz-output-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      process = Process()
      if let kilobytes {
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "ulimit -v \(kilobytes) && exec \"$0\" \"$@\"", try Tool.path()] + arguments
      } else {
        process.executableURL = URL(fileURLWithPath: try Tool.path())
        process.arguments = arguments
      }
      process.currentDirectoryURL = directory
      if !environment.isEmpty {
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      }
      process.standardInput = FileHandle.nullDevice
      if let input {
        let file = folder.appending(path: "in")
        try Data(input.utf8).write(to: file)
        process.standardInput = try FileHandle(forReadingFrom: file)
      }
      process.standardOutput = try Self.create(folder.appending(path: "out"))
      process.standardError = try Self.create(folder.appending(path: "err"))
      try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// What it has written to standard output so far.
    var outputSoFar: String {
      (try? String(contentsOf: folder.appending(path: "out"), encoding: .utf8)) ?? ""
    }

    /// The first line of standard output, or nil when the process ends without one.
    func firstLine() async throws -> String? {
      while true {
        let isOver = !process.isRunning
        if let end = outputSoFar.firstIndex(of: "\n") { return String(outputSoFar[..<end]) }
        if isOver { return nil }
        try await Task.sleep(for: .milliseconds(2))
      }
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// The outcome once the process has ended.
    func outcome() async throws -> Outcome {
      while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
      let seconds = started.duration(to: .now) / .seconds(1)
      process.waitUntilExit()
      let isSignal = process.terminationReason == .uncaughtSignal
      return Outcome(
        status: process.terminationStatus + (isSignal ? 128 : 0),
        output: try String(contentsOf: folder.appending(path: "out"), encoding: .utf8),
        errors: try String(contentsOf: folder.appending(path: "err"), encoding: .utf8), seconds: seconds)
    }

    private static func create(_ url: URL) throws -> FileHandle {
      try Data().write(to: url)
      return try FileHandle(forWritingTo: url)
    }

    deinit {
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      try? FileManager.default.removeItem(at: folder)
    }
  }

  /// The molecules of the repository: what most commands here are run in.
  static let molecules = data.appending(path: "molecules")
  static let hamiltonians = data.appending(path: "hamiltonians")
  private static let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
    path: "../../Data"
  ).standardizedFileURL

  /// Runs the tool to its end.
  static func run(
    _ arguments: String..., in directory: URL = molecules, limitedTo kilobytes: Int? = nil
  ) async throws -> Outcome {
    try await run(arguments, in: directory, limitedTo: kilobytes)
  }

  static func run(
    _ arguments: [String], in directory: URL = molecules, limitedTo kilobytes: Int? = nil
  ) async throws -> Outcome {
    try await Running(arguments, in: directory, limitedTo: kilobytes).outcome()
  }

  static func start(_ arguments: [String], in directory: URL = molecules) throws -> Running {
    try Running(arguments, in: directory)
  }

  private struct NotBuilt: Error, CustomStringConvertible {
    let description: String
  }

  /// The tool beside the test bundle.
  private static func path() throws -> String {
    let bundles = Bundle.allBundles.map(\.bundleURL) + [URL(fileURLWithPath: CommandLine.arguments[0])]
    let folders = bundles.map { $0.deletingLastPathComponent() }
    for folder in folders {
      let path = folder.appending(path: "ritz").path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw NotBuilt(description: "no ritz beside \(bundles.map(\.path)); build it with: swift build --product ritz")
  }
}

/// A folder of its own for the files of one test, gone with it.
final class Scratch: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "ritz-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Writes a file and names it.
  func file(_ name: String, _ contents: Data) throws -> String {
    try contents.write(to: url.appending(path: name))
    return path(name)
  }

  func file(_ name: String, _ contents: String) throws -> String { try file(name, Data(contents.utf8)) }

  deinit { try? FileManager.default.removeItem(at: url) }
}

/// Checks what every failure at the command line looks like.
func expectFailure(
  _ outcome: Tool.Outcome, status: Int32, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
  #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.errors.hasPrefix("error: "), "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.errors.hasSuffix("\n"), sourceLocation: sourceLocation)
}

/// The processes of this target take turns: two at a time would only measure each other.
@Suite(.serialized) struct CommandTests {}
