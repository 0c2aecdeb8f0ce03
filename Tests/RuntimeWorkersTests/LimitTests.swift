import Foundation
import JSONSchemas
import RandomStreams
import RuntimeWorkers
import Testing

@Suite struct LimitTests {
  @Test("a job that runs longer than it may is killed, after all it published")
  func timeLimit() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let job = await lease.run(
        "count", ["results": 1_000_000, "milliseconds": 1], timeLimit: .seconds(1))
      #expect(job.outcome == .timeLimit)
      #expect((job.results?.count ?? 0) > 10)
      #expect(await lease.run("echo").result == [:])
    }
  }

  @Test("a program that computes without end hears nothing and is killed")
  func spin() async throws {
    try await withPool { pool in
      // Left alone it would complete after a minute.
      let job = await (try await pool.lease()).run("spin", ["seconds": 60], timeLimit: .milliseconds(100))
      #expect(job.outcome == .timeLimit)
    }
  }

  @Test("a time limit beyond all bounds is none, and one of nothing ends the job")
  func extremeLimits() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      #expect(await lease.run("echo", timeLimit: .seconds(Int64.max)).result == [:])
      #expect(await lease.run("sleep", ["seconds": 60], timeLimit: .zero).outcome == .timeLimit)
      #expect(await lease.run("sleep", ["seconds": 60], timeLimit: .seconds(-1)).outcome == .timeLimit)
    }
  }

  @Test("a job that takes more memory than it may is killed, one that takes less is not")
  func memoryLimit() async throws {
    try await withPool(memoryLimit: 200 << 20) { pool in
      let lease = try await pool.lease()
      #expect(await lease.run("allocate", ["mebibytes": 20, "seconds": 0.3]).data != nil)
      #expect(await lease.run("allocate", ["mebibytes": 400, "seconds": 60]).outcome == .memoryLimit)
      #expect(await lease.run("echo").result == [:])
    }
  }

  @Test("a cancelled program that listens ends at once, and its worker goes on")
  func cancel() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let worker = await lease.run("process").result?["pid"]
      let job = await lease.run("count", ["results": 1_000_000, "milliseconds": 1]) { _ in lease.cancel() }
      #expect(job.outcome == .cancelled)
      #expect(job.results?.isEmpty == false)
      lease.cancel()  // nothing runs
      #expect(await lease.run("process").result?["pid"] == worker)
    }
  }

  @Test("a program that publishes faster than anybody takes it waits, and hears there that it is cancelled")
  func cancelWaiting() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let worker = await lease.run("process").result?["pid"]
      let job = await lease.run("spam", ["results": 1_000_000, "bytes": 10_000]) { _ in lease.cancel() }
      #expect(job.outcome == .cancelled)
      // A window on the way, as many as there is room for in the worker, and no more were made.
      #expect((1...1000).contains(job.results?.count ?? 0))
      #expect(await lease.run("process").result?["pid"] == worker)
    }
  }

  @Test("a cancelled program that does not listen is killed after the grace")
  func cancelDeaf() async throws {
    var timing = WorkerTiming()
    timing.cancellation = .milliseconds(100)
    try await withPool(timing: timing) { pool in
      let lease = try await pool.lease()
      let worker = await lease.run("process").result?["pid"]
      let job = await lease.run("spin", ["seconds": 60]) { _ in lease.cancel() }
      #expect(job.outcome == .cancelled)
      #expect(await lease.run("process").result?["pid"] != worker)
    }
  }

  @Test("a job that was cancelled before it ran does not run, and the next does")
  func cancelBefore() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      lease.cancel("late")
      #expect(await lease.run("echo", id: "early").result == [:])
      #expect(await lease.run("spin", ["seconds": 60], id: "late").outcome == .cancelled)
      #expect(await lease.run("echo", id: "late").result == [:])
    }
  }
}
