import Foundation
import Glibc
import JSONSchemas
import RandomStreams
import RuntimeWorkers
import Synchronization
import Testing

@Suite struct DeathTests {
  @Test("a worker killed at any moment leaves what it sent before, and a new one", arguments: 0..<12 as Range<UInt64>)
  func killed(seed: UInt64) async throws {
    var generator = RandomStream(seed: seed)
    let last = Int.random(in: 0..<300, using: &generator)
    let delay = Int.random(in: 0..<2000, using: &generator)
    try await withPool { pool in
      let lease = try await pool.lease()
      let pid = try #require(await lease.run("process").result?["pid"]?.intValue)
      let seen = Mutex(0)
      let job = await lease.run("count", ["results": 1_000_000]) { event in
        guard case .interim(let first, let results) = event else { return }
        let isIt = seen.withLock { seen in
          defer { seen = first + results.count }
          return seen <= last && last < first + results.count
        }
        if isIt {
          usleep(UInt32(delay))
          kill(pid_t(pid), SIGKILL)
        }
      }
      #expect(job.outcome == .died(reason: "The worker died: it was killed by signal 9."))
      let results = try #require(job.results)
      #expect(results.count > last)
      #expect(results.enumerated().allSatisfy { $1 == "{\"index\":\($0)}" })
      // Reaped before the job had its outcome.
      #expect(kill(pid_t(pid), 0) == -1 && errno == ESRCH)
      #expect(await lease.run("process").result?["pid"]?.intValue != pid)
    }
  }

  @Test("a worker that dies without a job is replaced")
  func idle() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let pid = try #require(await lease.run("process").result?["pid"]?.intValue)
      lease.release()
      kill(pid_t(pid), SIGKILL)
      while true {
        let next = try await pool.lease()
        let job = await next.run("process")
        next.release()
        if let other = job.result?["pid"]?.intValue, other != pid { break }
      }
    }
  }

  @Test("a worker that leaves a process behind ends its job and dies all the same")
  func orphan() async throws {
    var orphan: pid_t = 0
    try await withPool { pool in
      let lease = try await pool.lease()
      orphan = pid_t(try #require(await lease.run("orphan").result?["pid"]?.intValue))
      #expect(await lease.run("echo").result == [:])
      #expect(await lease.run("exit").death == "The worker died: it exited with status 0.")
      #expect(await lease.run("echo").result == [:])
    }
    kill(orphan, SIGKILL)
  }

  @Test("a worker leads its own session, reads nothing and has no descriptors of the server")
  func process() async throws {
    try await withPool { pool in
      let process = try #require(await (try await pool.lease()).run("process").result)
      #expect(process["session"] == process["pid"])
      #expect(process["group"] == process["pid"])
      let targets = try #require(process["descriptors"]?.objectValue)
      #expect(targets["0"] == "/dev/null")
      // 0 to 3 from the pool; what else there is the worker has opened itself.
      #expect(targets["3"]?.stringValue?.hasPrefix("socket:") == true)
      #expect(targets.filter { Int($0.key) ?? 0 > 3 }.allSatisfy { !($0.value.stringValue ?? "").hasPrefix("socket:") })
      #expect(targets.filter { Int($0.key) ?? 0 > 3 }.allSatisfy { !($0.value.stringValue ?? "").hasPrefix("pipe:") })
    }
  }

  @Test("a worker that is asked to end by others than its server goes on")
  func termination() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let pid = try #require(await lease.run("process").result?["pid"]?.intValue)
      kill(pid_t(pid), SIGTERM)
      #expect(await lease.run("process").result?["pid"]?.intValue == pid)
    }
  }

  @Test("where workers cannot be started, starts are tried with pauses, and a job is told why")
  func noWorker() async throws {
    let starts = Mutex(0)
    struct Failing: Executor {
      let start: @Sendable () -> Bool
      let raw: RawExecutor
      func start(_ descriptors: WorkerDescriptors) throws -> any StartedWorker {
        guard start() else { throw ExecutorError(description: "The node is on fire.") }
        return try raw.start(descriptors)
      }
    }
    let executor = Failing(
      start: {
        starts.withLock { starts in
          starts += 1; return starts == 1
        }
      },
      raw: RawExecutor { worker in
        worker.shakeHands()
        _ = worker.receive()
      })
    var timing = WorkerTiming()
    timing.pause = .milliseconds(1)
    try await withPool(executor: executor, timing: timing) { pool in
      let lease = try await pool.lease()
      #expect(await lease.run("raw").death == "The worker died: it exited with status 0.")
      #expect(await lease.run("raw").death == "No worker can be started. The node is on fire.")
      // 1, 2, 4, … ms: after the third failure 4 ms have not passed often enough for many more.
      #expect(starts.withLock { $0 } < 20)
    }
  }

  @Test("a program that is none, or ends before it says hello, is told with what it wrote")
  func wrongExecutable() async throws {
    var timing = WorkerTiming()
    timing.pause = .milliseconds(1)
    for (executable, arguments, reason) in [
      ("/nowhere/worker", [], "Cannot start /nowhere/worker: No such file or directory."),
      ("/bin/sh", ["-c", "echo no luck today >&2; exit 7"], "it exited with status 7. It wrote: no luck today"),
      ("/bin/cat", ["/dev/zero"], "it did not say hello within"),
    ] {
      timing.start = executable == "/bin/cat" ? .milliseconds(50) : .seconds(20)
      let isFirst = Mutex(true)
      struct FirstRaw: Executor {
        let isFirst: @Sendable () -> Bool
        let then: LocalProcessExecutor
        func start(_ descriptors: WorkerDescriptors) throws -> any StartedWorker {
          let raw = RawExecutor { worker in
            worker.shakeHands()
            _ = worker.receive()
          }
          return try isFirst() ? raw.start(descriptors) : then.start(descriptors)
        }
      }
      let executor = FirstRaw(
        isFirst: {
          isFirst.withLock { value in
            defer { value = false }; return value
          }
        },
        then: LocalProcessExecutor(executable: executable, arguments: arguments))
      try await withPool(executor: executor, timing: timing) { pool in
        let lease = try await pool.lease()
        _ = await lease.run("raw")
        let death = try #require(await lease.run("raw").death)
        #expect(death.contains(reason))
      }
    }
  }
}
