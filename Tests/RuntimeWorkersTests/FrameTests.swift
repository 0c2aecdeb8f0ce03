import Foundation
import RuntimeAPI
import JSONSchemas
import RandomStreams
import RuntimeWorkers
import Testing

@Suite struct FrameTests {
  static let messagesOfServer: [ServerMessage] = [
    .hello(memoryLimit: nil), .hello(memoryLimit: 1 << 40),
    .run(job: "ä\"\n", attempt: 3, program: "p", texts: ["sha256:0", "sha256:1"], inputs: Data("{}".utf8)),
    .run(job: "", attempt: 0, program: "", texts: [], inputs: Data()),
    .text(hash: "sha256:0", Data([0, 255, 10])), .noText(hash: "sha256:0"), .cancel(job: "j"),
    .credit(job: "j", bytes: 5),
  ]

  static let messagesOfWorker: [WorkerMessage] = [
    .hello(programs: []), .hello(programs: ["a", "b"]), .need(hash: "sha256:0"),
    .interim(job: "j", index: 7, results: [Data("1".utf8)]),
    .interim(job: "j", index: 0, results: [Data("1".utf8), Data("{}".utf8), Data("[1]".utf8)]),
    .done(job: "j", cpuSeconds: 0.1 + 0.2, result: Data("null".utf8)), .done(job: "j", cpuSeconds: 0, result: Data()),
    .failed(job: "j", code: "c", message: "two\nlines"),
  ]

  @Test("a message that was written is read as the same message")
  func roundTrip() throws {
    for message in Self.messagesOfServer {
      let read = try ServerMessage(parsed(message.frame))
      #expect(read == message)
    }
    for message in Self.messagesOfWorker {
      let read = try WorkerMessage(parsed(message.frame))
      #expect(read == message)
    }
  }

  @Test("texts that are joined by line feeds are split again", arguments: 0..<10 as Range<UInt64>)
  func lines(seed: UInt64) {
    var generator = RandomStream(seed: seed)
    let texts = (0..<Int.random(in: 1...10, using: &generator)).map { _ in
      Data((0..<Int.random(in: 0...20, using: &generator)).map { _ in UInt8.random(in: 0x20...255, using: &generator) })
    }
    #expect(Lines.split(Lines.joined(texts)) == texts)
    // A slice's indices do not begin at 0.
    let slice = (Data([10, 10]) + Lines.joined(texts)).dropFirst(2)
    #expect(Lines.split(slice) == texts)
    #expect(Lines.line(Data("[1,\n\n2]".utf8)) == Data("[1,  2]".utf8))
    #expect(Lines.line(Data("[1,\r\n2]".utf8)) == Data("[1,  2]".utf8))
    #expect(Lines.line(Data("[\r1]".utf8)) == Data("[ 1]".utf8))
    #expect(Lines.line(texts[0]) == texts[0])
  }

  @Test("frames are found wherever the bytes are cut", arguments: 0..<20 as Range<UInt64>)
  func cuts(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    let frames = (0..<Int.random(in: 1...20, using: &generator)).map { index in
      Frame(
        ["number": .integer(Int64(index))],
        body: Data((0..<[0, 1, 7, 8, 1000].randomElement(using: &generator)!).map { UInt8(truncatingIfNeeded: $0) }))
    }
    var bytes = frames.flatMap { $0.head + $0.body }[...]
    var parser = FrameParser()
    var found: [Frame] = []
    while !bytes.isEmpty {
      let piece = bytes.prefix(Int.random(in: 1...30, using: &generator))
      bytes = bytes.dropFirst(piece.count)
      try piece.withUnsafeBytes { piece in
        var rest = piece
        while let frame = try parser.next(&rest) { found.append(frame) }
      }
    }
    #expect(found.map(\.header) == frames.map(\.header))
    #expect(found.map(\.body) == frames.map(\.body))
  }

  @Test("no bytes crash the parser, and what it takes is a frame", arguments: 0..<200 as Range<UInt64>)
  func garbage(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    let frame = Frame(
      ["type": "done", "job": "job", "cpu_seconds": 0.5, "texts": ["a", 1]], body: Data("[1,2]".utf8))
    var all = frame.head + frame.body
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      all[Int.random(in: 0..<all.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
    }
    var parser = FrameParser()
    all.withUnsafeBytes { bytes in
      var rest = bytes
      do {
        while let frame = try parser.next(&rest) {
          _ = try? WorkerMessage(frame)
          _ = try? ServerMessage(frame)
        }
      } catch {
        #expect("\(error)".contains("frame"))
      }
    }
  }

  private func parsed(_ frame: Frame) throws -> Frame {
    var parser = FrameParser()
    return try (frame.head + frame.body).withUnsafeBytes { bytes in
      var rest = bytes
      let parsed = try #require(try parser.next(&rest))
      #expect(rest.isEmpty)
      return parsed
    }
  }
}
