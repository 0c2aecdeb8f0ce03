import Foundation
import JSONSchemas
import RandomStreams
import RuntimeAPI
import RuntimePrograms
import RuntimeWorkers
import Synchronization
import Testing

/// The article "The protocol of workers", spoken byte by byte.
@Suite struct ProtocolTests {
  @Test("every example of the article is a message of the length that it says")
  func examples() throws {
    let frames = try Article().frames
    #expect(frames.count == 11)
    var types: Set<String> = []
    for bytes in frames {
      let frame = try bytes.withUnsafeBytes { bytes in
        var (parser, rest) = (FrameParser(), bytes)
        let frame = try #require(try parser.next(&rest))
        #expect(rest.isEmpty)
        return frame
      }
      let message = (try? WorkerMessage(frame)) as Any? ?? (try? ServerMessage(frame)) as Any?
      #expect(message != nil)
      types.insert(frame.header["type"]?.stringValue ?? "")
    }
    #expect(types.count == 10)
  }

  @Test("a worker that says what the article says serves a job, byte for byte")
  func dialogue() async throws {
    let article = try Article()
    let (hello, need) = (article.frames("hello"), article.frames("need"))
    let received = Recorder<[UInt8]>()
    let executor = RawExecutor { worker in
      func receive() { worker.receiveBytes().map { received.append($0) } }
      worker.write(hello[0])
      receive()
      receive()
      worker.write(need[0])
      receive()
      for type in ["interim", "done"] { worker.write(article.frames(type)[0]) }
      receive()
      worker.write(article.frames("failed")[0])
      _ = worker.receive()
    }
    try await withPool(
      memoryLimit: 1 << 30, executor: executor, texts: { $0 == "sha256:ab" ? Data("h q[0];".utf8) : nil }
    ) { pool in
      let events = Recorder<WorkerEvent>()
      let job = WorkerJob(
        id: "j1", attempt: 1, program: "raw", texts: ["sha256:ab"], inputs: Data(#"{"x":1}"#.utf8),
        timeLimit: .seconds(60))
      let lease = try await pool.lease()
      let outcome = await lease.run(job) { events.append($0) }
      #expect(outcome == .completed(result: Data(#"{"value":7}"#.utf8), usage: WorkerUsage(cpuSeconds: 0.25)))
      #expect(events.all == [.interim(firstIndex: 0, results: [Data(#"{"k":0}"#.utf8), Data(#"{"k":1}"#.utf8)])])
      let failure = ProgramFailure(code: "invalid-input", message: "x is 1; it must be 2.")
      #expect(await lease.run(job) { events.append($0) } == .failed(failure))
    }
    #expect(received.all == [hello[1], article.frames("run")[0], article.frames("text")[0], article.frames("run")[0]])
  }

  @Test("a text that the server does not have is answered by its hash alone")
  func unknownText() async throws {
    let executor = RawWorker.onJob { worker in
      worker.send(#"{"type":"need","hash":"sha256:00"}"#)
      let answer = worker.receive()
      worker.send(#"{"type":"done","job":"job","cpu_seconds":0}"#, answer?.header.text ?? "none")
    }
    try await withPool(executor: executor) { pool in
      let job = await (try await pool.lease()).run("raw", texts: ["sha256:00"])
      #expect(job.result == ["type": "no_text", "hash": "sha256:00"])
    }
  }

  @Test("a worker gets the texts of its job and no others, in the order of asking")
  func textsOfOthers() async throws {
    let executor = RawWorker.onJob { worker in
      let hashes = ["sha256:mine", "sha256:yours", "sha256:mine"]
      for hash in hashes { worker.send(#"{"type":"need","hash":"\#(hash)"}"#) }
      let answers = hashes.map { _ in worker.receive()?.header["type"] ?? .null }
      worker.send(#"{"type":"done","job":"job","cpu_seconds":0}"#, JSONValue.array(answers).text)
    }
    try await withPool(executor: executor, texts: { _ in Data("text".utf8) }) { pool in
      let lease = try await pool.lease()
      #expect(await lease.run("raw", texts: ["sha256:mine"]).result == ["text", "no_text", "text"])
    }
  }

  @Test("an interim result that no client could read breaks the protocol")
  func largeInterimResult() async throws {
    let limit = EventStream.maximumInterimResultLength
    let executor = RawWorker.onJob { worker in
      let body = [UInt8](repeating: 0x37, count: limit + 1)
      worker.write(RawWorker.frame(#"{"type":"interim","job":"job","index":0,"count":1}"#, body))
    }
    try await withPool(executor: executor) { pool in
      let reason = try #require(await (try await pool.lease()).run("raw").death)
      #expect(reason.contains("an interim result of \(limit + 1) bytes was received; at most \(limit) are allowed"))
    }
  }

  @Test("texts come in the order of asking, one after the other, and too many requests are a violation")
  func manyTexts() async throws {
    let asked = Recorder<String>()
    let (gate, opening) = AsyncStream.makeStream(of: Void.self)
    let executor = RawWorker.onJob { worker in
      for index in 0..<300 { worker.send(#"{"type":"need","hash":"sha256:\#(index)"}"#) }
      for index in 0..<300 where worker.receive()?.header["hash"] != .string("sha256:\(index)") { return }
      worker.send(#"{"type":"done","job":"job","cpu_seconds":0}"#, "null")
      guard worker.receive() != nil else { return }
      let requests = RawWorker.frame(#"{"type":"need","hash":"sha256:0"}"#)
      worker.write(Array((0..<3000).map { _ in requests }.joined()))
    }
    try await withPool(
      executor: executor,
      texts: { hash in
        asked.append(hash)
        if asked.all.count > 300 { for await _ in gate {} }
        return Data("text".utf8)
      }
    ) { pool in
      let lease = try await pool.lease()
      #expect(await lease.run("raw", texts: (0..<300).map { "sha256:\($0)" }).result == .null)
      #expect(asked.all.count == 300)
      let reason = try #require(await lease.run("raw", texts: ["sha256:0"]).death)
      #expect(reason.contains("more than 1000 texts were asked for at once"))
      opening.finish()
    }
  }

  @Test("messages may come in pieces of any size", arguments: 0..<5 as Range<UInt64>)
  func pieces(seed: UInt64) async throws {
    let executor = RawWorker.onJob { worker in
      var generator = RandomStream(seed: seed)
      var bytes: [UInt8] = []
      for index in 0..<20 {
        bytes += RawWorker.frame(
          #"{"type":"interim","job":"job","index":\#(index),"count":1}"#, [UInt8](repeating: 0x37, count: 1 + index * 7)
        )
      }
      bytes += RawWorker.frame(#"{"type":"done","job":"job","cpu_seconds":0}"#, Array("null".utf8))
      while !bytes.isEmpty {
        let count = min(bytes.count, Int.random(in: 1...200, using: &generator))
        worker.write(Array(bytes[..<count]))
        bytes.removeFirst(count)
      }
    }
    try await withPool(executor: executor) { pool in
      let job = await (try await pool.lease()).run("raw")
      #expect(job.result == .null)
      #expect(job.results == (0..<20).map { String(repeating: "7", count: 1 + $0 * 7) })
    }
  }

  /// Bytes that a worker sends during a job, and what the pool says of them.
  static let violations: [([UInt8], String)] = [
    ([0, 0, 0, 0, 0, 0, 0, 0], "a header of 0 bytes"),
    ([255, 255, 255, 255, 0, 0, 0, 0], "a header of 4294967295 bytes"),
    ([0, 0, 0, 2, 255, 0, 0, 0], "a body of 4278190080 bytes"),
    (RawWorker.frame("{"), "is no JSON text"),
    (RawWorker.frame("[]"), "is no JSON object"),
    (RawWorker.frame("{}"), "'type'"),
    (RawWorker.frame(#"{"type":"explode"}"#), "'explode' is not known"),
    (RawWorker.frame(#"{"type":"hello","protocol":1,"programs":[]}"#), "hello twice"),
    (RawWorker.frame(#"{"type":"done","job":"another","cpu_seconds":0}"#), "job 'another', which it does not run"),
    (RawWorker.frame(#"{"type":"done","job":"job","cpu_seconds":-1}"#), "'cpu_seconds'"),
    (RawWorker.frame(#"{"type":"failed","job":"job","code":5}"#), "'code'"),
    (RawWorker.frame(#"{"type":"need"}"#), "'hash'"),
    (
      RawWorker.frame(#"{"type":"interim","job":"job","index":1,"count":1}"#, [0x30]),
      "result 1 was received in place of 0"
    ),
    (RawWorker.frame(#"{"type":"interim","job":"job","index":0,"count":2}"#, [0x30]), "'count'"),
    (RawWorker.frame(#"{"type":"interim","job":"job","index":0,"count":0}"#), "'count'"),
  ]

  @Test("a worker that breaks the protocol is killed, with the reason, after what was right", arguments: violations)
  func violation(bytes: [UInt8], reason: String) async throws {
    let executor = RawWorker.onJob { worker in
      worker.write(Array("before\n".utf8), to: worker.output)
      worker.write(bytes)
      worker.send(#"{"type":"done","job":"job","cpu_seconds":0}"#, "null")
    }
    try await withPool(executor: executor) { pool in
      let lease = try await pool.lease()
      let job = await lease.run("raw")
      let found = try #require(job.death)
      #expect(found.hasPrefix("The worker was killed: it broke the protocol: "))
      #expect(found.contains(reason))
      #expect(job.log("stdout") == "before\n")
    }
  }

  @Test("a worker of another version is not used, and the job says why")
  func version() async throws {
    var timing = WorkerTiming()
    timing.pause = .milliseconds(1)
    let isFirst = Mutex(true)
    let executor = RawExecutor { worker in
      let first = isFirst.withLock { value in
        defer { value = false }; return value
      }
      worker.send(#"{"type":"hello","protocol":\#(first ? 1 : 2),"programs":[]}"#)
      _ = worker.receive()
      if first { _ = worker.receive() }
    }
    try await withPool(executor: executor, timing: timing) { pool in
      let lease = try await pool.lease()
      #expect(await lease.run("raw").outcome == .died(reason: "The worker died: it exited with status 0."))
      let reason = try #require(await lease.run("raw").death)
      #expect(reason.hasPrefix("No worker can be started."))
      #expect(reason.contains("version 2 of the protocol was offered; this is version 1"))
    }
  }

  @Test("no more than the window of interim results is on the way while nobody takes them")
  func credit() async throws {
    let sent = Mutex(0)
    let body = [UInt8](repeating: 0x37, count: 100_000)
    let (gate, opening) = AsyncStream.makeStream(of: Void.self)
    let executor = RawWorker.onJob { worker in
      var (credit, index) = (1 << 20, 0)
      func send() {
        while credit > 0 {
          let frame = RawWorker.frame(#"{"type":"interim","job":"job","index":\#(index),"count":1}"#, body)
          worker.write(frame)
          index += 1
          credit -= frame.count
        }
        sent.withLock { $0 = index }
      }
      send()
      opening.finish()
      while index < 40, let (header, _) = worker.receive() {
        credit += header["bytes"]?.intValue ?? 0
        send()
      }
      worker.send(#"{"type":"done","job":"job","cpu_seconds":0}"#, "null")
    }
    try await withPool(executor: executor) { pool in
      let job = await (try await pool.lease()).run("raw") { _ in
        // The first event is held back until the worker has sent all that it may.
        for await _ in gate {}
        if sent.withLock({ $0 }) < 40 { #expect(sent.withLock { $0 } >= 11) }
      }
      #expect(job.result == .null)
      #expect((job.results?.count ?? 0) >= 40)
    }
  }

  @Test("a worker that sends without credit is killed")
  func noCredit() async throws {
    let (gate, opening) = AsyncStream.makeStream(of: Void.self)
    let executor = RawWorker.onJob { worker in
      let body = [UInt8](repeating: 0x37, count: 1 << 20)
      for index in 0..<2 {
        worker.write(RawWorker.frame(#"{"type":"interim","job":"job","index":\#(index),"count":1}"#, body))
      }
      while worker.receive() != nil {}
      opening.finish()
    }
    try await withPool(executor: executor) { pool in
      let job = await (try await pool.lease()).run("raw") { _ in
        // Nothing is granted before the pool has seen the second message.
        for await _ in gate {}
      }
      let reason = try #require(job.death)
      #expect(reason.contains("without credit"))
      #expect(job.results?.count == 1)
    }
  }

  @Test("a cancelled job that fails is cancelled, and one that completes all the same is completed")
  func cancellation() async throws {
    for isDone in [false, true] {
      let executor = RawWorker.onJob { worker in
        worker.write(Array("begun".utf8), to: worker.output)
        guard worker.receive()?.header == ["type": "cancel", "job": "job"] else { return }
        worker.send(
          isDone
            ? #"{"type":"done","job":"job","cpu_seconds":0}"#
            : #"{"type":"failed","job":"job","code":"x","message":"y"}"#, isDone ? "1" : "")
      }
      try await withPool(executor: executor) { pool in
        let lease = try await pool.lease()
        let job = await lease.run("raw") { _ in lease.cancel() }
        #expect(job.outcome == (isDone ? .completed(result: Data("1".utf8), usage: .init(cpuSeconds: 0)) : .cancelled))
      }
    }
  }
}
