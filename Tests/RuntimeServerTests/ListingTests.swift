import Foundation
import JSONSchemas
import RuntimeAPI
import Testing

@Suite("a listing")
struct ListingTests {
  @Test("of jobs shows those that match, newest first, page by page")
  func jobs() async throws {
    try await ServerUnderTest.with { server in
      var ids: [String] = []
      for index in 0..<5 {
        let tags: JSONValue = index == 0 ? ["a b", "c"] : index == 1 ? ["c"] : []
        ids.append(try await server.submit(index == 4 ? "noise" : "echo", [:], ["tags": tags]))
        _ = try await server.end(of: ids[index])
      }
      let running = try await server.submit("sleep", ["seconds": 60])
      try await server.waitUntil(running, is: "Running")
      let created = try await server.get("/jobs/\(ids[2])").json["created"]?.stringValue ?? ""
      let expected: [(String, [String])] = [
        ("", [running] + ids.reversed()),
        ("?sort=ASC", ids + [running]),
        ("?limit=2", [running, ids[4]]),
        ("?limit=2&offset=4", [ids[1], ids[0]]),
        ("?offset=100", []),
        ("?pending=true", [running]),
        ("?pending=false", ids.reversed()),
        ("?program=noise", [ids[4]]),
        ("?program=none", []),
        ("?backend=statevector&limit=1", [running]),
        ("?backend=other", []),
        ("?tags=c", [ids[1], ids[0]]),
        ("?tags=c&tags=a+b", [ids[0]]),
        ("?tags=c&tags=a%20b", [ids[0]]),
        ("?session_id=none", []),
        ("?created_after=\(created)", [running, ids[4], ids[3], ids[2]]),
        ("?created_before=\(created)", [ids[2], ids[1], ids[0]]),
        ("?include_mocks=true&provider=a/b/c&limit=1", [running]),
      ]
      try await server.connect { connection in
        for (query, found) in expected {
          let list = try await connection.request("GET", "/api/v1/jobs\(query)").json
          #expect(list["jobs"]?.arrayValue?.compactMap { $0["id"]?.stringValue } == found, "\(query)")
          if !query.contains("limit"), !query.contains("offset") {
            #expect(list["count"]?.intValue == found.count, "\(query)")
          }
        }
        let page = try await connection.request("GET", "/api/v1/jobs?limit=2&offset=1").json
        #expect(page["count"] == 6)
        #expect(page["limit"] == 2)
        #expect(page["offset"] == 1)
        let short = try await connection.request("GET", "/experimental/jobs?exclude_params=true").json
        #expect(short["jobs"]?[0]?["params"] == nil)
        let whole = try await connection.request("GET", "/experimental/jobs").json
        #expect(whole["jobs"]?[0]?["params"] == ["seconds": 60])
      }
      #expect(try await server.request("POST", "/jobs/\(running)/cancel").status == 204)
    }
  }

  @Test("of programs has their schemas, and each stands for itself")
  func programs() async throws {
    try await ServerUnderTest.with { server in
      let all = try await server.get("/programs").json
      let count = try #require(all["count"]?.intValue)
      #expect(all["programs"]?.arrayValue?.count == count)
      let page = try await server.get("/programs?limit=2&offset=1").json
      #expect(page["count"]?.intValue == count)
      #expect(
        page["programs"]?.arrayValue?.map { $0["id"] } == [all["programs"]?[1]?["id"], all["programs"]?[2]?["id"]])
      for program in all["programs"]?.arrayValue ?? [] {
        let id = program["id"]?.stringValue ?? ""
        let single = try await server.get("/programs/\(id)").json
        #expect(single == program)
        let schema = try JSONSchema(document: single["spec"]?["parameters"] ?? .null)
        if id == "estimator" { #expect(throws: JSONSchemaViolation.self) { try schema.validate([:]) } }
      }
    }
  }

  @Test("of backends has the form that the client's version asks for")
  func backends() async throws {
    try await ServerUnderTest.with { server in
      for version in ["2025-01-01", "2026-04-15", "2999-01-01", "newest"] {
        let list = try await server.request("GET", "/backends?include_mocks=True", ["IBM-API-Version": version]).json
        #expect(list["devices"]?[0]?["name"] == "statevector")
        #expect(list["devices"]?[0]?["status"] == ["name": "online", "reason": "available"])
        #expect(list["devices"]?[0]?["is_simulator"] == true)
        #expect(list["devices"]?[0]?["queue_length"] == 0)
      }
      for version in ["", "2024-01-01"] {
        let list = try await server.request("GET", "/backends", ["IBM-API-Version": version]).json
        #expect(list == ["devices": ["statevector"]])
      }
      let configuration = try await server.get("/backends/statevector/configuration").json
      #expect(configuration["simulator"] == true)
      #expect(configuration["n_qubits"]?.intValue ?? 0 > 10)
      #expect(configuration["ritz"]?["supports_exact_expectation_values"] == true)
      #expect(configuration["input_allowed"]?.arrayValue?.contains("runtime") == true)
      #expect(try await server.get("/backends/statevector/properties").json == [:])
      let status = try await server.get("/backends/statevector/status").json
      #expect(status["state"] == true)
      #expect(status["length_queue"] == 0)
    }
  }

  @Test("of use counts the seconds of the user's jobs")
  func usage() async throws {
    try await ServerUnderTest.with { server in
      let id = try await server.submit("sleep", ["seconds": 0.05])
      _ = try await server.end(of: id)
      let usage = try await server.request("GET", "/instances/usage", ["Service-CRN": "crn:v1:x"]).json
      #expect(usage["instance_id"] == "crn:v1:x")
      #expect(usage["usage_consumed_seconds"]?.doubleValue ?? 0 >= 0.05)
      #expect(usage["usage_limit_reached"] == false)
      #expect(usage["usage_period"]?["start_time"]?.stringValue?.hasSuffix("-01T00:00:00.000000Z") == true)
    }
  }

  @Test("asked for by HEAD has the head of the answer and no body")
  func head() async throws {
    try await ServerUnderTest.with { server in
      try await server.connect { connection in
        for path in ["/health", "/programs", "/backends", "/jobs"] {
          let answer = try await connection.request("HEAD", ServerUnderTest.api + path)
          #expect(answer.status == 200)
        }
        let get = try await connection.request("GET", "/api/v1/programs/echo")
        let head = try await connection.request("HEAD", "/api/v1/programs/echo")
        #expect(head.headers["content-length"] == get.headers["content-length"])
      }
    }
  }
}
