import Foundation
import RandomStreams
import RuntimeAPI
import RuntimePrograms
import RuntimeStore
import Testing

@Suite("A job's events")
struct EventTests {
  private func data(_ texts: [String]) -> [Data] { texts.map { Data($0.utf8) } }

  @Test("are numbered without gaps, whoever appends at the same time")
  func gapless() async throws {
    try await withStore { store, _ in
      let id = try await store.startJob()
      let events = try await withThrowingTaskGroup(of: [JobEvent].self) { group in
        for number in 0..<40 {
          group.addTask {
            let logs = [
              JobEvent.LogText(stream: "stdout", text: "\(number)"), JobEvent.LogText(stream: "stderr", text: ""),
            ]
            let numbers = try await store.append(logs: logs, attempt: 1, to: id)
            return zip(numbers, logs).map { JobEvent(number: $0, content: .log($1)) }
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(events.map(\.number).sorted() == Array(3...82))
      #expect(try await store.events(of: id, from: 3) == events.sorted { $0.number < $1.number })
      #expect(try await store.job(id, owner: nil)?.eventCount == 82)
    }
  }

  @Test("are read from any number on, as many as asked for")
  func pages() async throws {
    try await withStore { store, _ in
      let id = try await store.startJob()
      try await store.append(results: data((0..<8).map(String.init)), firstIndex: 0, attempt: 1, to: id)
      let all = try await store.events(of: id)
      #expect(all.count == 10)
      for from in [-5, 0, 1, 2, 9, 10, 11, 1000] {
        for limit in [-1, 0, 1, 3, 100] {
          let expected = all.filter { $0.number >= from }.prefix(max(limit, 0))
          #expect(try await store.events(of: id, from: from, limit: limit) == Array(expected))
        }
      }
      var generator = RandomStream(seed: 1)
      #expect(try await store.events(of: JobID(time: 0, using: &generator)) == [])
    }
  }

  @Test("that are large come a few at once")
  func large() async throws {
    try await withStore { store, _ in
      let id = try await store.startJob()
      let results = (0..<6).map { Data(repeating: UInt8(ascii: "0") + $0, count: 1 << 20) }
      #expect(try await store.append(results: results, firstIndex: 0, attempt: 1, to: id).count == 6)
      var events: [JobEvent] = []
      var reads = 0
      while case let page = try await store.events(of: id, from: events.count + 1), !page.isEmpty {
        events += page
        reads += 1
      }
      #expect(events.map(\.number) == Array(1...8))
      #expect(reads == 2)
    }
  }

  @Test("keep every character of what was printed")
  func characters() async throws {
    try await withStore { store, _ in
      let id = try await store.startJob()
      let texts = ["a\0b", "", "\r\n", "\u{2028}🧪", "e\u{301}"]
      try await store.append(
        logs: texts.map { .init(stream: "stdout", text: $0) }, attempt: 1, to: id)
      #expect(try await store.logs(of: id) == texts.joined())
    }
  }

  @Test("of a second attempt are not repeated when they are equal")
  func equal() async throws {
    try await withStore { store, _ in
      let id = try await store.startJob()
      #expect(
        try await store.append(results: data(["0", "1"]), firstIndex: 0, attempt: 1, to: id) == 3..<5)
      // Sent twice by the same attempt.
      #expect(
        try await store.append(results: data(["1", "2"]), firstIndex: 1, attempt: 1, to: id) == 5..<6)
      _ = try await store.requeue(id, attempt: 1, reason: "", cause: .workerDied)
      _ = try await store.start(id, worker: "w")
      #expect(try await store.append(results: data(["0", "1"]), firstIndex: 0, attempt: 2, to: id).isEmpty)
      let events = try await store.append(results: data(["2", "3"]), firstIndex: 2, attempt: 2, to: id)
      #expect(events == 8..<9)
      #expect(try await store.contents(of: id, events) == [.interimResult("3")])
      #expect(try await store.finish(id, attempt: 2, outcome: .completed(Data()), usageSeconds: 0))
      #expect(try await store.logs(of: id) == "")
      #expect(try await store.job(id, owner: nil)?.eventCount == 9)
    }
  }

  @Test("of a second attempt are kept beside the first when they differ, and the log says so once")
  func different() async throws {
    try await withStore { store, _ in
      let id = try await store.startJob()
      try await store.append(results: data(["0", "1", "2"]), firstIndex: 0, attempt: 1, to: id)
      for attempt in 2...3 {
        _ = try await store.requeue(id, attempt: attempt - 1, reason: "", cause: .serverStopped)
        _ = try await store.start(id, worker: "w")
      }
      let events = try await store.append(results: data(["0", "x", "y", "2"]), firstIndex: 0, attempt: 3, to: id)
      #expect(
        try await store.contents(of: id, events) == [
          .log(
            .init(
              stream: "stderr",
              text: "Attempt 3 differs from an earlier one: its interim result 2 is another one; both are kept.\n")),
          .interimResult("x"), .interimResult("y"), .interimResult("2"),
        ])
      // The fourth attempt is compared with what readers saw last.
      _ = try await store.requeue(id, attempt: 3, reason: "", cause: .serverStopped)
      _ = try await store.start(id, worker: "w")
      #expect(try await store.append(results: data(["0", "x", "y", "2"]), firstIndex: 0, attempt: 4, to: id).isEmpty)
      let again = try await store.append(results: data(["z"]), firstIndex: 4, attempt: 4, to: id)
      #expect(try await store.contents(of: id, again) == [.interimResult("z")])
    }
  }

  @Test(
    "of three attempts that come in different portions are compared place by place", arguments: 0..<10 as Range<UInt64>)
  func portions(seed: UInt64) async throws {
    try await withStore { store, _ in
      var random = RandomStream(seed: seed)
      let id = try await store.startJob()
      var seen: [String] = []
      var expected: [String] = []
      for attempt in 1...3 {
        if attempt > 1 {
          _ = try await store.requeue(id, attempt: attempt - 1, reason: "", cause: .serverStopped)
          _ = try await store.start(id, worker: "w")
        }
        var place = 0
        while place < 200 * attempt {
          let count = Int.random(in: 1...(Bool.random(using: &random) ? 5 : 400), using: &random)
          let results = (place..<(place + count)).map { place in
            // Some differ from those of the attempt before, and some stand on two lines.
            let isOther = Int.random(in: 0..<50, using: &random) == 0
            if place < seen.count, !isOther { return seen[place] }
            return (isOther ? "\n" : "") + "[\(place),\(attempt)]"
          }
          for (place, result) in zip(place..., results) {
            if place < seen.count {
              if seen[place] == result { continue }
              seen[place] = result
            } else {
              seen.append(result)
            }
            expected.append(result)
          }
          try await store.append(results: data(results), firstIndex: place, attempt: attempt, to: id)
          place += count
        }
      }
      let events = try await store.events(of: id, limit: .max)
      #expect(events.map(\.number) == Array(1...events.count))
      let published = events.compactMap { if case .interimResult(let text) = $0.content { text } else { nil } }
      let isSame = published == expected
      #expect(isSame, "\(published.count) events in place of \(expected.count)")
    }
  }

  @Test("of a second attempt that are fewer make the log say so")
  func fewer() async throws {
    try await withStore { store, _ in
      let id = try await store.startJob()
      try await store.append(results: data(["0", "1", "2"]), firstIndex: 0, attempt: 1, to: id)
      _ = try await store.requeue(id, attempt: 1, reason: "", cause: .serverStopped)
      _ = try await store.start(id, worker: "w")
      try await store.append(results: data(["0"]), firstIndex: 0, attempt: 2, to: id)
      #expect(try await store.finish(id, attempt: 2, outcome: .completed(Data()), usageSeconds: 0))
      #expect(
        try await store.logs(of: id)
          == "Attempt 2 differs from an earlier one: it published 1 interim results, not 3.\n")
      #expect(try await store.events(of: id).last?.isLast == true)
    }
  }
}
