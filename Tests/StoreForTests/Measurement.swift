import Foundation
import RuntimeAPI
import RuntimeStore

/// How long the store takes for what a server asks of it most.
struct Measurement {
  let store: RuntimeStore

  func run() async throws {
    for callers in [1, 16] {
      try await measure("inserts", callers: callers, count: 20_000) { _ = try await insert() }
      try await measure("cycles", callers: callers, count: 5_000) { try await cycle() }
      let id = try await insert()
      try await measure("reads of a job", callers: callers, count: 20_000) { _ = try await store.job(id, owner: "ada") }
      try await measure("reads of events", callers: callers, count: 20_000) { _ = try await store.events(of: id) }
    }
    try await measure("pages of jobs", callers: 1, count: 200) { _ = try await store.jobs(JobFilter(owner: "ada")) }
  }

  private func insert() async throws -> JobID {
    let job = NewJob(
      owner: "ada", program: "estimator", programVersion: "1", backend: "statevector",
      parameters: Data(repeating: UInt8(ascii: "1"), count: 600), maximumExecutionTime: 60)
    guard case .new(let stored) = try await store.insert(job) else { throw CancellationError() }
    return stored.id
  }

  /// The whole life of a job.
  private func cycle() async throws {
    let id = try await insert()
    guard let attempt = try await store.start(id, worker: "w") else { throw CancellationError() }
    for k in 0..<3 {
      try await store.append(results: [Data("{\"iteration\":\(k)}".utf8)], firstIndex: k, attempt: attempt, to: id)
    }
    let result = Data(repeating: UInt8(ascii: "2"), count: 300)
    _ = try await store.finish(id, attempt: attempt, outcome: .completed(result), usageSeconds: 0.001)
  }

  private func measure(
    _ name: String, callers: Int, count: Int, _ body: @escaping @Sendable () async throws -> Void
  ) async throws {
    let clock = ContinuousClock()
    var times: [Duration] = []
    let start = clock.now
    try await withThrowingTaskGroup(of: [Duration].self) { group in
      for _ in 0..<callers {
        group.addTask {
          var own: [Duration] = []
          for _ in 0..<count / callers { own.append(try await clock.measure { try await body() }) }
          return own
        }
      }
      for try await own in group { times += own }
    }
    let total = clock.now - start
    let sorted = times.sorted()
    func microseconds(_ fraction: Double) -> String {
      let duration = sorted[Int(Double(sorted.count - 1) * fraction)]
      return String(format: "%7.1f µs", duration / .microseconds(1))
    }
    let rate = Double(sorted.count) / (total / .seconds(1))
    print(
      "\(callers) callers, \(name): \(Int(rate))/s, median \(microseconds(0.5)), 99 %: \(microseconds(0.99)), "
        + "longest \(microseconds(1))")
  }
}
