import Foundation
import RandomStreams
import RuntimeAPI
import RuntimePrograms
import RuntimeStore

/// One of several that change jobs of their own at random, and report what the store has acknowledged.
struct RandomWriter {
  let store: RuntimeStore
  var generator: RandomStream
  /// With the attempt, 0 while it is queued.
  var jobs: [(id: JobID, attempt: Int)] = []
  var ended: [JobID] = []
  var published: [JobID: Int] = [:]

  static func run(on store: RuntimeStore, seed: UInt64) async throws {
    let recovered = try await store.recover()
    let count = 4
    try await withThrowingTaskGroup { group in
      for lane in 0..<count {
        var writer = RandomWriter(store: store, generator: RandomStream(seed: seed, stream: UInt32(lane)))
        writer.jobs = recovered.enumerated().filter { $0.offset % count == lane }.map { ($0.element.id, 0) }
        group.addTask { [writer] in
          var writer = writer
          while true { try await writer.step() }
        }
      }
      try await group.waitForAll()
    }
  }

  mutating func step() async throws {
    switch (Int.random(in: 0..<10, using: &generator), jobs.indices.randomElement(using: &generator)) {
    case (0, _), (_, nil): try await insert()
    case (1, _): try await deleteOne()
    case (_, let index?) where jobs[index].attempt == 0: try await start(index)
    case (2...5, let index?): try await publish(index)
    case (6, let index?): try await log(index)
    case (7, let index?): try await requeue(index)
    case (_, let index?): try await finish(index)
    }
  }

  /// Mostly small, sometimes beyond what stands in the database.
  mutating func bytes() -> Data {
    let isLarge = Int.random(in: 0..<8, using: &generator) == 0
    let count =
      isLarge ? (1 << 20) + Int.random(in: 1...1000, using: &generator) : Int.random(in: 0..<200, using: &generator)
    let byte = UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "z"), using: &generator)
    return Data("\"".utf8) + Data(repeating: byte, count: count) + Data("\"".utf8)
  }

  mutating func insert() async throws {
    let parameters = bytes()
    let job = NewJob(
      owner: "ada", program: "echo", programVersion: "1", backend: "statevector", parameters: parameters,
      tags: ["a", "b"], maximumExecutionTime: 60)
    guard case .new(let stored) = try await store.insert(job) else { return report("unexpected insertion") }
    report("inserted \(stored.id) \(ContentHash(of: parameters))")
    jobs.append((stored.id, 0))
  }

  mutating func start(_ index: Int) async throws {
    let id = jobs[index].id
    guard let attempt = try await store.start(id, worker: "w") else { return report("unexpected start \(id)") }
    report("started \(id) \(attempt)")
    jobs[index].attempt = attempt
    published[id] = 0
  }

  mutating func publish(_ index: Int) async throws {
    let job = jobs[index]
    let first = published[job.id] ?? 0
    let results = (0..<Int.random(in: 1...3, using: &generator)).map { Data("{\"k\":\(first + $0)}".utf8) }
    let numbers = try await store.append(results: results, firstIndex: first, attempt: job.attempt, to: job.id)
    published[job.id] = first + results.count
    try await reportEvents(numbers, of: job.id)
  }

  mutating func log(_ index: Int) async throws {
    let job = jobs[index]
    let log = JobEvent.LogText(stream: "stdout", text: "line \(generator.next())\n")
    try await reportEvents(store.append(logs: [log], attempt: job.attempt, to: job.id), of: job.id)
  }

  private func reportEvents(_ numbers: Range<Int>, of id: JobID) async throws {
    for event in try await store.events(of: id, from: numbers.lowerBound, limit: numbers.count) {
      report("event \(id) \(event.number) \(ContentHash(of: try event.data()))")
    }
  }

  mutating func requeue(_ index: Int) async throws {
    let job = jobs[index]
    if try await store.requeue(job.id, attempt: job.attempt, reason: "Why not?", cause: .workerDied) {
      report("requeued \(job.id) \(job.attempt)")
      jobs[index].attempt = 0
    }
  }

  mutating func finish(_ index: Int) async throws {
    let (id, attempt) = jobs.remove(at: index)
    let result = bytes()
    let isFinished = try await store.finish(id, attempt: attempt, outcome: .completed(result), usageSeconds: 1)
    report(isFinished ? "finished \(id) \(attempt) \(ContentHash(of: result))" : "unexpected finish \(id)")
    ended.append(id)
  }

  mutating func deleteOne() async throws {
    guard ended.count > 3, let id = ended.popLast() else { return }
    report("deleting \(id)")
    if try await store.delete(id) == .deleted { report("deleted \(id)") }
  }
}
