import Foundation
import JSONSchemas
import RuntimeAPI
import RuntimeClient
import RuntimePrograms
import Synchronization
import Testing

@Suite("Events are followed across lost connections, each once and in order")
struct EventSequenceTests {
  private static let events: [JobEvent] = [
    JobEvent(number: 1, content: .status(.init(.queued, attempt: 0, time: "2026-01-01T00:00:00Z"))),
    JobEvent(number: 2, content: .status(.init(.running, attempt: 1, time: "2026-01-01T00:00:01Z"))),
    JobEvent(number: 3, content: .interimResult(#"{"energy":-1.5}"#)),
    JobEvent(number: 4, content: .log(.init(stream: "stdout", text: "line\nline"))),
    JobEvent(number: 5, content: .interimResult(#"{"energy":-1.75}"#)),
    JobEvent(number: 6, content: .status(.init(.completed, attempt: 1, time: "2026-01-01T00:00:02Z"))),
  ]

  private static func bytes(from first: Int, keepAlive: Bool = true) throws -> [UInt8] {
    let texts = try events.filter { $0.number >= first }.map { try EventStream.text(of: $0) }
    return Array(texts.joined(separator: keepAlive ? EventStream.keepAlive : "").utf8)
  }

  private static let running = Reply.json(["id": "j", "state": ["status": "Running"], "event_count": 3])

  private static func first(_ request: ReceivedRequest) -> Int {
    request.query.split(separator: "=").last.flatMap { Int($0) } ?? 0
  }

  private static func collect(_ sequence: EventSequence) async throws -> [JobEvent] {
    var events: [JobEvent] = []
    for try await event in sequence { events.append(event) }
    return events
  }

  @Test("whole, from the first and from any other", arguments: 1...6)
  func whole(first: Int) async throws {
    try await ScriptedServer.run({ .cut(Reply.eventStreamHead + ((try? Self.bytes(from: Self.first($0))) ?? [])) }) {
      server in
      let found = try await Self.collect(server.service().events(of: "j", from: first))
      #expect(found == Array(Self.events[(first - 1)...]))
      #expect(server.requests.map(\.query) == ["from=\(first)"])
    }
  }

  @Test("cut after any byte, again and again")
  func cutAnywhere() async throws {
    let total = try Self.bytes(from: 1).count
    for cut in 0..<total {
      let isCut = Mutex(false)
      try await ScriptedServer.run({ request in
        guard request.path.hasSuffix("events") else { return Self.running }
        let bytes = (try? Self.bytes(from: Self.first(request))) ?? []
        let isFirst = isCut.withLock { isCut in
          defer { isCut = true }
          return !isCut
        }
        return .cut(Reply.eventStreamHead + (isFirst ? bytes.prefix(cut) : bytes[...]))
      }) { server in
        let found = try await Self.collect(server.service().events(of: "j"))
        #expect(found == Self.events, "cut after \(cut) bytes")
      }
    }
  }

  @Test("cut in the head, refused for a while, and sent one event at a time")
  func troubles() async throws {
    let time = ScriptedTime()
    let count = Mutex(0)
    try await ScriptedServer.run({ request in
      let turn = count.withLock { count in
        defer { count += 1 }
        return count
      }
      switch turn % 4 {
      case 0: return .cut(Array(Reply.eventStreamHead.prefix(20)))
      case 1: return .answer(503)
      case 2: return .drop
      default:
        let event = Self.events[Self.first(request) - 1]
        return .cut(Reply.eventStreamHead + Array(((try? EventStream.text(of: event)) ?? "").utf8))
      }
    }) { server in
      let found = try await Self.collect(server.service(time).events(of: "j"))
      #expect(found == Self.events)
    }
    // Every event begins the pauses anew.
    #expect(time.pauses.allSatisfy { $0 <= .milliseconds(800) })
  }

  @Test("a server that always begins at the first repeats nothing")
  func repetition() async throws {
    let turn = Mutex(0)
    let all = try Self.bytes(from: 1)
    try await ScriptedServer.run({ request in
      guard request.path.hasSuffix("events") else { return Self.running }
      let cut = turn.withLock { turn in
        turn += 40
        return turn
      }
      return .cut(Reply.eventStreamHead + all.prefix(cut))
    }) { server in
      let found = try await Self.collect(server.service().events(of: "j"))
      #expect(found == Self.events)
    }
  }

  @Test("a service that stays away ends it with a typed error, once")
  func gone() async throws {
    let time = ScriptedTime()
    let isFirst = Mutex(true)
    try await ScriptedServer.run({ request in
      let first = isFirst.withLock { isFirst in
        defer { isFirst = false }
        return isFirst
      }
      return first ? .cut(Reply.eventStreamHead + ((try? Self.bytes(from: 1).prefix(200)) ?? [])) : .drop
    }) { server in
      var iterator = try server.service(time).events(of: "j").makeAsyncIterator()
      var found = 0
      do {
        while try await iterator.next() != nil { found += 1 }
        Issue.record("it ended without an error")
      } catch let error as RuntimeError {
        #expect(error.code == .unreachable)
      }
      #expect(found > 0)
      #expect(try await iterator.next() == nil)
    }
    #expect(time.pauses.reduce(.zero, +) > .seconds(20) && time.pauses.reduce(.zero, +) <= .seconds(30))
  }

  @Test("a quiet stream may be lost again and again, as long as it shows signs of life")
  func quiet() async throws {
    let time = ScriptedTime()
    let turn = Mutex(0)
    try await ScriptedServer.run({ request in
      guard request.path.hasSuffix("events") else { return Self.running }
      let count = turn.withLock { turn in
        turn += 1
        return turn
      }
      guard count < 6 else { return .cut(Reply.eventStreamHead + ((try? Self.bytes(from: Self.first(request))) ?? [])) }
      // Longer than the whole patience for a service that is away.
      time.advance(by: .seconds(60))
      return .cut(Reply.eventStreamHead + Array(EventStream.keepAlive.utf8))
    }) { server in
      let found = try await Self.collect(server.service(time).events(of: "j"))
      #expect(found == Self.events)
    }
    #expect(time.pauses.allSatisfy { $0 == .seconds(60) || $0 == .milliseconds(100) })
  }

  @Test("an ended job has nothing beyond its last event")
  func pastTheEnd() async throws {
    try await ScriptedServer.run({ request in
      request.path.hasSuffix("events")
        ? .cut(Reply.eventStreamHead) : .json(["id": "j", "state": ["status": "Completed"], "event_count": 6])
    }) { server in
      let found = try await Self.collect(server.service().events(of: "j", from: 7))
      #expect(found.isEmpty)
    }
  }

  @Test("refusals and nonsense are told")
  func refusals() async throws {
    try await ScriptedServer.run({ _ in .refusal(404, "unknown-job", "No job j.") }) { server in
      let error = await #expect(throws: RuntimeError.self) { try await Self.collect(server.service().events(of: "j")) }
      #expect(error?.code == .unknownJob)
    }
    let nonsense = [
      Reply.answer(200, "hello", type: "text/html"),
      .cut(Reply.eventStreamHead + Array("event: status\ndata: {}\n\n".utf8)),
      .cut(Reply.eventStreamHead + Array("id: 1\nevent: status\ndata: {\n\n".utf8)),
      .cut(Reply.eventStreamHead + Array("id: 1\nevent: log\ndata: 7\n\n".utf8)),
    ]
    for reply in nonsense {
      try await ScriptedServer.run({ _ in reply }) { server in
        let error = await #expect(throws: RuntimeError.self) {
          try await Self.collect(server.service().events(of: "j"))
        }
        #expect(error?.code == .unexpectedAnswer)
      }
    }
  }

  @Test("a reader that is cancelled leaves a silent stream at once")
  func cancelled() async throws {
    let (pieces, continuation) = AsyncStream<[UInt8]>.makeStream()
    continuation.yield(Reply.eventStreamHead + Array(try Self.bytes(from: 1).prefix(200)))
    let hasEvent = Gate()
    try await ScriptedServer.run({ _ in .pieces(pieces) }) { server in
      let task = Task {
        for try await _ in try server.service().events(of: "j") { hasEvent.open() }
      }
      await hasEvent.pass()
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    continuation.finish()
  }

  @Test("interim results of a job come typed, from the first, at every iteration")
  func interimResults() async throws {
    struct Steps: RuntimeProgram {
      struct Step: Codable { var energy: Double }
      let metadata = ProgramMetadata(
        id: "steps", name: "steps", description: "", version: "1", maximumExecutionTime: 1,
        spec: .init(parameters: .any, returnValues: .any, interimResults: .any))
      func run(_ inputs: String, in context: ProgramContext<Step>) async throws -> String { inputs }
    }
    let turn = Mutex(0)
    let all = try Self.bytes(from: 1)
    try await ScriptedServer.run({ request in
      let cut = turn.withLock { turn in
        turn += 1
        return turn % 2 == 1 ? 250 : all.count
      }
      return .cut(Reply.eventStreamHead + ((try? Self.bytes(from: Self.first(request)).prefix(cut)) ?? []))
    }) { server in
      let job = try server.service().handle(of: "j", program: Steps())
      for _ in 0..<2 {
        var energies: [Double] = []
        for try await step in job.interimResults { energies.append(step.energy) }
        #expect(energies == [-1.5, -1.75])
      }
    }
  }
}
