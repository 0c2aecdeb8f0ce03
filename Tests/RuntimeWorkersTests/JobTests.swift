import Foundation
import JSONSchemas
import RuntimeAPI
import RuntimePrograms
import RuntimeWorkers
import Testing

@Suite struct JobTests {
  @Test("a program's result comes back as it was returned")
  func echo() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let inputs: JSONValue = ["numbers": [1, 2.5, .null], "text": "é\n\u{1F600}"]
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

  @Test("a worker that has a text from one job gives it to no job that does not list it")
  func textsOfOthers() async throws {
    try await withPool(texts: { _ in Data("OPENQASM 3; qubit q;".utf8) }) { pool in
      let lease = try await pool.lease()
      let inputs: JSONValue = ["pubs": [["sha256:ab", "Z"]], "options": ["exact": true]]
      let mine = await lease.run("estimator", inputs, texts: ["sha256:ab"])
      #expect(mine.result?["results"]?[0]?["data"]?["evs"] == 1.0)
      let yours = await lease.run("estimator", inputs)
      #expect(
        yours.failure
          == ProgramFailure(
            code: "unknown-text",
            message: "pubs[0]: The job has no text sha256:ab; send it, and list its hash among the job's `texts`."))
    }
  }

  @Test("an interim result that no client could read fails the job and says how long it may be")
  func largeInterimResult() async throws {
    try await withPool { pool in
      let limit = EventStream.maximumInterimResultLength
      let lease = try await pool.lease()
      func run(bytes: Int) async -> FinishedJob {
        // Around the filling of that length.
        let frame = #"{"index":0,"filling":""}"#.utf8.count
        return await lease.run("spam", ["results": 1, "bytes": .integer(Int64(bytes - frame))])
      }
      let longest = await run(bytes: limit)
      #expect(longest.data != nil && longest.results?.first?.utf8.count == limit)
      let tooLong = await run(bytes: limit + 1)
      #expect(
        tooLong.failure
          == ProgramFailure(
            code: ProgramFailure.programError,
            message: "An interim result has \(limit + 1) bytes; 1 to \(limit) are allowed."))
      #expect(tooLong.events.isEmpty)
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

  @Test("a circuit by its hash is asked for once, and one that nobody has fails the job")
  func circuits() async throws {
    let qasm = """
      OPENQASM 3.0;
      include "stdgates.inc";
      input float[64] theta;
      qubit[1] q;
      ry(theta) q[0];
      """
    let asked = Recorder<String>()
    try await withPool(
      texts: { hash in
        asked.append(hash)
        return hash == "sha256:known" ? Data(qasm.utf8) : nil
      }
    ) { pool in
      let lease = try await pool.lease()
      func inputs(_ hash: JSONValue) -> JSONValue {
        ["pubs": [[hash, "Z", [0.5], .null]], "options": ["exact": true], "version": 2, "support_qiskit": false]
      }
      for _ in 0..<3 {
        let job = await lease.run("estimator", inputs("sha256:known"), texts: ["sha256:known"])
        let value = job.result?["results"]?[0]?["data"]?["evs"]?.doubleValue
        #expect(abs((value ?? 0) - 0.8775825618903728) < 1e-15, "\(job.outcome)")
      }
      #expect(asked.all == ["sha256:known"])
      // Lost by the server, or never listed: in the same words.
      for texts in [["sha256:unknown"], ["sha256:known"]] {
        let failure = await lease.run("estimator", inputs("sha256:unknown"), texts: texts).failure
        #expect(failure?.code == "unknown-text")
        #expect(
          failure?.message
            == "pubs[0]: The job has no text sha256:unknown; send it, and list its hash among the job's `texts`.")
      }
      #expect(asked.all == ["sha256:known", "sha256:unknown"])
    }
  }

  @Test("inputs that are too long for a frame fail the job with the number")
  func longInputs() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let job = WorkerJob(
        id: "job", attempt: 1, program: "echo", inputs: Data(count: (256 << 20) + 1), timeLimit: .seconds(60))
      let failure = ProgramFailure(
        code: "invalid-input", message: "The inputs have 268435457 bytes; a worker takes at most 268435456.")
      #expect(await lease.run(job) { _ in } == .failed(failure))
      let texts = (0..<20_000).map { "sha256:" + String(repeating: "0", count: 59) + "\($0)" }
      let other = WorkerJob(
        id: "job", attempt: 1, program: "echo", texts: texts, inputs: Data(), timeLimit: .seconds(60))
      guard case .failed(let refusal) = await lease.run(other, onEvent: { _ in }) else {
        Issue.record("it was not refused")
        return
      }
      #expect(refusal.message.hasPrefix("The job refers to 20000 texts"))
      #expect(await lease.run("echo").result == [:])
    }
  }
}
