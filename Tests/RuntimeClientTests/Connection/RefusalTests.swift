import JSONSchemas
import RuntimeAPI
import RuntimeClient
import Testing

@Suite("Errors of a service keep their code, message and next step")
struct RefusalTests {
  static let documented: [APIError.Code] = [
    .invalidRequest, .malformedJSON, .invalidInputs, .unknownProgram, .unknownBackend, .unknownSession, .unknownText,
    .unknownPath, .methodNotAllowed, .bodyTooLarge, .unknownJob, .jobIsFinal, .jobIsRunning, .sessionClosed,
    .idempotencyConflict, .internalError,
  ]

  private func error(from reply: Reply) async throws -> RuntimeError {
    try await ScriptedServer.run({ _ in reply }) { server in
      try await #require(throws: RuntimeError.self) { try await server.service().cancel("x") }
    }
  }

  @Test("every documented body", arguments: documented)
  func everyDocumentedBody(code: APIError.Code) async throws {
    let body = ErrorBody(APIError(code, "Found x; y is allowed.", solution: "Do z."), trace: "ab")
    let error = try await error(from: .json(try JSONValue(encoding: body), status: code.status))
    #expect(error.code.description == code.name && error.status == code.status)
    #expect(error.description == "Found x; y is allowed. Do z.")
  }

  @Test("too many jobs is waited out, and told by its name")
  func tooManyJobs() async throws {
    let body = ErrorBody(APIError(.tooManyJobs, "Full."), trace: "")
    let error = try await error(from: .json(try JSONValue(encoding: body), status: 429))
    #expect(error.code.description == "too-many-jobs" && error.message == "Full.")
  }

  @Test("a token that nobody has leads to the login")
  func unauthorized() async throws {
    let body = ErrorBody(APIError(.unauthorized, "No such token."), trace: "")
    let error = try await error(from: .json(try JSONValue(encoding: body), status: 401))
    #expect(error.code == .unauthorized && error.description.contains("ritz login http://127.0.0.1"))
  }

  @Test("bodies of other services, which have numbers in place of names")
  func foreign() async throws {
    let body: JSONValue = [
      "errors": [["code": 1291, "message": "Job not found.", "solution": "", "more_info": ""]], "trace": "t",
    ]
    let error = try await error(from: .json(body, status: 404))
    #expect(error.message == "Job not found." && error.status == 404 && error.solution == nil)
  }

  @Test("something else than JSON is shown", arguments: ["", "<html>bad\ngateway</html>", "[1", "{\"errors\": []}"])
  func foreignBody(text: String) async throws {
    let error = try await error(from: .answer(418, text, type: "text/html"))
    #expect(error.code == .unexpectedAnswer && error.status == 418)
    #expect(error.message.contains("418") && !error.message.contains("\n"))
  }

  @Test(
    "an answer that is not what it should be is no crash",
    arguments: ["", "nonsense", "[]", "{\"devices\": 3}", "null"])
  func unexpected(text: String) async throws {
    try await ScriptedServer.run({ _ in .answer(200, text) }) { server in
      let service = try server.service()
      let calls: [@Sendable () async throws -> Void] = [
        { _ = try await service.backends() }, { _ = try await service.configuration(ofBackend: "x") },
        { _ = try await service.programs() }, { _ = try await service.jobs() }, { _ = try await service.job("x") },
        { _ = try await service.result(of: "x") }, { _ = try await service.metrics(of: "x") },
      ]
      for call in calls {
        let error = await #expect(throws: RuntimeError.self) { try await call() }
        #expect(error?.code == .unexpectedAnswer)
      }
    }
  }

  @Test("an unknown backend lists those there are")
  func unknownBackend() async throws {
    let runtime = FakeRuntime()
    try await ScriptedServer.run(runtime.reply) { server in
      let error = await #expect(throws: RuntimeError.self) { try await server.service().backend("statevectr") }
      #expect(error?.code == .unknownBackend)
      #expect(error?.description.contains("'statevector', 'other'") == true)
    }
  }

  @Test(
    "what is no address is refused",
    arguments: ["", "localhost:8000", "ftp://x", "http://", "http://a?b", "http://u:p@h"])
  func address(url: String) {
    let error = #expect(throws: RuntimeError.self) { try RuntimeService(url: url, authentication: .bearer("")) }
    #expect(error?.code == .invalidURL)
  }

  @Test("the path of the protocol is added where it is missing")
  func paths() async throws {
    try await ScriptedServer.run({ _ in .json(["devices": []]) }) { server in
      for suffix in ["", "/", "/api/v1", "/api/v1/", "/experimental", "/proxy"] {
        let service = try RuntimeService(url: server.url + suffix, authentication: .bearer("t"), retries: .never)
        _ = try await service.backends()
      }
      let found = server.requests.map(\.path)
      #expect(
        found == [
          "/api/v1/backends", "/api/v1/backends", "/api/v1/backends", "/api/v1/backends", "/experimental/backends",
          "/proxy/api/v1/backends",
        ])
    }
  }
}
