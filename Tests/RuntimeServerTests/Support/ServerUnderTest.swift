import Foundation
import JSONSchemas
import Logging
import RuntimeAPI
import RuntimePrograms
import RuntimeServer
import RuntimeWorkers
import TestSupport

/// A service of its own on a free port, with workers whose programs misbehave on request.
struct ServerUnderTest {
  let server: RuntimeServer
  let port: Int
  let token: String
  let directory: String

  static let api = "/api/v1"

  /// Runs a service for as long as `body` takes.
  ///
  /// - Parameters:
  ///   - directory: The store; nil takes a new one that is removed afterwards.
  ///   - token: One that the store knows; nil takes the one of the first start.
  static func with<R: Sendable>(
    directory: String? = nil, token: String? = nil, workers: Int = 1,
    _ change: (inout RuntimeServerConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (ServerUnderTest) async throws -> R
  ) async throws -> R {
    let folder = directory ?? temporaryFolder()
    defer { if directory == nil { try? FileManager.default.removeItem(atPath: folder) } }
    var configuration = RuntimeServerConfiguration(
      port: 0, storeDirectory: folder, workerCount: workers,
      executor: LocalProcessExecutor(executable: try BuiltExecutable.path("WorkerForTests")),
      programs: try programs() + NativePrograms.all.map(\.metadata), logger: logger)
    change(&configuration)
    let server = try await RuntimeServer(configuration: configuration)
    let run = Task { try await server.run() }
    let outcome: Result<R, any Error>
    do {
      let test = ServerUnderTest(
        server: server, port: try await server.port, token: token ?? server.firstToken ?? "", directory: folder)
      outcome = .success(try await body(test))
    } catch {
      outcome = .failure(error)
    }
    run.cancel()
    try await run.value
    return try outcome.get()
  }

  static func temporaryFolder() -> String {
    FileManager.default.temporaryDirectory.appending(path: "ritz-server-\(UUID().uuidString)").path
  }

  private static var logger: Logger {
    Logger(label: "server under test") { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel =
        ProcessInfo.processInfo.environment["RITZ_TEST_LOG"].flatMap { Logger.Level(rawValue: $0) } ?? .critical
      return handler
    }
  }

  // MARK: - Requests

  /// One connection that shows the first user's token.
  func connect<R>(token: String? = nil, _ body: (HTTPConnection) async throws -> R) async throws -> R {
    try await HTTPConnection.with(port: port, token: token ?? self.token, body)
  }

  /// One request on a connection of its own.
  func request(
    _ method: String, _ path: String, _ headers: [String: String] = [:], json: JSONValue? = nil, token: String? = nil
  ) async throws -> Answer {
    try await connect(token: token) { try await $0.request(method, Self.api + path, headers, json: json) }
  }

  func get(_ path: String) async throws -> Answer { try await request("GET", path) }

  /// The body of a submission.
  static func job(_ program: String, _ inputs: JSONValue = [:], _ more: JSONObject = [:]) -> JSONValue {
    var body: JSONObject = ["program_id": .string(program), "backend": "statevector", "params": inputs]
    for (key, value) in more { body[key] = value }
    return .object(body)
  }

  /// Submits a job and gives its id.
  func submit(_ program: String, _ inputs: JSONValue = [:], _ more: JSONObject = [:]) async throws -> String {
    let answer = try await request("POST", "/jobs", json: Self.job(program, inputs, more))
    guard answer.status == 200, let id = try answer.json["id"]?.stringValue else {
      throw HTTPConnection.Broken(description: "submitted: \(answer.status) \(answer.text)")
    }
    return id
  }

  /// Submits a job and waits for its end.
  func run(_ program: String, _ inputs: JSONValue = [:], _ more: JSONObject = [:]) async throws -> JSONValue {
    try await request("POST", "/jobs?wait=30", json: Self.job(program, inputs, more)).json
  }

  /// Submits a job that runs until ``release(_:)`` is called with the same name.
  func submitHeld(_ name: String = "gate", results: Int = 0, _ more: JSONObject = [:]) async throws -> String {
    try await submit(
      "await-file", ["path": .string("\(directory)/\(name)"), "results": .integer(Int64(results))], more)
  }

  /// Lets jobs end that were submitted with the same name.
  func release(_ name: String = "gate") {
    _ = FileManager.default.createFile(atPath: "\(directory)/\(name)", contents: nil)
  }

  /// A job, once it has ended.
  func end(of id: String) async throws -> JSONValue {
    let patience = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < patience {
      _ = try await get("/jobs/\(id)/results?wait=30")
      let job = try await get("/jobs/\(id)").json
      if !["Queued", "Running"].contains(job["status"]) { return job }
    }
    throw HTTPConnection.Broken(description: "the job \(id) does not end")
  }

  /// Waits until a job has the status; fails the test by throwing if the job ends otherwise.
  func waitUntil(_ id: String, is status: String) async throws {
    for try await event in events(of: id) where event.kind == "status" {
      if try JSONValue(parsing: event.data())["status"] == .string(status) { return }
    }
    throw HTTPConnection.Broken(description: "the job \(id) never was \(status)")
  }

  /// The events of a job from a number on, as they come.
  func events(of id: String, from first: Int = 1) -> AsyncThrowingStream<JobEvent, any Error> {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: JobEvent.self)
    let task = Task {
      do {
        try await connect { connection in
          try await connection.sendHead("GET", "\(Self.api)/jobs/\(id)/events?from=\(first)")
          let head = try await connection.answerHead()
          guard head.status == 200 else { throw HTTPConnection.Broken(description: "events: \(head.status)") }
          var parser = EventStream.Parser()
          while let chunk = try await connection.chunk() {
            for event in try parser.events(in: chunk) { continuation.yield(event) }
          }
        }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }
}
