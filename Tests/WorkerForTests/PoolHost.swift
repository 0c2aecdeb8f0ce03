import Foundation
import JSONSchemas
import Logging
import NIOPosix
import RuntimeWorkers

/// A pool in a process that has nothing else in it: its descriptors and children are the pool's.
enum PoolHost {
  private static func withPool(size: Int, _ body: (WorkerPool) async throws -> Void) async throws {
    // A second or so for each crash is not what is looked at here.
    let executor = LocalProcessExecutor(executable: "/proc/self/exe", environment: ["SWIFT_BACKTRACE": "enable=no"])
    let pool = WorkerPool(
      executor: executor, size: size, memoryLimit: 1 << 30,
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "pool") { _ in SwiftLogNoOpLogHandler() }
    ) { _ in nil }
    pool.start()
    try await body(pool)
    await pool.shutdown()
  }

  private static func job(_ program: String, _ inputs: String = "{}") -> WorkerJob {
    WorkerJob(id: "job", attempt: 1, program: program, inputs: Data(inputs.utf8), timeLimit: .seconds(60))
  }

  static func deaths(_ count: Int) async throws -> String {
    var counts: [String] = []
    for round in 0..<2 {
      try await withPool(size: 2) { pool in
        for index in 0..<count * round {
          let lease = try await pool.lease()
          _ = await lease.run(job(["exit", "crash"][index % 2])) { _ in }
          lease.release()
        }
        // Both are there, and have done something.
        let leases = [try await pool.lease(), try await pool.lease()]
        for lease in leases { _ = await lease.run(job("echo")) { _ in } }
        counts.append("descriptors \(try entries(of: "/proc/self/fd"))")
      }
      counts.append("descriptors \(try entries(of: "/proc/self/fd")) children \(try children)")
    }
    counts.append("\(try entries(of: "/proc/self/task"))")
    return counts.joined(separator: "\n")
  }

  private static func entries(of folder: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: folder).count
  }

  /// Of all threads, dead ones that nobody has asked for included.
  private static var children: Int {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").reduce(0) { sum, thread in
        let path = "/proc/self/task/\(thread)/children"
        let children = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return sum + children.split(separator: " ").count
      }
    }
  }

  static func compute(_ size: Int) async throws {
    try await withPool(size: size) { pool in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<size {
          let lease = try await pool.lease()
          group.addTask {
            guard case .completed(let process, _) = await lease.run(job("process"), onEvent: { _ in }),
              let pid = try JSONValue(parsing: process)["pid"]?.intValue
            else { return }
            _ = await lease.run(job("spin", #"{"seconds":60}"#)) { _ in
              FileHandle.standardOutput.write(Data("\(pid)\n".utf8))
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  static func measure() async throws {
    try await withPool(size: 1) { pool in
      let lease = try await pool.lease()
      for round in 0..<5 {
        var times: [Double] = []
        for _ in 0..<10_000 {
          let start = ContinuousClock.now
          _ = await lease.run(job("echo")) { _ in }
          times.append((ContinuousClock.now - start) / .microseconds(1))
        }
        times.sort()
        let quantiles = [0.1, 0.5, 0.9, 0.99].map { "\($0): \(times[Int($0 * 10_000)].rounded())" }
        print("round \(round), µs by quantile: \(quantiles.joined(separator: ", "))")
      }
    }
  }
}
