import Foundation
import JSONSchemas
import RuntimeAPI
import RuntimeServer
import Testing

/// Every way to ask for something that cannot be had, and what is answered.
@Suite("a refusal")
struct RefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var method = "GET"
    var path: String
    var headers: [String: String] = [:]
    var body = ""
    var status: Int
    var name: String
    /// Stands in the message.
    var says: String

    var testDescription: String { "\(method) \(path) \(body.prefix(60)): \(status) \(name)" }
  }

  static let hash = "sha256:" + String(repeating: "0", count: 64)

  static let cases: [Case] = [
    Case(path: "/jobs", headers: ["Authorization": "Bearer wrong"], status: 401, name: "unauthorized", says: "unknown"),
    Case(path: "/jobs", headers: ["Authorization": "Basic x"], status: 401, name: "unauthorized", says: "no access"),
    Case(
      path: "/nothing", headers: ["Authorization": "apikey wrong"], status: 401, name: "unauthorized", says: "token"),
    Case(path: "/nothing", status: 404, name: "unknown-path", says: "nothing at this path"),
    Case(path: "/jobs/00000000000000000000", status: 404, name: "unknown-job", says: "00000000000000000000"),
    Case(path: "/jobs/no-id/results", status: 404, name: "unknown-job", says: "no-id"),
    Case(path: "/jobs/no-id/events", status: 404, name: "unknown-job", says: "no-id"),
    Case(path: "/jobs/no-id/logs", status: 404, name: "unknown-job", says: "no-id"),
    Case(path: "/jobs/no-id/metrics", status: 404, name: "unknown-job", says: "no-id"),
    Case(method: "POST", path: "/jobs/no-id/cancel", status: 404, name: "unknown-job", says: "no-id"),
    Case(method: "DELETE", path: "/jobs/no-id", status: 404, name: "unknown-job", says: "no-id"),
    Case(path: "/programs/none", status: 404, name: "unknown-program", says: "'none'"),
    Case(path: "/backends/none/status", status: 404, name: "unknown-backend", says: "'none'"),
    Case(path: "/backends/none/configuration", status: 404, name: "unknown-backend", says: "'none'"),
    Case(path: "/backends/none/properties", status: 404, name: "unknown-backend", says: "'none'"),
    Case(path: "/sessions/none", status: 404, name: "unknown-session", says: "'none'"),
    Case(method: "DELETE", path: "/sessions/none/close", status: 404, name: "unknown-session", says: "'none'"),
    Case(path: "/texts/\(hash)", status: 404, name: "unknown-text", says: hash),
    Case(path: "/texts/md5:00", status: 400, name: "invalid-request", says: "md5:00"),
    Case(method: "PUT", path: "/texts/\(hash)", body: "x", status: 400, name: "invalid-request", says: hash),
    Case(method: "PUT", path: "/jobs", status: 405, name: "method-not-allowed", says: "PUT"),
    Case(method: "POST", path: "/health", status: 405, name: "method-not-allowed", says: "POST"),
    Case(method: "DELETE", path: "/backends", status: 405, name: "method-not-allowed", says: "DELETE"),
    Case(path: "/jobs?limit=0", status: 400, name: "invalid-request", says: "limit=0"),
    Case(path: "/jobs?limit=many", status: 400, name: "invalid-request", says: "limit=many"),
    Case(path: "/jobs?offset=-1", status: 400, name: "invalid-request", says: "offset=-1"),
    Case(path: "/jobs?colour=red", status: 400, name: "invalid-request", says: "'colour'"),
    Case(path: "/jobs?pending=perhaps", status: 400, name: "invalid-request", says: "pending=perhaps"),
    Case(path: "/jobs?sort=UP", status: 400, name: "invalid-request", says: "sort=UP"),
    Case(path: "/jobs?created_after=yesterday", status: 400, name: "invalid-request", says: "yesterday"),
    Case(path: "/jobs?program=%FF", status: 400, name: "invalid-request", says: "%FF"),
    Case(path: "/jobs?program=%2", status: 400, name: "invalid-request", says: "%2"),
    Case(method: "POST", path: "/jobs?wait=soon", body: "{}", status: 400, name: "invalid-request", says: "wait=soon"),
    Case(method: "POST", path: "/jobs?wait=nan", body: "{}", status: 400, name: "invalid-request", says: "wait=nan"),
    Case(method: "POST", path: "/jobs", status: 400, name: "malformed-json", says: "line 1, column 1"),
    Case(
      method: "POST", path: "/jobs", body: "{\"a\": 1,\n  oops}", status: 400, name: "malformed-json",
      says: "line 2, column 3"),
    Case(method: "POST", path: "/jobs", body: "{\"a\":1,\"a\":2}", status: 400, name: "malformed-json", says: "line 1"),
    Case(method: "POST", path: "/jobs", body: "{\"a\":\"\u{fffd}", status: 400, name: "malformed-json", says: "line 1"),
    Case(method: "POST", path: "/jobs", body: "[1]", status: 400, name: "invalid-request", says: "no object"),
    Case(method: "POST", path: "/jobs", body: "{}", status: 400, name: "invalid-request", says: "'program_id'"),
    submission(#"{"program_id":"none","backend":"statevector","params":{}}"#, 404, "unknown-program", "'none'"),
    submission(#"{"program_id":"echo","backend":"none","params":{}}"#, 404, "unknown-backend", "'none'"),
    submission(#"{"program_id":"echo","backend":"statevector"}"#, 400, "invalid-request", "'params'"),
    submission(#"{"program_id":"echo","backend":"statevector","params":1}"#, 400, "invalid-inputs", "params"),
    submission(#"{"program_id":5,"backend":"statevector","params":{}}"#, 400, "invalid-request", "'program_id'"),
    submission(
      #"{"program_id":"sleep","backend":"statevector","params":{"seconds":"long"}}"#, 400, "invalid-inputs",
      "params.seconds"),
    submission(
      #"{"program_id":"sleep","backend":"statevector","params":{"seconds":1,"minutes":1}}"#, 400, "invalid-inputs",
      "minutes"),
    submission(
      #"{"program_id":"estimator","backend":"statevector","params":{"pubs":[["x","Z",null,null],[5]],"version":2,"support_qiskit":false}}"#,
      400, "invalid-inputs", "params.pubs[1]"),
    submission(
      #"{"program_id":"echo","backend":"statevector","params":{},"colour":"red"}"#, 400, "invalid-request", "'colour'"),
    submission(
      #"{"program_id":"echo","backend":"statevector","params":{},"cost":0}"#, 400, "invalid-request", "'cost'"),
    submission(
      #"{"program_id":"echo","backend":"statevector","params":{},"tags":"a"}"#, 400, "invalid-request", "'tags'"),
    submission(
      #"{"program_id":"echo","backend":"statevector","params":{},"tags":["1","2","3","4","5","6","7","8","9"]}"#, 400,
      "invalid-request", "9 tags"),
    submission(
      #"{"program_id":"echo","backend":"statevector","params":{},"log_level":"LOUD"}"#, 400, "invalid-request", "LOUD"),
    submission(
      #"{"program_id":"echo","backend":"statevector","params":{},"private":"yes"}"#, 400, "invalid-request", "private"),
    submission(
      #"{"program_id":"echo","backend":"statevector","params":{},"texts":["x"]}"#, 400, "invalid-request", "texts"),
    submission(
      #"{"program_id":"echo","backend":"statevector","params":{},"texts":["\#(hash)"]}"#, 409, "unknown-text", hash),
    submission(
      #"{"program_id":"echo","backend":"statevector","params":{},"session_id":"none"}"#, 404, "unknown-session",
      "'none'"),
    submission(
      #"{"program_id":"echo","backend":"statevector","params":{},"runtime":"image:1"}"#, 400, "invalid-request",
      "'runtime'"),
    Case(
      method: "POST", path: "/jobs", headers: ["Idempotency-Key": String(repeating: "k", count: 300)], body: "{}",
      status: 400, name: "invalid-request", says: "300"),
    Case(
      method: "POST", path: "/sessions", body: #"{"backend":"none"}"#, status: 404, name: "unknown-backend",
      says: "'none'"),
    Case(
      method: "POST", path: "/sessions", body: #"{"backend":"statevector","mode":"alone"}"#, status: 400,
      name: "invalid-request", says: "alone"),
    Case(
      method: "POST", path: "/sessions", body: #"{"backend":"statevector","max_ttl":0}"#, status: 400,
      name: "invalid-request", says: "max_ttl"),
    Case(path: "/jobs/no-id/events?from=0", status: 400, name: "invalid-request", says: "from=0"),
  ]

  static func submission(_ body: String, _ status: Int, _ name: String, _ says: String) -> Case {
    Case(method: "POST", path: "/jobs", body: body, status: status, name: name, says: says)
  }

  @Test("has its status, its name and what was found, on one connection that goes on")
  func refusals() async throws {
    try await ServerUnderTest.with { server in
      try await server.connect { connection in
        for refusal in Self.cases {
          let answer = try await connection.request(
            refusal.method, ServerUnderTest.api + refusal.path, refusal.headers, body: Array(refusal.body.utf8))
          #expect(answer.status == refusal.status, "\(refusal.testDescription): \(answer.text)")
          #expect(answer.errorName == refusal.name, "\(refusal.testDescription): \(answer.text)")
          #expect(answer.message.contains(refusal.says), "\(refusal.testDescription): \(answer.message)")
          #expect(answer.headers["content-type"] == "application/json")
          let trace = try answer.json["trace"]?.stringValue ?? ""
          #expect(trace.count == 16)
        }
        let health = try await connection.request("GET", "/api/v1/health", ["Authorization": "none"])
        #expect(health.status == 200)
      }
    }
  }

  @Test("names the methods that are possible")
  func allow() async throws {
    try await ServerUnderTest.with { server in
      let jobs = try await server.request("PATCH", "/jobs")
      #expect(jobs.headers["allow"] == "GET, HEAD, POST")
      let health = try await server.request("OPTIONS", "/health")
      #expect(health.headers["allow"] == "GET, HEAD")
      let unauthorized = try await server.request("GET", "/jobs", token: "x")
      #expect(unauthorized.headers["www-authenticate"] == "Bearer")
    }
  }

  @Test("comes at once for a body that says it is too large, and the service lives")
  func declaredSize() async throws {
    try await ServerUnderTest.with { server in
      try await server.connect { connection in
        try await connection.sendHead("POST", "/api/v1/jobs", ["Content-Length": "\(1 << 30)"])
        let answer = try await connection.answer()
        #expect(answer.status == 413)
        #expect(answer.errorName == "body-too-large")
        #expect(answer.headers["connection"] == "close")
      }
      #expect(try await server.get("/health").status == 200)
    }
  }

  @Test("reaches a client that writes its whole request before it reads, though the body is too large")
  func wholeLargeBody() async throws {
    try await ServerUnderTest.with {
      $0.maximumBodySize = 100_000
    } _: { server in
      try await server.connect { connection in
        let size = 8 << 20
        try await connection.sendHead("PUT", "/api/v1/texts/\(Self.hash)", ["Content-Length": "\(size)"])
        for _ in 0..<(size >> 20) { try await connection.send(repeatElement(UInt8(ascii: "x"), count: 1 << 20)) }
        #expect(try await connection.answer().status == 413)
        #expect(try await connection.rest().isEmpty)
      }
    }
  }

  @Test("reaches a client that goes on writing chunks after they are too many, and reads then")
  func wholeChunkedBody() async throws {
    try await ServerUnderTest.with {
      $0.maximumBodySize = 100_000
    } _: { server in
      try await server.connect { connection in
        try await connection.sendHead(
          "PUT", "/api/v1/texts/\(Self.hash)", ["Transfer-Encoding": "chunked"])
        let chunk =
          Array("100000\r\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 1 << 20) + Array("\r\n".utf8)
        for _ in 0..<16 { try await connection.send(chunk) }
        try await connection.send("0\r\n\r\n")
        let answer = try await connection.answer()
        #expect(answer.status == 413)
        #expect(answer.errorName == "body-too-large")
        #expect(try await connection.rest().isEmpty)
      }
    }
  }

  @Test("comes for a body in chunks as soon as they are too many")
  func chunkedSize() async throws {
    try await ServerUnderTest.with {
      $0.maximumBodySize = 100_000
    } _: { server in
      try await server.connect { connection in
        try await connection.sendHead("POST", "/api/v1/jobs", ["Transfer-Encoding": "chunked"])
        let chunk = Array("2000\r\n".utf8) + Array(repeating: UInt8(ascii: " "), count: 0x2000) + Array("\r\n".utf8)
        for _ in 0..<20 { try await connection.send(chunk) }
        let answer = try await connection.answer()
        #expect(answer.status == 413)
        #expect(answer.message.contains("100000"))
      }
      // At the limit and in chunks: taken.
      try await server.connect { connection in
        let body = ServerUnderTest.job("echo", ["text": .string(String(repeating: "y", count: 90_000))]).bytes
        try await connection.sendHead("POST", "/api/v1/jobs?wait=30", ["Transfer-Encoding": "chunked"])
        for start in stride(from: 0, to: body.count, by: 10_000) {
          let part = body[start..<min(start + 10_000, body.count)]
          try await connection.send(Array("\(String(part.count, radix: 16))\r\n".utf8) + part + Array("\r\n".utf8))
        }
        try await connection.send("0\r\n\r\n")
        let answer = try await connection.answer()
        #expect(try answer.json["status"] == "Completed")
      }
    }
  }

  @Test(
    "of what is no HTTP ends the connection, and only that", arguments: ["nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"])
  func noHTTP(text: String) async throws {
    try await ServerUnderTest.with { server in
      try await server.connect { connection in
        try await connection.send(text)
        let answer = try await connection.answer()
        #expect(answer.status == 400)
      }
      #expect(try await server.get("/health").status == 200)
    }
  }
}
