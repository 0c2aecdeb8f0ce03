import Foundation
import RandomStreams
import RuntimeAPI
import RuntimePrograms
import RuntimeStore
import TestSupport
import Testing

@Suite("A store whose process is killed")
struct KillTests {
  @Test("holds all that it has acknowledged, whole and in order", arguments: 0..<6 as Range<UInt64>)
  func killed(seed: UInt64) async throws {
    try await withTemporaryDirectory { path in
      var generator = RandomStream(seed: seed, stream: 99)
      var acknowledged = Acknowledged()
      for round in 0..<3 as Range<UInt64> {
        let lineCount = Int.random(in: 0..<300, using: &generator)
        for line in try await lines(directory: path, seed: seed * 100 + round, lineCount: lineCount) {
          try acknowledged.take(line)
        }
        let store = try RuntimeStore(directory: path)
        try await acknowledged.check(store)
        try await store.close()
      }
    }
  }

  /// What a process that changes the store at random prints until it is killed, at least so many lines.
  private func lines(directory: String, seed: UInt64, lineCount: Int) async throws -> [Substring] {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result { try Self.run(directory: directory, seed: seed, lineCount: lineCount) })
      }
    }
  }

  private static func run(directory: String, seed: UInt64, lineCount: Int) throws -> [Substring] {
    let process = Process()
    process.executableURL = URL(filePath: try BuiltExecutable.path("StoreForTests"))
    process.arguments = ["write", directory, "\(seed)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let reader = pipe.fileHandleForReading
    var output = Data()
    var count = 0
    while count < lineCount, case let more = reader.availableData, !more.isEmpty {
      output += more
      count += more.count { $0 == UInt8(ascii: "\n") }
    }
    kill(process.processIdentifier, SIGKILL)
    // What is in the pipe was acknowledged too.
    output += try reader.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    let text = String(decoding: output, as: UTF8.self)
    return text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1)
  }
}

/// What a process has said that the store has.
private struct Acknowledged {
  var parameters: [JobID: String] = [:]
  var attempts: [JobID: Int] = [:]
  var events: [JobID: [Int: String]] = [:]
  var results: [JobID: String] = [:]
  /// Deleted, or perhaps.
  var doubtful: Set<JobID> = []
  var deleted: Set<JobID> = []

  mutating func take(_ line: Substring) throws {
    let words = line.split(separator: " ").map(String.init)
    let id = try #require(words.count > 1 ? JobID(words[1]) : nil, "\(line)")
    switch (words[0], words.count) {
    case ("inserted", 3): parameters[id] = words[2]
    case ("started", 3):
      let attempt = try #require(Int(words[2]))
      #expect(attempt > attempts[id] ?? 0)
      attempts[id] = attempt
    case ("event", 4):
      let number = try #require(Int(words[2]))
      #expect(events[id]?[number] == nil, "event \(number) of \(id) was written twice")
      events[id, default: [:]][number] = words[3]
    case ("requeued", 3): break
    case ("finished", 4):
      #expect(results[id] == nil, "\(id) has ended twice")
      results[id] = words[3]
    case ("deleting", 2): doubtful.insert(id)
    case ("deleted", 2): deleted.insert(id)
    default: Issue.record("\(line)")
    }
  }

  func check(_ store: RuntimeStore) async throws {
    let listed = try await store.jobs(JobFilter(owner: nil, limit: .max)).jobs
    let found = Dictionary(uniqueKeysWithValues: listed.map { ($0.id, $0) })
    for (id, hash) in parameters where !doubtful.contains(id) {
      let job = try #require(found[id], "\(id) is lost")
      #expect(try await store.parameters(of: id).map { ContentHash(of: $0).description } == hash)
      #expect(job.attempt >= attempts[id] ?? 0)
    }
    for id in deleted { #expect(found[id] == nil) }
    var largeResults = 0
    for job in listed { largeResults += try await check(job, store) ? 1 : 0 }
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(store.directory)/results")
    #expect(files.count == largeResults)
    #expect(!files.contains { $0.hasSuffix(".part") })
  }

  /// - Returns: Whether its result is a file.
  private func check(_ job: StoredJob, _ store: RuntimeStore) async throws -> Bool {
    var stored: [JobEvent] = []
    while case let page = try await store.events(of: job.id, from: stored.count + 1), !page.isEmpty { stored += page }
    #expect(stored.map(\.number) == Array(1...job.eventCount))
    for (number, hash) in events[job.id] ?? [:] {
      let event = try #require(stored.dropFirst(number - 1).first, "event \(number) of \(job.id) is lost")
      #expect(ContentHash(of: try event.data()).description == hash)
    }
    let states = stored.compactMap { if case .status(let change) = $0.content { change.status } else { nil } }
    #expect(states.last == job.state.status)
    #expect(stored.dropLast().allSatisfy { !$0.isLast })
    let published = stored.compactMap { if case .interimResult(let text) = $0.content { text } else { nil } }
    #expect(published == (0..<published.count).map { "{\"k\":\($0)}" }, "each once, whatever the attempt")
    let result = try await store.result(of: job.id)
    #expect((result != nil) == (job.state.status == .completed))
    if let hash = results[job.id] { #expect(result.map { ContentHash(of: $0).description } == hash) }
    return (result?.count ?? 0) > 1 << 20
  }
}
