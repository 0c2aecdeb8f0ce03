import Foundation
import Testing

/// A running `ritz serve` with a store and saved services of its own, and the tool as its user runs it.
final class Service: Sendable {
  let scratch: Scratch
  let url: String
  let token: String
  let process: Tool.Running

  /// - Parameter arguments: Beside the port, the store and `--json`.
  init(_ arguments: String..., scratch: Scratch? = nil) async throws {
    self.scratch = try scratch ?? Scratch()
    process = try Self.start(arguments, in: self.scratch)
    let line = try #require(try await process.firstLine(), "the service did not start")
    let ready = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    url = try #require(ready["url"] as? String)
    token = ready["token"] as? String ?? ""
  }

  /// Starts a service whose store and saved services are in `scratch`.
  static func start(
    _ arguments: [String], in scratch: Scratch, store: String = "store", isJSON: Bool = true
  ) throws -> Tool.Running {
    let standard = ["serve", "--port", "0", "--store", scratch.path(store), "--workers", "2"]
    return try Tool.Running(
      standard + (isJSON ? ["--json"] : []) + arguments, in: Tool.molecules, environment: environment(in: scratch))
  }

  /// Nothing of the person who runs the tests is read or written.
  static func environment(in scratch: Scratch) -> [String: String] {
    [
      "HOME": scratch.url.path, "RITZ_CONFIG": scratch.path("config"), "XDG_CONFIG_HOME": scratch.path("xdg-config"),
      "XDG_DATA_HOME": scratch.path("xdg-data"),
    ]
  }

  /// Runs the tool as the user who started the service.
  func run(_ arguments: String..., input: String? = nil) async throws -> Tool.Outcome {
    try await run(arguments, input: input)
  }

  func run(_ arguments: [String], input: String? = nil) async throws -> Tool.Outcome {
    try await start(arguments, input: input).outcome()
  }

  func start(_ arguments: [String], input: String? = nil) throws -> Tool.Running {
    try Tool.Running(
      arguments, in: Tool.molecules, environment: Self.environment(in: scratch), input: input)
  }

  /// Ends the service as Ctrl-C does.
  @discardableResult func end(_ signal: Int32 = SIGINT) async throws -> Tool.Outcome {
    process.send(signal)
    return try await process.outcome()
  }

  /// The newest jobs.
  func jobs(_ arguments: String...) async throws -> [[String: Any]] {
    let list = try await run(["jobs", "ls", "--json"] + arguments).json()
    return try #require(list["jobs"] as? [[String: Any]])
  }

  /// The id of the newest job.
  func newestJob() async throws -> String {
    try #require(try await jobs("--limit", "1").first?["id"] as? String)
  }

  deinit { process.send(SIGKILL) }
}

/// The processes of this suite take turns; what they ask of the machine is little.
@Suite(.serialized) struct RuntimeCommandTests {}
