import Foundation
import JSONSchemas
import RuntimeAPI
import RuntimeServer
import Testing

@Suite("the events of a job")
struct EventTests {
  @Test("are numbered from 1 without gaps, live or afterwards, and end with its end")
  func order() async throws {
    try await ServerUnderTest.with { server in
      let id = try await server.submit("count", ["results": 20, "milliseconds": 2])
      var live: [JobEvent] = []
      for try await event in server.events(of: id) { live.append(event) }
      #expect(live.map(\.number) == Array(1...live.count))
      #expect(live.last?.isLast == true)
      #expect(live.compactMap(Self.result) == (0..<20).map { "{\"index\":\($0)}" })
      var later: [JobEvent] = []
      for try await event in server.events(of: id) { later.append(event) }
      #expect(later == live)
    }
  }

  @Test("are there from every number on")
  func resume() async throws {
    try await ServerUnderTest.with { server in
      let id = try await server.submit("count", ["results": 3])
      _ = try await server.end(of: id)
      var all: [JobEvent] = []
      for try await event in server.events(of: id) { all.append(event) }
      #expect(all.count == 6)
      for first in 1...(all.count + 1) {
        var rest: [JobEvent] = []
        for try await event in server.events(of: id, from: first) { rest.append(event) }
        #expect(rest == Array(all.dropFirst(first - 1)), "from \(first)")
      }
      // As a browser reconnects.
      let answer = try await server.request("GET", "/jobs/\(id)/events", ["Last-Event-ID": "5"])
      #expect(answer.headers["content-type"] == "text/event-stream")
      #expect(answer.text.hasPrefix("id: 6\nevent: status\n"))
    }
  }

  @Test("reach a reader that reconnects at any of them while the job runs, each once and in order")
  func reconnect() async throws {
    try await ServerUnderTest.with { server in
      let id = try await server.submit("count", ["results": 60, "milliseconds": 1])
      var seen: [JobEvent] = []
      while seen.last?.isLast != true {
        // Two events a connection.
        var count = 0
        for try await event in server.events(of: id, from: seen.count + 1) {
          seen.append(event)
          count += 1
          if count == 2 { break }
        }
      }
      #expect(seen.map(\.number) == Array(1...seen.count))
      #expect(seen.compactMap(Self.result) == (0..<60).map { "{\"index\":\($0)}" })
    }
  }

  @Test("are the same for many readers at once")
  func manyReaders() async throws {
    try await ServerUnderTest.with { server in
      let id = try await server.submit("count", ["results": 200, "milliseconds": 0.5])
      let all = try await withThrowingTaskGroup(of: [JobEvent].self) { group in
        for _ in 0..<8 {
          group.addTask {
            var events: [JobEvent] = []
            for try await event in server.events(of: id) { events.append(event) }
            return events
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(all.count == 8)
      #expect(Set(all).count == 1)
      #expect(all[0].count == 203)
    }
  }

  @Test("reach a reader that stands still for a while completely, and nobody else waits for it")
  func slowReader() async throws {
    try await ServerUnderTest.with { server in
      let id = try await server.submit("spam", ["results": 2000, "bytes": 4000])
      try await server.connect { connection in
        try await connection.sendHead("GET", "/api/v1/jobs/\(id)/events")
        _ = try await connection.answerHead()
        #expect(try await server.end(of: id)["status"] == "Completed")
        var parser = EventStream.Parser()
        var numbers: [Int] = []
        while let chunk = try await connection.chunk() { numbers += try parser.events(in: chunk).map(\.number) }
        #expect(numbers == Array(1...2003))
      }
    }
  }

  @Test("hold what the program printed, which is its log too")
  func logs() async throws {
    try await ServerUnderTest.with { server in
      let id = try await server.submit("noise", ["text": "ψ"])
      _ = try await server.end(of: id)
      var texts: [String: String] = [:]
      for try await event in server.events(of: id) {
        if case .log(let log) = event.content { texts[log.stream, default: ""] += log.text }
      }
      #expect(texts["stdout"] == "to standard output ψ\nno line feed ψ")
      #expect(texts["stderr"] == "to standard error ψ\n")
      let logs = try await server.get("/jobs/\(id)/logs")
      #expect(logs.headers["content-type"]?.hasPrefix("text/plain") == true)
      #expect(logs.text.contains("to standard output ψ"))
      #expect(logs.text.contains("to standard error ψ"))
    }
  }

  @Test("say that the connection is alive while nothing happens")
  func keepAlive() async throws {
    try await ServerUnderTest.with {
      $0.keepAliveInterval = .milliseconds(20)
    } _: { server in
      let id = try await server.submit("sleep", ["seconds": 30])
      try await server.waitUntil(id, is: "Running")
      try await server.connect { connection in
        try await connection.sendHead("GET", "/api/v1/jobs/\(id)/events?from=3")
        _ = try await connection.answerHead()
        for _ in 0..<3 { #expect(try await connection.chunk() == Array(EventStream.keepAlive.utf8)) }
      }
      #expect(try await server.request("POST", "/jobs/\(id)/cancel").status == 204)
    }
  }

  @Test("end in order when the service ends")
  func ends() async throws {
    let reader = try await ServerUnderTest.with { server in
      let id = try await server.submit("sleep", ["seconds": 30])
      let (started, signal) = AsyncStream.makeStream(of: Void.self)
      let reader = Task {
        var count = 0
        for try await _ in server.events(of: id) {
          count += 1
          if count == 2 { signal.finish() }
        }
        return count
      }
      for await _ in started {}
      return reader
    }
    #expect(try await reader.value == 2)
  }

  private static func result(_ event: JobEvent) -> String? {
    if case .interimResult(let text) = event.content { text } else { nil }
  }
}
