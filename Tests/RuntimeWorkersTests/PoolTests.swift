import Foundation
import JSONSchemas
import RandomStreams
import RuntimeWorkers
import Synchronization
import Testing

@Suite struct PoolTests {
  @Test("leases are given in the order of asking")
  func order() async throws {
    try await withPool { pool in
      let first = try await pool.lease()
      #expect(pool.idleCount == 0)
      let served = Recorder<Int>()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<20 {
          let before = pool.waitingCount
          group.addTask {
            let lease = try await pool.lease()
            served.append(index)
            lease.release()
          }
          while pool.waitingCount == before { await Task.yield() }
        }
        first.release()
        try await group.waitForAll()
      }
      #expect(served.all == Array(0..<20))
      #expect(pool.idleCount == 1)
    }
  }

  @Test("whoever is cancelled while waiting leaves the line, and nobody else")
  func cancelled() async throws {
    try await withPool { pool in
      let first = try await pool.lease()
      let tasks = (0..<6).map { index in
        Task {
          let lease = try await pool.lease()
          lease.release()
          return index
        }
      }
      while pool.waitingCount < 6 { await Task.yield() }
      for index in [0, 3, 5] { tasks[index].cancel() }
      for index in [0, 3, 5] { await #expect(throws: CancellationError.self) { try await tasks[index].value } }
      first.release()
      for index in [1, 2, 4] { #expect(try await tasks[index].value == index) }
      await #expect(throws: CancellationError.self) {
        try await withThrowingTaskGroup(of: Void.self) { group in
          let lease = try await pool.lease()
          group.cancelAll()
          group.addTask { _ = try await pool.lease() }
          defer { lease.release() }
          try await group.waitForAll()
        }
      }
      #expect(pool.idleCount == 1)
    }
  }

  @Test("random comings and goings leave every worker idle", arguments: 0..<4 as Range<UInt64>)
  func traffic(seed: UInt64) async throws {
    try await withPool(size: 3) { pool in
      await withTaskGroup(of: Void.self) { group in
        for client in 0..<12 as Range<UInt32> {
          group.addTask {
            var generator = RandomStream(seed: seed, stream: client)
            for round in 0..<10 {
              let task = Task { try await pool.lease() }
              if Int.random(in: 0..<4, using: &generator) == 0 { task.cancel() }
              guard let lease = try? await task.value else { continue }
              switch Int.random(in: 0..<20, using: &generator) {
              case 0: #expect(await lease.run("exit").death != nil)
              case 1:
                #expect(await lease.run("sleep", ["seconds": 9], timeLimit: .milliseconds(1)).outcome == .timeLimit)
              case 2: break
              default:
                let inputs: JSONValue = ["client": .integer(Int64(client)), "round": .integer(Int64(round))]
                #expect(await lease.run("echo", inputs, id: "\(client)/\(round)").result == inputs)
              }
              if Bool.random(using: &generator) { lease.release() }
            }
          }
        }
      }
      // Places whose worker died last come back by themselves.
      let leases = [try await pool.lease(), try await pool.lease(), try await pool.lease()]
      for lease in leases { lease.release() }
      // One that ended at the last moment is being replaced.
      for _ in 0..<2000 where pool.idleCount < 3 { try await Task.sleep(for: .milliseconds(5)) }
      #expect(pool.idleCount == 3)
    }
  }

  @Test("a lease that is dropped is released, and one that is released twice is released once")
  func release() async throws {
    try await withPool { pool in
      _ = try await pool.lease()
      let lease = try await pool.lease()
      lease.release()
      lease.release()
      #expect(pool.idleCount == 1)
      #expect(await lease.run("echo").death == "The lease of the worker has been released.")
      let other = try await pool.lease()
      #expect(await other.run("echo").result == [:])
    }
  }

  @Test("a lease runs one job at a time")
  func oneAtATime() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let job = await lease.run("noise") { _ in
        #expect(await lease.run("echo").death == "The lease of the worker already runs a job.")
      }
      #expect(job.result == .null)
    }
  }

  @Test("the end of a pool ends its jobs and refuses leases, however often it is asked for")
  func shutdown() async throws {
    try await withPool(size: 2) { pool in
      let lease = try await pool.lease()
      _ = try await pool.lease()
      let leases = [lease, try await pool.lease()]
      async let waiting: Void = {
        await #expect(throws: WorkerPoolError.isShutDown) { _ = try await pool.lease() }
      }()
      while pool.waitingCount < 1 { await Task.yield() }
      let job = await leases[0].run("spin", ["seconds": 60]) { _ in await pool.shutdown() }
      #expect(job.outcome == .died(reason: "The workers were shut down."))
      await waiting
      await pool.shutdown()
      #expect(await leases[1].run("echo").death == "The workers were shut down.")
      await #expect(throws: WorkerPoolError.isShutDown) { _ = try await pool.lease() }
      #expect(pool.idleCount == 0)
    }
  }

  @Test("a pool that was never started, or is shut down while it starts, ends")
  func early() async throws {
    for _ in 0..<5 { try await withPool(size: 3) { _ in } }
  }
}
