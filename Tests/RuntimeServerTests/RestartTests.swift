import Foundation
import JSONSchemas
import RuntimeAPI
import RuntimePrograms
import RuntimeServer
import Testing

@Suite("a service that is started again")
struct RestartTests {
  /// A folder for a store, and two lives of a service on it.
  private static func twice(
    _ first: @escaping @Sendable (ServerUnderTest) async throws -> [String],
    change: (inout RuntimeServerConfiguration) -> Void = { _ in },
    _ second: @escaping @Sendable (ServerUnderTest, [String]) async throws -> Void
  ) async throws {
    let folder = ServerUnderTest.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (ids, token) = try await ServerUnderTest.with(directory: folder) { (try await first($0), $0.token) }
    try await ServerUnderTest.with(directory: folder, token: token, change) { server in
      #expect(server.server.firstToken == nil)
      try await second(server, ids)
    }
  }

  @Test("has what was finished, goes on with what ran, and runs what was queued")
  func goesOn() async throws {
    try await Self.twice { server in
      let done = try await server.submit("noise", ["text": "first"])
      _ = try await server.end(of: done)
      let running = try await server.submitHeld(results: 40)
      let queued = try await server.submit("echo", ["queued": true])
      var count = 0
      for try await _ in server.events(of: running) {
        count += 1
        if count == 8 { break }
      }
      return [done, running, queued]
    } _: { server, ids in
      server.release()
      #expect(try await server.get("/jobs/\(ids[0])").json["status"] == "Completed")
      #expect(try await server.get("/jobs/\(ids[0])/logs").text.contains("first"))
      let running = try await server.end(of: ids[1])
      #expect(running["status"] == "Completed")
      #expect(running["attempt"] == 2)
      var events: [JobEvent] = []
      for try await event in server.events(of: ids[1]) { events.append(event) }
      #expect(events.map(\.number) == Array(1...events.count))
      let published = events.compactMap { event in
        if case .interimResult(let text) = event.content { text } else { nil }
      }
      #expect(published == (0..<40).map { "{\"index\":\($0)}" })
      #expect(try await server.end(of: ids[2])["attempt"] == 1)
      #expect(try await server.get("/jobs/\(ids[2])/results").json == ["queued": true])
    }
  }

  @Test("does not count its own stops against a job", arguments: [3])
  func innocence(stops: Int) async throws {
    let folder = ServerUnderTest.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var token: String?
    var id = ""
    for stop in 0..<stops {
      (token, id) = try await ServerUnderTest.with(directory: folder, token: token) { [id] server in
        let id = stop == 0 ? try await server.submitHeld() : id
        var runs = 0
        for try await event in server.events(of: id) {
          if case .status(let change) = event.content, change.status == .running { runs += 1 }
          if runs == stop + 1 { break }
        }
        return (server.token, id)
      }
    }
    try await ServerUnderTest.with(directory: folder, token: token) { [id] server in
      server.release()
      let job = try await server.end(of: id)
      #expect(job["status"] == "Completed")
      #expect(job["attempt"]?.intValue == stops + 1)
    }
  }

  @Test("has its sessions, open or closed")
  func sessions() async throws {
    try await Self.twice { server in
      var ids: [String] = []
      for mode in ["dedicated", "batch", "dedicated"] {
        let session = try await server.request("POST", "/sessions", json: ["mode": .string(mode)]).json
        ids.append(session["id"]?.stringValue ?? "")
      }
      _ = try await server.run("echo", [:], ["session_id": .string(ids[0])])
      _ = try await server.request("DELETE", "/sessions/\(ids[2])/close")
      ids.append(try await server.submitHeld("gate", ["session_id": .string(ids[0])]))
      return ids
    } _: { server, ids in
      server.release()
      #expect(try await server.end(of: ids[3])["status"] == "Completed")
      for id in ids[..<2] {
        #expect(try await server.run("echo", [:], ["session_id": .string(id)])["status"] == "Completed")
        #expect(try await server.request("DELETE", "/sessions/\(id)/close").status == 204)
      }
      #expect(try await server.get("/sessions/\(ids[2])").json["state"] == "closed")
      let late = try await server.request(
        "POST", "/jobs", json: ServerUnderTest.job("echo", [:], ["session_id": .string(ids[2])]))
      #expect(late.errorName == "session-closed")
    }
  }

  @Test("without a program that a queued job needs fails that job")
  func missingProgram() async throws {
    try await Self.twice { server in
      let running = try await server.submitHeld()
      return [running, try await server.submit("gone")]
    } change: {
      $0.programs.removeAll { $0.id == "gone" }
    } _: { server, ids in
      server.release()
      #expect(try await server.end(of: ids[0])["status"] == "Completed")
      let job = try await server.end(of: ids[1])
      #expect(job["status"] == "Failed")
      #expect(job["state"]?["reason"]?.stringValue?.contains("gone") == true)
    }
  }

  @Test("on a store that another one holds, or a port that is taken, is refused in words")
  func taken() async throws {
    try await ServerUnderTest.with { (server: ServerUnderTest) async throws -> Void in
      await #expect(throws: (any Error).self) {
        try await ServerUnderTest.with(directory: server.directory) { _ in }
      }
      await #expect(throws: (any Error).self) {
        try await ServerUnderTest.with {
          $0.port = server.port
        } _: { _ in
        }
      }
      #expect(try await server.get("/health").status == 200)
    }
  }

  @Test("hands out one token, with 256 bits that stand in a URL, and stores only its hash")
  func firstToken() async throws {
    let folder = ServerUnderTest.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let token = try await ServerUnderTest.with(directory: folder) { $0.token }
    #expect(token.count == 43)
    #expect(token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let bytes = FileManager.default.contents(atPath: "\(folder)/\(file)") ?? Data()
      #expect(bytes.range(of: Data(token.utf8)) == nil, "\(file)")
    }
  }
}
