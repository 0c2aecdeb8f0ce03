import JSONSchemas
import RuntimeAPI
import RuntimePrograms
import Testing

@Suite("A job on the wire")
struct JobObjectTests {
  @Test("of another service is read, with what it leaves out")
  func foreign() throws {
    let text = #"""
      {"id": "ck4a0hb4ahu8ailr9oah", "backend": "ibmq_montreal", "status": "Completed", "state": {"status": "Completed"},
       "program": {"id": "sampler"}, "created": "2026-11-22T10:05:17.663990Z", "cost": 300, "tags": [], "user_id": "me",
       "runtime": "", "usage": {"qpu_charge_time_seconds": 1}, "estimated_running_time_seconds": 1.0,
       "session_id": "a1d3e565-bb46-40fa-a497-73ff9877de79"}
      """#
    let job: JobObject = try JSONValue(parsing: text).decoded()
    #expect(job.id == JobID("ck4a0hb4ahu8ailr9oah"))
    #expect(job.state == JobState(.completed))
    #expect(job.status == .completed)
    #expect(job.program == JobObject.Program(id: "sampler"))
    #expect(job.usage.seconds == 1)
    #expect(job.sessionID == "a1d3e565-bb46-40fa-a497-73ff9877de79")
    #expect(!job.isPrivate)
    #expect(job.params == nil)
    let least =
      #"{"id": "ck4a0hb4ahu8ailr9oah", "backend": "b", "state": {"status": "Failed", "reason": "No.", "#
      + #""reason_code": 1517}, "program": {"id": "p"}, "created": "T"}"#
    let other: JobObject = try JSONValue(parsing: least).decoded()
    #expect(other.state == JobState(.failed, reason: "No.", reasonCode: 1517))
    #expect(other.tags == [])
  }

  @Test("says its state twice, and leaves out what it does not have")
  func keys() throws {
    let id = try #require(JobID("ck4a0hb4ahu8ailr9oah"))
    let job = JobObject(
      id: id, backend: "statevector", state: JobState(.failed, reason: "No.", reasonCode: 1517),
      program: .init(id: "estimator", version: "1"), created: "T", cost: 300, tags: ["a"], userID: "me",
      isPrivate: true, attempt: 1, eventCount: 3, error: JobFailure(code: "invalid-pub", message: "No."))
    #expect(
      try JSONValue(encoding: job)
        == [
          "id": "ck4a0hb4ahu8ailr9oah", "backend": "statevector", "status": "Failed",
          "state": ["status": "Failed", "reason": "No.", "reason_code": 1517],
          "program": ["id": "estimator", "version": "1"], "created": "T", "cost": 300, "tags": ["a"], "runtime": "",
          "usage": ["qpu_charge_time_seconds": 0.0], "user_id": "me", "private": true, "attempt": 1, "event_count": 3,
          "error": ["code": "invalid-pub", "message": "No."],
        ])
  }

  @Test("keeps its params to the bit")
  func params() throws {
    let text = #"{"pubs":[["OPENQASM 3.0;",{"ZZ":0.1},[0.30000000000000004,-0.0,1e-320],null]],"version":2}"#
    let submission = JobSubmission(
      programID: "estimator", backend: "statevector", params: try JSONValue(parsing: text), tags: ["x"], cost: 5,
      texts: [ContentHash(of: "a")], isPrivate: false)
    let again: JobSubmission = try JSONValue(parsing: try JSONValue(encoding: submission).text).decoded()
    #expect(again.params.text == submission.params.text)
    #expect(again.texts == submission.texts)
    #expect(again.cost == 5)
    #expect(try JSONValue(encoding: submission)["program_id"] == "estimator")
  }

  @Test("is submitted as clients of the Qiskit Runtime REST API do")
  func submission() throws {
    let text = #"""
      {"program_id": "sampler", "backend": "ibmq_montreal", "params": {"pubs": [], "version": 2, "support_qiskit": true},
       "runtime": "image", "log_level": "WARNING", "session_id": "s", "tags": ["a"], "private": true, "calibration_id": "c"}
      """#
    let submission: JobSubmission = try JSONValue(parsing: text).decoded()
    #expect(submission.programID == "sampler")
    #expect(submission.sessionID == "s")
    #expect(submission.logLevel == "WARNING")
    #expect(submission.isPrivate == true)
    #expect(submission.texts == nil)
  }
}
