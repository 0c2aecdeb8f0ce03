import Foundation
import JSONSchemas
import RuntimeAPI
import RuntimeServer
import Testing

@Suite("a job")
struct JobTests {
  @Test("runs and gives back what the program returned")
  func echo() async throws {
    try await ServerUnderTest.with { server in
      let receipt = try await server.run("echo", ["numbers": [1, 0.1, "ψ"]])
      #expect(receipt["status"] == "Completed")
      #expect(receipt["state"]?["status"] == "Completed")
      #expect(receipt["backend"] == "statevector")
      #expect(receipt["results"] == ["numbers": [1, 0.1, "ψ"]])
      let id = try #require(receipt["id"]?.stringValue)
      let results = try await server.get("/jobs/\(id)/results")
      #expect(results.status == 200)
      #expect(results.headers["content-type"] == "application/json")
      #expect(results.headers["ritz-job-status"] == "Completed")
      #expect(try results.json == ["numbers": [1, 0.1, "ψ"]])
      let metrics = try await server.get("/jobs/\(id)/metrics").json
      #expect(metrics["usage"]?["status"] == "complete")
      #expect(metrics["timestamps"]?["finished"]?.stringValue?.hasSuffix("Z") == true)
    }
  }

  @Test("needs no content type, and its answer comes before it has run unless the request waits")
  func receipt() async throws {
    try await ServerUnderTest.with { server in
      let ahead = try await server.submit("sleep", ["seconds": 30])
      let answer = try await server.request("POST", "/jobs", json: ServerUnderTest.job("echo", ["a": 1]))
      let receipt = try answer.json
      #expect(receipt.objectValue?.keys == ["id", "backend", "status"])
      #expect(receipt["status"] == "Queued")
      let id = try #require(receipt["id"]?.stringValue)
      #expect(JobID(id) != nil)
      let early = try await server.get("/jobs/\(id)/results")
      #expect(early.status == 204)
      #expect(early.body.isEmpty)
      #expect(early.headers["ritz-job-status"] == "Queued")
      #expect(try await server.request("POST", "/jobs/\(ahead)/cancel").status == 204)
      let late = try await server.get("/jobs/\(id)/results?wait=20")
      #expect(try late.json == ["a": 1])
    }
  }

  @Test("is answered as it stands when the time to wait has passed")
  func impatience() async throws {
    try await ServerUnderTest.with { server in
      let receipt = try await server.request(
        "POST", "/jobs?wait=0.05", json: ServerUnderTest.job("sleep", ["seconds": 30])
      ).json
      #expect(receipt["state"] != nil)
      #expect(receipt["results"] == nil)
      let id = try #require(receipt["id"]?.stringValue)
      let results = try await server.get("/jobs/\(id)/results?wait=0.05")
      #expect(results.status == 204)
      #expect(["Queued", "Running"].contains(results.headers["ritz-job-status"]))
      #expect(try await server.request("POST", "/jobs/\(id)/cancel").status == 204)
    }
  }

  @Test("shows all that is known of it, its inputs unless they are left out or private")
  func object() async throws {
    try await ServerUnderTest.with { server in
      let more: JSONObject = ["tags": ["one", "two"], "cost": 7]
      let receipt = try await server.run("echo", ["a": 1], more)
      let id = try #require(receipt["id"]?.stringValue)
      let job = try await server.get("/jobs/\(id)").json
      #expect(job["id"] == .string(id))
      #expect(job["status"] == "Completed")
      #expect(job["state"] == ["status": "Completed"])
      #expect(job["program"] == ["id": "echo", "version": "1.2.3"])
      #expect(job["params"] == ["a": 1])
      #expect(job["tags"] == ["one", "two"])
      #expect(job["cost"] == 7)
      #expect(job["user_id"] == "admin")
      #expect(job["private"] == false)
      #expect(job["attempt"] == 1)
      #expect(job["event_count"] == 3)
      #expect(job["usage"]?["qpu_charge_time_seconds"]?.doubleValue ?? 0 > 0)
      for key in ["created", "running", "ended"] { #expect(job[key]?.stringValue?.hasSuffix("Z") == true) }
      let short = try await server.get("/jobs/\(id)?exclude_params=true").json
      #expect(short["params"] == nil)
      let secret = try await server.run("echo", ["a": 1], ["private": true])
      let secretID = try #require(secret["id"]?.stringValue)
      let hidden = try await server.get("/jobs/\(secretID)").json
      #expect(hidden["params"] == nil)
      #expect(hidden["private"] == true)
      let list = try await server.get("/jobs").json
      #expect(list["jobs"]?[0]?["params"] == nil)
      #expect(list["jobs"]?[1]?["params"] == ["a": 1])
    }
  }

  @Test("may not run longer than its program, whatever it asks for")
  func cost() async throws {
    try await ServerUnderTest.with { server in
      let id = try await server.submit("echo", [:], ["cost": 10_000])
      #expect(try await server.get("/jobs/\(id)").json["cost"] == 600)
    }
  }

  @Test("gets other tags, and nothing else changes")
  func tags() async throws {
    try await ServerUnderTest.with { server in
      let id = try await server.submit("echo", [:], ["tags": ["old"]])
      let answer = try await server.request("PUT", "/jobs/\(id)/tags", json: ["tags": ["new", "newer"]])
      #expect(answer.status == 204)
      #expect(try await server.get("/jobs/\(id)").json["tags"] == ["new", "newer"])
      #expect(try await server.request("PUT", "/jobs/\(id)/tags", json: ["tag": []]).status == 400)
      #expect(try await server.request("PUT", "/jobs/\(id)/tags", json: [:]).status == 400)
    }
  }

  @Test("that is sent again with its key is the same job; with another body it is refused")
  func idempotency() async throws {
    try await ServerUnderTest.with { server in
      let job = ServerUnderTest.job("echo", ["a": 1])
      let key = ["Idempotency-Key": "once"]
      let first = try await server.request("POST", "/jobs", key, json: job).json
      let second = try await server.request("POST", "/jobs?wait=20", key, json: job).json
      #expect(first["id"] == second["id"])
      #expect(second["results"] == ["a": 1])
      let third = try await server.request("POST", "/jobs?wait=20", key, json: job).json
      #expect(third["results"] == ["a": 1])
      let other = try await server.request("POST", "/jobs", key, json: ServerUnderTest.job("echo", ["a": 2]))
      #expect(other.status == 409)
      #expect(other.errorName == "idempotency-conflict")
      #expect(try await server.get("/jobs").json["count"] == 1)
    }
  }

  @Test("that nobody may have one more of is refused until one has ended")
  func tooMany() async throws {
    try await ServerUnderTest.with {
      $0.maximumPendingJobs = 2
    } _: { server in
      let first = try await server.submit("sleep", ["seconds": 30])
      _ = try await server.submit("sleep", ["seconds": 30])
      let third = try await server.request("POST", "/jobs", json: ServerUnderTest.job("echo"))
      #expect(third.status == 429)
      #expect(third.errorName == "too-many-jobs")
      #expect(try await server.request("POST", "/jobs/\(first)/cancel").status == 204)
      _ = try await server.end(of: first)
      _ = try await server.submit("echo")
    }
  }

  @Test("that is sent again with its key is answered though nobody may have one more")
  func repeatedAtTheLimit() async throws {
    try await ServerUnderTest.with {
      $0.maximumPendingJobs = 1
    } _: { server in
      let job = ServerUnderTest.job("sleep", ["seconds": 30])
      let key = ["Idempotency-Key": "once"]
      let first = try await server.request("POST", "/jobs", key, json: job)
      #expect(first.status == 200)
      let again = try await server.request("POST", "/jobs", key, json: job)
      #expect(again.status == 200)
      #expect(try again.json["id"] == first.json["id"])
      let other = try await server.request("POST", "/jobs", key, json: ServerUnderTest.job("echo"))
      #expect(other.errorName == "idempotency-conflict")
      let new = try await server.request("POST", "/jobs", ["Idempotency-Key": "new"], json: job)
      #expect(new.errorName == "too-many-jobs")
    }
  }

  @Test("refers to texts by their hashes")
  func texts() async throws {
    try await ServerUnderTest.with { server in
      let text = "OPENQASM 3.0; include \"stdgates.inc\"; input float[64] a; qubit[1] q; ry(a) q[0];"
      let hash = ContentHash(of: text).description
      let inputs: JSONValue = [
        "pubs": [[.string(hash), "Z", [0.0], .null]], "options": ["exact": true], "version": 2, "support_qiskit": false,
      ]
      let job = ServerUnderTest.job("estimator", inputs, ["texts": [.string(hash)]])
      let early = try await server.request("POST", "/jobs", json: job)
      #expect(early.status == 409)
      #expect(early.errorName == "unknown-text")
      try await server.connect { connection in
        for _ in 0..<2 {
          let put = try await connection.request("PUT", "/api/v1/texts/\(hash)", body: Array(text.utf8))
          #expect(put.status == 204)
        }
        let get = try await connection.request("GET", "/api/v1/texts/\(hash.replacing(":", with: "%3A"))")
        #expect(get.text == text)
        let head = try await connection.request("HEAD", "/api/v1/texts/\(hash)")
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
      }
      let late = try await server.request("POST", "/jobs?wait=20", json: job).json
      #expect(late["results"]?["results"]?[0]?["data"]?["evs"] == 1.0, "\(late)")
    }
  }

  @Test("gets nobody else's texts, whoever knows their hashes and whatever its worker has kept")
  func textsOfOthers() async throws {
    let folder = ServerUnderTest.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let other = try await Tokens.add(user: "other", to: folder)
    let mine = try await Tokens.add(user: "me", to: folder)
    try await ServerUnderTest.with(directory: folder, token: mine) { server in
      let circuit = "OPENQASM 3.0; qubit[1] q;"
      let observables = #"{"Z": 0.5}"#
      let hashes = [circuit, observables].map { ContentHash(of: $0).description }
      let inputs: JSONValue = [
        "pubs": [[.string(hashes[0]), .string(hashes[1])]], "options": ["exact": true], "version": 2,
        "support_qiskit": false,
      ]
      let list: JSONObject = ["texts": .array(hashes.map { .string($0) })]
      try await server.connect { connection in
        for (text, hash) in zip([circuit, observables], hashes) {
          let put = try await connection.request("PUT", "/api/v1/texts/\(hash)", body: Array(text.utf8))
          #expect(put.status == 204)
        }
      }
      func run(_ more: JSONObject, token: String) async throws -> Answer {
        let job = ServerUnderTest.job("estimator", inputs, more)
        return try await server.request("POST", "/jobs?wait=20", json: job, token: token)
      }
      func expectUnknown(token: String) async throws {
        let job = try await run([:], token: token).json
        #expect(job["status"] == "Failed")
        let id = job["id"]?.stringValue ?? ""
        #expect(try await server.request("GET", "/jobs/\(id)", token: token).json["error"]?["code"] == "unknown-text")
        #expect(
          job["state"]?["reason"]
            == .string(
              "pubs[0]: The job has no text \(hashes[0]); send it, and list its hash among the job's `texts`."))
      }
      // Before the worker has them, and after.
      try await expectUnknown(token: other)
      let served = try await run(list, token: mine).json
      #expect(served["results"]?["results"]?[0]?["data"]?["evs"] == 0.5, "\(served)")
      try await expectUnknown(token: other)
      try await expectUnknown(token: mine)
      #expect(try await run(list, token: other).errorName == "unknown-text")
    }
  }

  @Test("is deleted with all that is its own; a running one must be cancelled first")
  func deletion() async throws {
    try await ServerUnderTest.with { server in
      let done = try await server.submit("echo")
      _ = try await server.end(of: done)
      #expect(try await server.request("DELETE", "/jobs/\(done)").status == 204)
      for path in ["", "/results", "/events", "/logs"] {
        #expect(try await server.get("/jobs/\(done)\(path)").status == 404)
      }
      let running = try await server.submit("sleep", ["seconds": 30])
      let queued = try await server.submit("echo")
      try await server.waitUntil(running, is: "Running")
      let refused = try await server.request("DELETE", "/jobs/\(running)")
      #expect(refused.status == 409)
      #expect(refused.errorName == "job-is-running")
      #expect(try await server.request("DELETE", "/jobs/\(queued)").status == 204)
      #expect(try await server.get("/jobs/\(queued)").status == 404)
      #expect(try await server.request("POST", "/jobs/\(running)/cancel").status == 204)
      #expect(try await server.end(of: running)["status"] == "Cancelled")
      #expect(try await server.request("DELETE", "/jobs/\(running)").status == 204)
    }
  }

  @Test("of somebody else is not there")
  func owners() async throws {
    let folder = ServerUnderTest.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let other = try await Tokens.add(user: "other", to: folder)
    let mine = try await Tokens.add(user: "me", to: folder)
    try await ServerUnderTest.with(directory: folder, token: mine) { server in
      #expect(server.server.firstToken == nil)
      let id = try await server.submit("echo")
      _ = try await server.end(of: id)
      let session = try await server.request("POST", "/sessions", json: ["mode": "batch"]).json["id"]?.stringValue ?? ""
      for (method, path) in [
        ("GET", "/jobs/\(id)"), ("GET", "/jobs/\(id)/results"), ("GET", "/jobs/\(id)/events"),
        ("GET", "/jobs/\(id)/logs"), ("GET", "/jobs/\(id)/metrics"), ("POST", "/jobs/\(id)/cancel"),
        ("DELETE", "/jobs/\(id)"), ("GET", "/sessions/\(session)"), ("DELETE", "/sessions/\(session)/close"),
      ] {
        #expect(try await server.request(method, path, token: other).status == 404, "\(method) \(path)")
      }
      #expect(try await server.request("GET", "/jobs", token: other).json["count"] == 0)
      let body = ServerUnderTest.job("echo", [:], ["session_id": .string(session)])
      #expect(try await server.request("POST", "/jobs", json: body, token: other).errorName == "unknown-session")
      #expect(try await server.get("/jobs/\(id)").status == 200)
      #expect(try await server.request("GET", "/jobs", ["Authorization": "apikey \(mine)"]).status == 200)
      #expect(try await server.request("GET", "/jobs", ["Authorization": "", "X-Access-Token": other]).status == 200)
    }
  }
}
