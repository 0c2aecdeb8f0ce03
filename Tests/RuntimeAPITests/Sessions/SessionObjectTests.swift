import JSONSchemas
import RuntimeAPI
import Testing

@Suite("A session on the wire")
struct SessionObjectTests {
  @Test("of another service is read, with what it leaves out")
  func foreign() throws {
    let text = #"""
      {"id": "a1d3e565", "backend_name": "ibmq_montreal", "mode": "dedicated", "max_ttl": 28800, "interactive_ttl": 60,
       "state": "closed", "accepting_jobs": false, "started_at": "2026-11-22T10:05:17.519939Z",
       "timestamps": [{"status": "open", "timestamp": "2026-11-22T10:05:17.520172Z"}], "user_id": "me", "elapsed_time": 0,
       "closed_at": "2026-11-22T10:05:17.891108Z"}
      """#
    let session: SessionObject = try JSONValue(parsing: text).decoded()
    #expect(session.mode == .dedicated)
    #expect(session.state == .closed)
    #expect(session.maximumTime == 28800)
    #expect(session.activeTime == 28800)
    #expect(session.timestamps == [.init(status: .open, timestamp: "2026-11-22T10:05:17.520172Z")])
    #expect(session.closedAt == "2026-11-22T10:05:17.891108Z")
  }

  @Test("is read as it was written")
  func roundTrip() throws {
    let session = SessionObject(
      id: "s", backendName: "statevector", mode: .batch, maximumTime: 10, interactiveTime: 2, activeTime: 7,
      state: .active, acceptingJobs: true, startedAt: "T", activatedAt: "U", elapsedTime: 1.5,
      timestamps: [.init(status: .open, timestamp: "T")], userID: "me")
    let value = try JSONValue(encoding: session)
    #expect(try JSONValue(encoding: value.decoded(as: SessionObject.self)) == value)
    #expect(value["active_ttl"] == 7)
    #expect(value["closed_at"] == nil)
  }

  @Test("is asked for with a mode that there is", arguments: [#"{"mode":"shared","backend":"b"}"#, #"{"mode":1}"#])
  func refusals(text: String) {
    #expect(throws: (any Error).self) { try JSONValue(parsing: text).decoded(as: SessionRequest.self) }
  }
}
