import Foundation
import JSONSchemas
import RandomStreams
import RuntimeWorkers
import Testing

@Suite struct LogTests {
  @Test("what a program prints is its log, by stream, to the last character")
  func streams() async throws {
    try await withPool { pool in
      let job = await (try await pool.lease()).run("noise", ["text": "\u{1F600}"])
      #expect(job.log("stdout") == "to standard output \u{1F600}\nno line feed \u{1F600}")
      #expect(job.log("stderr") == "to standard error \u{1F600}\n")
    }
  }

  @Test("every job has what it printed itself, and nothing of the one before")
  func attribution() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      for index in 0..<200 {
        let job = await lease.run("noise", ["text": .string("\(index)")])
        #expect(job.log("stdout") == "to standard output \(index)\nno line feed \(index)")
        #expect(job.log("stderr") == "to standard error \(index)\n")
      }
    }
  }

  @Test("a failed job has its log too, and so has one whose worker exits")
  func failures() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let job = await lease.run("exit", ["status": 3])
      #expect(job.outcome == .died(reason: "The worker died: it exited with status 3."))
      #expect(job.log("stdout") == "goodbye\n")
    }
  }

  @Test("a log is followed while the job runs")
  func live() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let job = await lease.run("spam", ["lines": 1, "results": 100_000_000]) { event in
        if case .log = event { lease.cancel() }
      }
      #expect(job.outcome == .cancelled)
      #expect(job.log("stdout") == "line 0\n")
    }
  }

  @Test("of 100 MiB of output the beginning is kept, with a line that says so")
  func flood() async throws {
    try await withPool { pool in
      let lease = try await pool.lease()
      let job = await lease.run("flood", ["mebibytes": 100])
      #expect(job.result == .null)
      let log = job.log("stdout")
      #expect(log.utf8.prefix { $0 == UInt8(ascii: "x") }.count == 16 << 20)
      #expect(log.hasSuffix("\n[The log has more than 16777216 bytes; the rest is not kept.]\n"))
      #expect(log.utf8.count < (16 << 20) + 100)
      #expect(await lease.run("noise").log("stderr") == "to standard error \n")
    }
  }

  @Test("characters that a pipe cuts in two come whole", arguments: 0..<5 as Range<UInt64>)
  func characters(seed: UInt64) async throws {
    let text = "aé€\u{1F600}\u{10FFFF}z"
    let executor = RawWorker.onJob { worker in
      var generator = RandomStream(seed: seed)
      var bytes = Array(text.utf8)[...]
      while !bytes.isEmpty {
        let piece = bytes.prefix(Int.random(in: 1...3, using: &generator))
        worker.write(Array(piece), to: worker.error)
        bytes = bytes.dropFirst(piece.count)
      }
      worker.write([0xE2, 0x82], to: worker.error)
      worker.send(#"{"type":"done","job":"job","cpu_seconds":0}"#, "null")
    }
    try await withPool(executor: executor) { pool in
      let job = await (try await pool.lease()).run("raw")
      #expect(job.log("stderr") == text + "\u{FFFD}")
    }
  }

  @Test("what a worker prints between jobs belongs to none")
  func between() async throws {
    let executor = RawExecutor { worker in
      worker.write(Array("early".utf8), to: worker.output)
      worker.shakeHands()
      while let (header, _) = worker.receive() {
        worker.write(Array("for \(header["job"]?.stringValue ?? "")".utf8), to: worker.output)
        worker.send(#"{"type":"done","job":\#(header["job"]?.text ?? ""),"cpu_seconds":0}"#, "null")
      }
    }
    try await withPool(executor: executor) { pool in
      let lease = try await pool.lease()
      for index in 0..<500 {
        let job = await lease.run("raw", id: "\(index)")
        #expect(job.log("stdout") == "for \(index)")
      }
    }
  }
}
