import JSONSchemas
import RuntimeAPI
import RuntimeClient
import Synchronization
import Testing

@Suite("Requests are repeated until they are answered")
struct RetryTests {
  private static let health = Reply.json(["status": "ok", "version": "1.2.3"])

  /// A script that does one thing after the other, the last one for ever.
  private static func script(_ replies: [Reply]) -> ScriptedServer.Script {
    let next = Mutex(0)
    return { _ in
      next.withLock { next in
        defer { next += 1 }
        return replies[min(next, replies.count - 1)]
      }
    }
  }

  @Test("an answer that is cut anywhere is asked for again")
  func cutAnywhere() async throws {
    let whole = Reply.message(200, #"{"status":"ok","version":"1.2.3"}"#)
    // The end of a body that has a length; more of the head makes no difference.
    for length in [0, 1, 12, whole.count - 30, whole.count - 1] {
      let time = ScriptedTime()
      try await ScriptedServer.run(Self.script([.cut(Array(whole.prefix(length))), .bytes(whole)])) { server in
        let version = try await server.service(time).health()
        #expect(version == "1.2.3", "cut after \(length) bytes")
        #expect(server.requests.count == 2)
      }
      #expect(time.pauses == [.milliseconds(100)])
    }
  }

  @Test("temporary refusals are waited out, for as long as the server asks", arguments: [429, 502, 503, 504])
  func temporary(status: Int) async throws {
    let time = ScriptedTime()
    let refusal = Reply.answer(status, "", headers: [("Retry-After", "3")])
    try await ScriptedServer.run(Self.script([.answer(status), refusal, Self.health])) { server in
      let version = try await server.service(time).health()
      #expect(version == "1.2.3")
    }
    #expect(time.pauses == [.milliseconds(100), .seconds(3)])
  }

  @Test("pauses double, and end with a typed error when patience does")
  func patience() async throws {
    let time = ScriptedTime()
    try await ScriptedServer.run(Self.script([.answer(503)])) { server in
      let error = try await #require(throws: RuntimeError.self) { _ = try await server.service(time).health() }
      #expect(error.code == .busy && error.status == 503)
    }
    let doubling: [Duration] = [100, 200, 400, 800, 1600, 3200].map { .milliseconds($0) }
    #expect(time.pauses == doubling + Array(repeating: .seconds(5), count: 4))
  }

  @Test("pauses are shortened by chance, by a half at most")
  func jitter() async throws {
    let time = ScriptedTime()
    try await ScriptedServer.run(Self.script([.drop, .drop, Self.health])) { server in
      let service = try RuntimeService(
        url: server.url, authentication: .bearer("t"), retries: time.policy(random: 1))
      try await service.health()
    }
    #expect(time.pauses == [.milliseconds(50), .milliseconds(100)])
  }

  @Test("a late answer is asked for again")
  func late() async throws {
    var timeouts = Timeouts()
    timeouts.answer = .milliseconds(500)
    let limits = timeouts
    try await ScriptedServer.run(Self.script([.silence, Self.health])) { server in
      let version = try await server.service(timeouts: limits).health()
      #expect(version == "1.2.3")
    }
    try await ScriptedServer.run(Self.script([.silence])) { server in
      let error = try await #require(throws: RuntimeError.self) {
        _ = try await server.service(budget: .milliseconds(1500), timeouts: limits).health()
      }
      #expect(error.code == .timedOut)
    }
  }

  @Test("nobody at the address is found out soon, with the next step")
  func unreachable() async throws {
    // A port that was free a moment ago.
    let port = try await ScriptedServer.run(Self.script([.drop])) { $0.port }
    let time = ScriptedTime()
    let service = try RuntimeService(
      url: "http://127.0.0.1:\(port)", authentication: .bearer("t"), retries: time.policy())
    let error = try await #require(throws: RuntimeError.self) { _ = try await service.backend("statevector") }
    #expect(error.code == .unreachable && error.status == nil)
    #expect(error.description.contains("127.0.0.1:\(port)") && error.description.contains("ritz serve"))
    #expect(time.pauses.reduce(.zero, +) <= .seconds(2))
  }

  @Test("a refusal is final", arguments: [400, 401, 403, 404, 405, 409, 413, 500])
  func final(status: Int) async throws {
    try await ScriptedServer.run(Self.script([.refusal(status, "some-name", "Found x.", solution: "Do y.")])) {
      server in
      let error = try await #require(throws: RuntimeError.self) { try await server.service().cancel("x") }
      #expect(error.code == RuntimeError.Code("some-name") && error.status == status)
      #expect(error.message == "Found x." && error.solution == "Do y.")
      #expect(server.requests.count == 1)
    }
  }

  @Test("a cancelled task stops waiting for an answer")
  func cancelled() async throws {
    let isAsked = Gate()
    try await ScriptedServer.run({ _ in
      isAsked.open()
      return .silence
    }) { server in
      let task = Task { try await server.service().health() }
      await isAsked.pass()
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(server.requests.count == 1)
    }
  }

  @Test("what is counted is what goes over the sockets")
  func traffic() async throws {
    try await ScriptedServer.run(Self.script([.drop, Self.health])) { server in
      let service = try server.service()
      for _ in 0..<5 { try await service.health() }
      let traffic = service.traffic
      #expect(traffic.requests == 6)
      #expect(traffic.bytesSent == server.traffic.received && traffic.bytesReceived == server.traffic.sent)
      let copy = service
      try await copy.health()
      #expect((service.traffic - traffic).requests == 1)
    }
  }
}
