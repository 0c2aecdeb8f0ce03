import Foundation
import JSONSchemas
import Logging
import RuntimeAPI
import RuntimeServer
import RuntimeWorkers
import TestSupport
import Testing

@Suite("a job that goes wrong")
struct FailureTests {
  @Test("fails with the program's own code and words")
  func program() async throws {
    try await ServerUnderTest.with { server in
      let receipt = try await server.run("throw", ["code": "not-finite", "message": "one\ntwo"])
      #expect(receipt["status"] == "Failed")
      #expect(receipt["state"] == ["status": "Failed", "reason": "one", "reason_code": 1517])
      #expect(receipt["error"] == ["code": "not-finite", "message": "one\ntwo"])
      let id = try #require(receipt["id"]?.stringValue)
      let results = try await server.get("/jobs/\(id)/results")
      #expect(results.status == 200)
      #expect(results.headers["content-type"]?.hasPrefix("text/plain") == true)
      #expect(results.headers["ritz-job-status"] == "Failed")
      #expect(results.text == "one\ntwo")
      #expect(try await server.get("/jobs/\(id)").json["error"]?["code"] == "not-finite")
    }
  }

  @Test("for a circuit that cannot be parsed says where")
  func circuit() async throws {
    try await ServerUnderTest.with { server in
      let inputs: JSONValue = [
        "pubs": [["OPENQASM 3.0; nonsense", "Z", .null, .null]], "options": ["exact": true], "version": 2,
        "support_qiskit": false,
      ]
      let receipt = try await server.run("estimator", inputs)
      #expect(receipt["status"] == "Failed")
      #expect(receipt["state"]?["reason_code"] == 1517)
      #expect(receipt["error"]?["code"] == "invalid-input")
      #expect(receipt["error"]?["message"]?.stringValue?.contains("line 1") == true)
    }
  }

  @Test("because its worker died is tried once more")
  func diesOnce() async throws {
    try await ServerUnderTest.with { server in
      let receipt = try await server.run("crash-once", ["path": .string(server.directory + "/crashed")])
      #expect(receipt["status"] == "Completed")
      #expect(receipt["results"] == ["survived": true])
      let id = try #require(receipt["id"]?.stringValue)
      let job = try await server.get("/jobs/\(id)").json
      #expect(job["attempt"] == 2)
      var changes: [String] = []
      for try await event in server.events(of: id) where event.kind == "status" {
        let data = try JSONValue(parsing: event.data())
        changes.append("\(data["status"]?.stringValue ?? "") \(data["attempt"]?.intValue ?? -1)")
      }
      #expect(changes.map { $0.split(separator: " ")[0] } == ["Queued", "Running", "Queued", "Running", "Completed"])
      #expect(changes[1] == "Running 1")
      #expect(changes[3] == "Running 2")
    }
  }

  @Test("because its worker died twice has failed, with what it had published once", arguments: ["crash", "exit"])
  func diesTwice(program: String) async throws {
    try await ServerUnderTest.with { server in
      let receipt = try await server.run(program, program == "crash" ? ["results": 3] : ["status": 3])
      #expect(receipt["status"] == "Failed")
      #expect(receipt["state"]?["reason_code"] == 1500)
      #expect(receipt["error"]?["code"] == "worker-died")
      let id = try #require(receipt["id"]?.stringValue)
      var published: [String] = []
      for try await event in server.events(of: id) {
        if case .interimResult(let text) = event.content { published.append(text) }
      }
      // What it published in its last moment may be lost with it; what is there is in order.
      let all = program == "crash" ? [0, 1, 2].map { "{\"index\":\($0)}" } : []
      #expect(published == Array(all.prefix(published.count)))
      #expect(try await server.get("/jobs/\(id)").json["attempt"] == 2)
      #expect(try await server.run("echo")["status"] == "Completed")
    }
  }

  @Test("for running too long is cancelled and says so", arguments: ["sleep", "spin"])
  func timeLimit(program: String) async throws {
    try await ServerUnderTest.with { server in
      let receipt = try await server.run(program, ["seconds": 60], ["cost": 1])
      #expect(receipt["status"] == "Cancelled")
      #expect(receipt["state"]?["reason_code"] == 1305)
      #expect(receipt["state"]?["reason"]?.stringValue?.hasPrefix("Ran too long") == true)
      #expect(try await server.run("echo")["status"] == "Completed")
    }
  }

  @Test("for taking too much memory has failed, and nobody else's has")
  func memoryLimit() async throws {
    try await ServerUnderTest.with {
      $0.memoryLimit = 200 << 20
    } _: { server in
      let receipt = try await server.run("allocate", ["mebibytes": 400, "seconds": 30])
      #expect(receipt["status"] == "Failed")
      #expect(receipt["state"]?["reason_code"] == 1501)
      #expect(receipt["error"]?["code"] == "memory-limit")
      #expect(try await server.run("echo")["status"] == "Completed")
    }
  }

  @Test("by a result that breaks the program's schema has failed")
  func wrongResult() async throws {
    try await ServerUnderTest.with { server in
      let receipt = try await server.run("wrong-result")
      #expect(receipt["status"] == "Failed")
      #expect(receipt["state"]?["reason_code"] == 1518)
      #expect(receipt["error"]?["code"] == "invalid-result")
      #expect(receipt["error"]?["message"]?.stringValue?.contains("value") == true)
      #expect(receipt["results"] == nil)
    }
  }

  @Test("by an interim result that breaks the program's schema has failed, with those before it kept")
  func wrongInterimResult() async throws {
    try await ServerUnderTest.with { server in
      // The schema ends at 999.
      let receipt = try await server.run("count", ["results": 1500])
      #expect(receipt["status"] == "Failed")
      #expect(receipt["state"]?["reason_code"] == 1518)
      #expect(receipt["error"]?["message"]?.stringValue?.contains("index") == true)
      // Queued, running, 0 to 999, failed.
      let id = try #require(receipt["id"]?.stringValue)
      #expect(try await server.get("/jobs/\(id)").json["event_count"] == 1003)
    }
  }

  @Test("that is cancelled while it is queued never runs; the one behind does")
  func cancelQueued() async throws {
    try await ServerUnderTest.with { server in
      let ahead = try await server.submit("sleep", ["seconds": 60])
      let queued = try await server.submit("echo")
      let behind = try await server.submit("echo", ["behind": true])
      #expect(try await server.request("POST", "/jobs/\(queued)/cancel").status == 204)
      let job = try await server.get("/jobs/\(queued)").json
      #expect(job["status"] == "Cancelled")
      #expect(job["attempt"] == 0)
      let results = try await server.get("/jobs/\(queued)/results")
      #expect(results.status == 204)
      #expect(results.headers["ritz-job-status"] == "Cancelled")
      #expect(try await server.get("/jobs/\(behind)").json["status"] == "Queued")
      #expect(try await server.request("POST", "/jobs/\(ahead)/cancel").status == 204)
      #expect(try await server.end(of: behind)["status"] == "Completed")
    }
  }

  @Test("to be cancelled, because the store cannot write, stays queued and can be cancelled later")
  func cancelFails() async throws {
    try await ServerUnderTest.with { server in
      let ahead = try await server.submitHeld()
      let (first, second) = (try await server.submit("echo"), try await server.submit("echo"))
      let database = try DatabaseUnderTest(of: server)
      try database.refuseCancellations()
      for id in [first, second] {
        let answer = try await server.request("POST", "/jobs/\(id)/cancel")
        #expect(answer.status == 500)
        #expect(answer.errorName == "internal-error")
      }
      try database.allowCancellations()
      #expect(try await server.request("POST", "/jobs/\(first)/cancel").status == 204)
      server.release()
      #expect(try await server.end(of: ahead)["status"] == "Completed")
      #expect(try await server.end(of: first)["status"] == "Cancelled")
      #expect(try await server.end(of: second)["status"] == "Completed")
    }
  }

  @Test("that is cancelled while its dead worker's loss is written down is not run again")
  func cancelBetweenAttempts() async throws {
    let (deaths, continuation) = AsyncStream.makeStream(of: Void.self)
    let executor = RecordingExecutor(LocalProcessExecutor(executable: try BuiltExecutable.path("WorkerForTests")))
    try await ServerUnderTest.with(workers: 1) {
      $0.executor = executor
      $0.logger = Logger(label: "deaths") { _ in MessageHandler("a worker died", continuation) }
    } _: { server in
      let id = try await server.submitHeld()
      try await server.waitUntil(id, is: "Running")
      // From here on the store cannot write, so that the job stands between its attempts.
      let database = try DatabaseUnderTest(of: server)
      try database.lock()
      executor.killAll()
      for await _ in deaths { break }
      #expect(try await server.request("POST", "/jobs/\(id)/cancel").status == 204)
      try database.unlock()
      var changes: [JSONValue?] = []
      for try await event in server.events(of: id) where event.kind == "status" {
        changes.append(try JSONValue(parsing: event.data())["status"])
        if changes.count == 4 { break }
      }
      #expect(changes == ["Queued", "Running", "Queued", "Cancelled"])
      #expect(try await server.get("/jobs/\(id)").json["attempt"] == 1)
      #expect(try await server.run("echo")["status"] == "Completed")
    }
  }

  @Test("that is cancelled while it runs ends, and cannot be cancelled again", arguments: ["sleep", "spin"])
  func cancelRunning(program: String) async throws {
    try await ServerUnderTest.with { server in
      let id = try await server.submit(program, ["seconds": 60])
      try await server.waitUntil(id, is: "Running")
      #expect(try await server.request("POST", "/jobs/\(id)/cancel").status == 204)
      #expect(try await server.end(of: id)["status"] == "Cancelled")
      let again = try await server.request("POST", "/jobs/\(id)/cancel")
      #expect(again.status == 409)
      #expect(again.errorName == "job-is-final")
      #expect(try await server.run("echo")["status"] == "Completed")
    }
  }
}
