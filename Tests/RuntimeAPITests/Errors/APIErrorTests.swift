import JSONSchemas
import RuntimeAPI
import Testing

@Suite("A refusal")
struct APIErrorTests {
  @Test("has a body that clients of the Qiskit Runtime REST API read")
  func body() throws {
    let error = APIError(.unknownJob, "There is no job x.", solution: "List the jobs.")
    #expect(
      try JSONValue(encoding: ErrorBody(error, trace: "0af1"))
        == [
          "errors": [
            [
              "code": 1291, "name": "unknown-job", "message": "There is no job x.", "solution": "List the jobs.",
              "more_info": "",
            ]
          ],
          "trace": "0af1",
        ])
    #expect(error.status == 404)
    #expect(error.description == "There is no job x. List the jobs.")
    #expect(APIError(.malformedJSON, "No JSON.").description == "No JSON.")
  }

  @Test(
    "of another service is read, with whatever it says",
    arguments: [
      #"{"errors":[{"code":1291,"message":"Job not found.","solution":"","more_info":""}],"trace":"abc"}"#,
      #"{"errors":[{"code":1291,"message":"Job not found."}]}"#,
    ])
  func foreign(text: String) throws {
    let body: ErrorBody = try JSONValue(parsing: text).decoded()
    let error = try #require(body.errors.first)
    #expect(error.code == 1291)
    #expect(error.name == nil)
    #expect(error.message == "Job not found.")
    #expect(error.solution == "")
    #expect(error.status == nil)
  }

  @Test("is read as it was written, but for the status, which is not part of the body")
  func roundTrip() throws {
    var error = APIError(.idempotencyConflict, "Another body.", solution: "Another key.")
    let body: ErrorBody = try JSONValue(encoding: ErrorBody(error, trace: "1")).decoded()
    error.status = nil
    #expect(body.errors == [error])
    #expect(body.trace == "1")
  }

  @Test("that is none is not taken for one", arguments: ["{}", "[]", #"{"errors": 1}"#, #"{"error": {"code": 1}}"#])
  func none(text: String) {
    #expect(throws: (any Error).self) { try JSONValue(parsing: text).decoded(as: ErrorBody.self) }
  }

  @Test("has a number, a name and a status of its own kind")
  func codes() {
    let codes: [APIError.Code] = [
      .unauthorized, .invalidRequest, .malformedJSON, .invalidInputs, .unknownProgram, .unknownBackend, .unknownSession,
      .unknownText, .unknownPath, .methodNotAllowed, .bodyTooLarge, .unknownJob, .jobIsFinal, .jobIsRunning,
      .sessionClosed, .idempotencyConflict, .tooManyJobs, .internalError,
    ]
    #expect(Set(codes.map(\.number)).count == codes.count)
    #expect(Set(codes.map(\.name)).count == codes.count)
    // Clients try again after 5xx, which must not happen after a refusal.
    #expect(codes.filter { !(400..<500).contains($0.status) } == [.internalError])
  }
}
