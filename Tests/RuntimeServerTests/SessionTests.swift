import Foundation
import JSONSchemas
import RuntimeAPI
import RuntimeServer
import Testing

@Suite("a session")
struct SessionTests {
  /// Opens a session and gives its id.
  private static func open(_ server: ServerUnderTest, _ request: JSONValue) async throws -> String {
    let answer = try await server.request("POST", "/sessions", json: request)
    guard answer.status == 200, let id = try answer.json["id"]?.stringValue else {
      throw HTTPConnection.Broken(description: "opened: \(answer.status) \(answer.text)")
    }
    return id
  }

  /// Advances a clock until `body` is over: what waits on it may begin to wait at any moment.
  private static func advancing<R: Sendable>(
    _ clock: ManualClock, by step: Duration, while body: () async throws -> R
  ) async throws -> R {
    let advancing = Task {
      while !Task.isCancelled {
        clock.advance(by: step)
        try await Task.sleep(for: .milliseconds(5))
      }
    }
    defer { advancing.cancel() }
    return try await body()
  }

  @Test("shows what it was opened with, and goes from open to active to closed")
  func life() async throws {
    try await ServerUnderTest.with { server in
      let answer = try await server.request(
        "POST", "/sessions", json: ["backend": "statevector", "mode": "dedicated", "max_ttl": 100, "instance": "crn:x"])
      let opened = try answer.json
      let id = try #require(opened["id"]?.stringValue)
      #expect(opened["state"] == "open")
      #expect(opened["mode"] == "dedicated")
      #expect(opened["backend_name"] == "statevector")
      #expect(opened["max_ttl"] == 100)
      #expect(opened["interactive_ttl"] == 60)
      #expect(opened["accepting_jobs"] == true)
      #expect(try await server.run("echo", ["a": 1], ["session_id": .string(id)])["results"] == ["a": 1])
      let active = try await server.get("/sessions/\(id)").json
      #expect(active["state"] == "active")
      #expect(active["activated_at"] != nil)
      #expect(active["last_job_completed"] != nil)
      #expect(try await server.request("DELETE", "/sessions/\(id)/close").status == 204)
      let closed = try await server.get("/sessions/\(id)").json
      #expect(closed["state"] == "closed")
      #expect(closed["accepting_jobs"] == false)
      #expect(closed["closed_at"] != nil)
      #expect(closed["elapsed_time"]?.doubleValue ?? 0 > 0)
      #expect(closed["timestamps"]?.arrayValue?.map { $0["status"] } == ["open", "active", "closed"])
      let late = try await server.request(
        "POST", "/jobs", json: ServerUnderTest.job("echo", [:], ["session_id": .string(id)]))
      #expect(late.status == 409)
      #expect(late.errorName == "session-closed")
      #expect(try await server.get("/jobs?session_id=\(id)").json["count"] == 1)
      #expect(try await server.request("DELETE", "/sessions/\(id)/close").status == 204)
    }
  }

  @Test("that is dedicated keeps its worker from others until it has had no job for a while")
  func reservation() async throws {
    let clock = ManualClock()
    try await ServerUnderTest.with {
      $0.clock = clock
    } _: { server in
      let id = try await Self.open(server, ["mode": "dedicated"])
      let inSession: JSONObject = ["session_id": .string(id)]
      _ = try await server.run("echo", [:], inSession)
      let outside = try await server.submit("echo", ["outside": true])
      for index in 0..<5 {
        #expect(try await server.run("echo", ["index": .integer(Int64(index))], inSession)["status"] == "Completed")
      }
      #expect(try await server.get("/jobs/\(outside)").json["status"] == "Queued")
      let job = try await Self.advancing(clock, by: .seconds(20)) { try await server.end(of: outside) }
      #expect(job["status"] == "Completed")
      #expect(try await server.get("/sessions/\(id)").json["state"] == "inactive")
      // It asks for a worker again when it has a job again.
      #expect(try await server.run("echo", [:], inSession)["status"] == "Completed")
      #expect(try await server.get("/sessions/\(id)").json["state"] == "active")
    }
  }

  @Test("that closes gives its worker back at once")
  func release() async throws {
    try await ServerUnderTest.with {
      $0.clock = ManualClock()
    } _: { server in
      let id = try await Self.open(server, ["mode": "dedicated"])
      _ = try await server.run("echo", [:], ["session_id": .string(id)])
      let outside = try await server.submit("echo")
      #expect(try await server.request("DELETE", "/sessions/\(id)/close").status == 204)
      #expect(try await server.end(of: outside)["status"] == "Completed")
    }
  }

  @Test("that closes cancels what is queued and lets finish what runs", arguments: ["dedicated", "batch"])
  func close(mode: String) async throws {
    try await ServerUnderTest.with { server in
      let id = try await Self.open(server, ["mode": .string(mode)])
      let inSession: JSONObject = ["session_id": .string(id)]
      let running = try await server.submitHeld("gate", inSession)
      let queued = try await server.submit("echo", [:], inSession)
      try await server.waitUntil(running, is: "Running")
      #expect(try await server.request("DELETE", "/sessions/\(id)/close").status == 204)
      let job = try await server.get("/jobs/\(queued)").json
      #expect(job["status"] == "Cancelled")
      #expect(job["state"]?["reason"] == "The session was closed.")
      server.release()
      #expect(try await server.end(of: running)["status"] == "Completed")
    }
  }

  @Test("that takes no more jobs finishes those it has and is closed then", arguments: ["dedicated", "batch"])
  func stopAccepting(mode: String) async throws {
    try await ServerUnderTest.with { server in
      let id = try await Self.open(server, ["mode": .string(mode)])
      let inSession: JSONObject = ["session_id": .string(id)]
      let running = try await server.submitHeld("gate", inSession)
      let queued = try await server.submit("echo", [:], inSession)
      #expect(try await server.request("PATCH", "/sessions/\(id)", json: ["accepting_jobs": true]).status == 400)
      #expect(try await server.request("PATCH", "/sessions/\(id)", json: ["accepting_jobs": false]).status == 204)
      let late = try await server.request("POST", "/jobs", json: ServerUnderTest.job("echo", [:], inSession))
      #expect(late.errorName == "session-closed")
      let session = try await server.get("/sessions/\(id)").json
      #expect(session["accepting_jobs"] == false)
      #expect(session["state"] != "closed")
      server.release()
      #expect(try await server.end(of: running)["status"] == "Completed")
      #expect(try await server.end(of: queued)["status"] == "Completed")
      try await server.waitUntilSession(id, is: "closed")
    }
  }

  @Test("that was closed while a job for it was being stored cancels that job", arguments: ["", "?wait=30"])
  func lateJob(wait: String) async throws {
    try await ServerUnderTest.with { server in
      let id = try await Self.open(server, ["mode": "dedicated"])
      #expect(try await server.request("DELETE", "/sessions/\(id)/close").status == 204)
      // As the store was the moment before.
      try DatabaseUnderTest(of: server).acceptJobs()
      let receipt = try await server.request(
        "POST", "/jobs\(wait)", json: ServerUnderTest.job("echo", [:], ["session_id": .string(id)])
      ).json
      if !wait.isEmpty { #expect(receipt["status"] == "Cancelled") }
      let job = try await server.end(of: #require(receipt["id"]?.stringValue))
      #expect(job["status"] == "Cancelled")
      #expect(job["state"]?["reason"] == "The session was closed.")
      #expect(job["attempt"] == 0)
    }
  }

  @Test("that is closed while its last job ends stays closed", arguments: ["dedicated", "batch"])
  func closeAtTheEnd(mode: String) async throws {
    try await ServerUnderTest.with { server in
      for _ in 0..<20 {
        let id = try await Self.open(server, ["mode": .string(mode)])
        let job = try await server.submit("echo", [:], ["session_id": .string(id)])
        async let end = server.end(of: job)
        #expect(try await server.request("DELETE", "/sessions/\(id)/close").status == 204)
        #expect(try await ["Completed", "Cancelled"].contains(end["status"]))
        #expect(try await server.get("/sessions/\(id)").json["state"] == "closed")
      }
    }
  }

  @Test("that closes though the store cannot cancel its jobs runs them")
  func closeWithoutStore() async throws {
    try await ServerUnderTest.with { server in
      let id = try await Self.open(server, ["mode": "dedicated"])
      let inSession: JSONObject = ["session_id": .string(id)]
      let running = try await server.submitHeld("gate", inSession)
      let queued = try await server.submit("echo", [:], inSession)
      try await server.waitUntil(running, is: "Running")
      let database = try DatabaseUnderTest(of: server)
      try database.refuseCancellations()
      #expect(try await server.request("DELETE", "/sessions/\(id)/close").status == 204)
      try database.allowCancellations()
      server.release()
      #expect(try await server.end(of: running)["status"] == "Completed")
      #expect(try await server.end(of: queued)["status"] == "Completed")
      #expect(try await server.run("echo")["status"] == "Completed")
    }
  }

  @Test("whose time is over closes by itself")
  func lifetime() async throws {
    let clock = ManualClock()
    try await ServerUnderTest.with {
      $0.clock = clock
    } _: { server in
      let id = try await Self.open(server, ["mode": "dedicated", "max_ttl": 5])
      let inSession: JSONObject = ["session_id": .string(id)]
      let running = try await server.submitHeld("gate", inSession)
      let queued = try await server.submit("echo", [:], inSession)
      try await server.waitUntil(running, is: "Running")
      clock.advance(by: .seconds(5))
      let job = try await server.end(of: queued)
      #expect(job["status"] == "Cancelled")
      #expect(job["state"]?["reason"]?.stringValue?.contains("time was over") == true)
      try await server.waitUntilSession(id, is: "closed")
      server.release()
      #expect(try await server.end(of: running)["status"] == "Completed")
    }
  }

  @Test("of two that want the one worker gets it after the other, in the order of asking")
  func order() async throws {
    try await ServerUnderTest.with { server in
      let first = try await Self.open(server, ["mode": "dedicated"])
      let second = try await Self.open(server, ["mode": "dedicated"])
      let job = try await server.submit("echo", [:], ["session_id": .string(first)])
      _ = try await server.end(of: job)
      let waiting = try await server.submit("echo", [:], ["session_id": .string(second)])
      let alone = try await server.submit("echo")
      _ = try await server.run("echo", [:], ["session_id": .string(first)])
      #expect(try await server.get("/jobs/\(waiting)").json["status"] == "Queued")
      _ = try await server.request("DELETE", "/sessions/\(first)/close")
      #expect(try await server.end(of: waiting)["status"] == "Completed")
      #expect(try await server.get("/jobs/\(alone)").json["status"] == "Queued")
      _ = try await server.request("DELETE", "/sessions/\(second)/close")
      #expect(try await server.end(of: alone)["status"] == "Completed")
    }
  }
}

extension ServerUnderTest {
  /// Waits for something that follows the end of a job by a moment.
  fileprivate func waitUntilSession(_ id: String, is state: String) async throws {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
      if try await get("/sessions/\(id)").json["state"] == .string(state) { return }
      await Task.yield()
    }
    throw HTTPConnection.Broken(description: "the session \(id) never was \(state)")
  }
}
