import Foundation
import JSONSchemas
import RuntimePrograms
import RuntimeWorkers
import Testing

@Suite struct JobTests {
  @Test("a program's result comes back as it was returned")
  func echo() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let inputs: JSONValue = ["numbers": [1, 2.5, nil], "text": "é\n\u{1F600}"]
      let job = await lease.run("echo", inputs)
      #expect(job.result == inputs)
      #expect(job.events.isEmpty)
    }
  }

  @Test("one worker runs job after job")
  func several() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let first = await lease.run("process").result?["pid"]
      for index in 0..<20 {
        #expect(await lease.run("echo", ["index": .integer(Int64(index))]).result == ["index": .integer(Int64(index))])
      }
      #expect(await lease.run("process").result?["pid"] == first)
    }
  }

  @Test("a program that throws fails its job with its code, and the worker lives")
  func failure() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let job = await lease.run("throw", ["code": "too-hot", "message": "It is 3 K."])
      #expect(job.outcome == .failed(ProgramFailure(code: "too-hot", message: "It is 3 K.")))
      #expect(await lease.run("echo").result == [:])
    }
  }

  @Test("an unknown program fails its job and names those that are known")
  func unknownProgram() async throws {
    try await withPool { pool in
      let job = await (try await pool.lease()).run("perpetuum-mobile")
      let failure = try #require(job.failure)
      #expect(failure.code == "unknown-program")
      #expect(failure.message.contains("'perpetuum-mobile'") && failure.message.contains("vqe"))
    }
  }

  @Test("a result of 100 MB comes back whole")
  func largeResult() async throws {
    try await withPool { pool in
      let job = await (try await pool.lease()).run("large", ["bytes": 100_000_000])
      let result = try #require(job.data)
      let isWhole = result == Data("\"".utf8) + Data(repeating: UInt8(ascii: "x"), count: 100_000_000) + Data("\"".utf8)
      #expect(isWhole)
    }
  }

  @Test("a crash ends the job after what it published, and the next job of the lease has a new worker")
  func crash() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let job = await lease.run("crash", ["results": 3])
      #expect(job.outcome == .died(reason: "The worker died: it was killed by signal 6."))
      #expect(await lease.run("echo").result == [:])
    }
  }
}
