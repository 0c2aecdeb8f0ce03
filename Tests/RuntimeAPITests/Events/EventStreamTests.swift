import JSONSchemas
import RandomStreams
import RuntimeAPI
import RuntimePrograms
import Testing

@Suite("Events as server-sent events")
struct EventStreamTests {
  private static let events = [
    JobEvent(number: 1, content: .status(.init(.queued, attempt: 0, time: "2026-11-22T10:04:46.347527Z"))),
    JobEvent(number: 2, content: .status(.init(.running, attempt: 1, time: "2026-11-22T10:04:46.347528Z"))),
    JobEvent(number: 3, content: .interimResult(#"{"k": 1, "text": "a\nb"}"#)),
    JobEvent(number: 4, content: .interimResult("{\n  \"k\": [1,\n 2]\n}\n")),
    // Line breaks of Unicode that are none of the stream's, a mark that combines with the character before it, a colon.
    JobEvent(number: 5, content: .interimResult("\"\u{2028}\u{85}\u{0B}\u{0C} :\u{301} ü 🇩🇪\"")),
    JobEvent(number: 6, content: .interimResult("")),
    JobEvent(number: 7, content: .log(.init(stream: "stdout", text: "one\r\ntwo\n\0three\r\n\n"))),
    JobEvent(number: 8, content: .log(.init(stream: "stderr", text: "data: 1\n\nid: 2\n\n"))),
    JobEvent(
      number: 9,
      content: .status(
        .init(
          .failed, attempt: 1, time: "2026-11-22T10:04:47.000000Z", reason: "No: 1 > 2\nreally", reasonCode: 1517))),
  ]

  @Test("have a number, a kind and data")
  func text() throws {
    let status = JobEvent(number: 1, content: .status(.init(.queued, attempt: 0, time: "T")))
    let text = try EventStream.text(of: status)
    #expect(text.hasPrefix("id: 1\nevent: status\ndata: {"))
    #expect(text.hasSuffix("}\n\n"))
    let data = try #require(text.split(separator: "data: ").last)
    #expect(try JSONValue(parsing: String(data)) == ["status": "Queued", "attempt": 0, "time": "T"])
    #expect(
      try EventStream.text(of: JobEvent(number: 12, content: .interimResult("[1,\n2]")))
        == "id: 12\nevent: interim_result\ndata: [1,\ndata: 2]\n\n")
    #expect(
      try EventStream.text(of: JobEvent(number: 3, content: .interimResult("[\r\n\r1]")))
        == "id: 3\nevent: interim_result\ndata: [\ndata: \ndata: 1]\n\n")
  }

  @Test("are read as they were written, wherever the bytes are split")
  func everySplit() throws {
    let bytes = try Array((EventStream.keepAlive + Self.events.map(EventStream.text).joined()).utf8)
    for split in 0...bytes.count {
      var parser = EventStream.Parser()
      let first = try parser.events(in: bytes[..<split])
      let second = try parser.events(in: bytes[split...])
      try #require(first + second == Self.events, "split at \(split)")
    }
    var parser = EventStream.Parser()
    #expect(try bytes.flatMap { try parser.events(in: [$0]) } == Self.events)
  }

  @Test(
    "are read with the line breaks that other servers write", arguments: ["\r\n", "\r", "\n"])
  func lineBreaks(lineBreak: String) throws {
    let text = try "\u{FEFF}" + Self.events.map(EventStream.text).joined(separator: ": still here\nretry: 10\n\n")
    let bytes = text.utf8.flatMap { $0 == UInt8(ascii: "\n") ? Array(lineBreak.utf8) : [$0] }
    for split in 0...bytes.count {
      var parser = EventStream.Parser()
      let first = try parser.events(in: bytes[..<split])
      try #require(first + parser.events(in: bytes[split...]) == Self.events, "split at \(split)")
    }
  }

  @Test("of any number are read as they were written, in pieces of any size", arguments: 0..<30 as Range<UInt64>)
  func random(seed: UInt64) throws {
    var generator = RandomStream(seed: seed)
    let events = (1...Int.random(in: 1...40, using: &generator)).map { number in
      JobEvent(number: number, content: Self.randomContent(using: &generator))
    }
    var bytes: [UInt8] = []
    for event in events {
      bytes += Array(try EventStream.text(of: event).utf8)
      if Bool.random(using: &generator) { bytes += Array(EventStream.keepAlive.utf8) }
    }
    var parser = EventStream.Parser()
    var read: [JobEvent] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = min(Int.random(in: 1...50, using: &generator), rest.count)
      read += try parser.events(in: rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    #expect(read == events)
  }

  private static func randomContent(using generator: inout RandomStream) -> JobEvent.Content {
    let scalars: [Unicode.Scalar] = ["a", "\"", ":", " ", "\n", "\r", "\0", "é", "\u{301}", "\u{2028}", "🧪"]
    let text = String(
      String.UnicodeScalarView(
        (0..<Int.random(in: 0..<20, using: &generator)).map { _ in scalars.randomElement(using: &generator) ?? "a" }))
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: return .log(.init(stream: "stdout", text: text))
    case 1: return .interimResult(JSONValue.array([.string(text), .number(0.1)]).text)
    default:
      let status = JobStatus.allCases.randomElement(using: &generator) ?? .queued
      return .status(.init(status, attempt: 2, time: "T", reason: Bool.random(using: &generator) ? text : nil))
    }
  }

  @Test("without data, or of an unknown kind, are left out")
  func unknown() throws {
    var parser = EventStream.Parser()
    let text =
      "id: 1\nevent: status\n\nid: 2\nevent: confetti\ndata: {}\n\n:\n\nfoo\nid: 3\nevent: interim_result\ndata:1\n\n"
    #expect(try parser.events(in: text.utf8) == [JobEvent(number: 3, content: .interimResult("1"))])
  }

  @Test("without a number are refused", arguments: ["", "id\n", "id: x\n", "id: 99999999999999999999\n"])
  func noNumber(id: String) {
    var parser = EventStream.Parser()
    let error = #expect(throws: EventStreamError.self) {
      try parser.events(in: "\(id)event: interim_result\ndata: 1\n\n".utf8)
    }
    #expect(error == .noNumber)
  }

  @Test("are refused when they are too long, in one line or in many")
  func tooLong() throws {
    var parser = EventStream.Parser(maximumLength: 40)
    let event = "id: 1\nevent: interim_result\ndata: 1\n\n"
    for _ in 0..<3 { #expect(try parser.events(in: event.utf8).count == 1) }
    let error = #expect(throws: EventStreamError.self) {
      try parser.events(in: String(repeating: "x", count: 41).utf8)
    }
    #expect(error == .tooLong(allowed: 40))
    #expect(error?.description == "An event has more than 40 bytes, which is all that is allowed.")
    var other = EventStream.Parser(maximumLength: 40)
    #expect(throws: EventStreamError.self) { try other.events(in: String(repeating: "data: 1\n", count: 10).utf8) }
  }

  @Test("of interim results as long as they may be are read whatever their number, and longer ones are not")
  func longest() throws {
    func read(_ length: Int) throws -> [JobEvent] {
      let text = "\"" + String(repeating: "x", count: length - 2) + "\""
      var parser = EventStream.Parser()
      return try parser.events(
        in: EventStream.text(of: JobEvent(number: .max, content: .interimResult(text))).utf8)
    }
    let length = EventStream.maximumInterimResultLength
    let event = try #require(try read(length).first)
    guard case .interimResult(let text) = event.content else {
      Issue.record("an interim result became something else")
      return
    }
    #expect(text.utf8.count == length)
    let error = #expect(throws: EventStreamError.self) { try read(length + 1) }
    #expect(error == .tooLong(allowed: EventStream.maximumEventLength))
  }

  @Test("with broken data are refused", arguments: ["status", "log"], ["{", "[]", "{}", #"{"status":"Dreaming"}"#])
  func broken(kind: String, data: String) {
    var parser = EventStream.Parser()
    #expect(throws: (any Error).self) { try parser.events(in: "id: 1\nevent: \(kind)\ndata: \(data)\n\n".utf8) }
  }

  @Test("of which nothing comes after the final status")
  func last() {
    #expect(Self.events.map(\.isLast) == Array(repeating: false, count: 8) + [true])
  }
}
