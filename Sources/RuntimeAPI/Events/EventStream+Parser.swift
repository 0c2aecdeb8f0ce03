extension EventStream {
  /// Takes bytes as they come and gives events as they are complete.
  public struct Parser: Sendable {
    /// The longest event that is kept in memory.
    private let maximumLength: Int
    private var isAtStart = true
    /// Whether the last byte was a carriage return, to which a line feed would belong.
    private var mayEndPair = false
    /// The line that has begun.
    private var line: [UInt8] = []
    private var number: Int?
    private var kind = ""
    private var data: [UInt8]?
    private var length = 0

    /// - Parameter maximumLength: In bytes.
    public init(maximumLength: Int = EventStream.maximumEventLength) {
      self.maximumLength = maximumLength
    }

    /// The events that these bytes complete; those of kinds that this version does not know are left out.
    ///
    /// - Throws: ``EventStreamError`` for an event that is too long or has no number; `DecodingError` or `JSONError` for
    ///   broken data. Nothing can be read from the stream after that.
    public mutating func events(in bytes: some Sequence<UInt8>) throws -> [JobEvent] {
      var events: [JobEvent] = []
      var rest = Array(bytes)[...]
      if mayEndPair, let first = rest.first {
        if first == lineFeed { rest.removeFirst() }
        mayEndPair = false
      }
      while let end = rest.firstIndex(where: { $0 == lineFeed || $0 == carriageReturn }) {
        try take(rest[..<end])
        if let event = try endLine() { events.append(event) }
        let isReturn = rest[end] == carriageReturn
        rest = rest[(end + 1)...]
        guard isReturn else { continue }
        if rest.first == lineFeed { rest.removeFirst() }
        mayEndPair = rest.isEmpty
      }
      try take(rest)
      return events
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws {
      length += bytes.count
      guard length <= maximumLength else { throw EventStreamError.tooLong(allowed: maximumLength) }
      line += bytes
    }

    private mutating func endLine() throws -> JobEvent? {
      var line = line[...]
      self.line.removeAll(keepingCapacity: true)
      if isAtStart {
        isAtStart = false
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if line.starts(with: byteOrderMark) { line = line.dropFirst(3) }
      }
      guard !line.isEmpty else { return try endEvent() }
      let name = line.prefix { $0 != UInt8(ascii: ":") }
      var value = line.dropFirst(name.count + 1)
      if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
      switch String(decoding: name, as: UTF8.self) {
      case "id": number = Int(String(decoding: value, as: UTF8.self))
      case "event": kind = String(decoding: value, as: UTF8.self)
      case "data": data = data.map { $0 + [lineFeed] + value } ?? Array(value)
      default: break  // a comment, whose name is empty, or what this version does not know
      }
      return nil
    }

    private mutating func endEvent() throws -> JobEvent? {
      defer {
        number = nil
        kind = ""
        data = nil
        length = 0
      }
      guard let data else { return nil }
      guard let number else { throw EventStreamError.noNumber }
      return try JobEvent(number: number, kind: kind, data: String(decoding: data, as: UTF8.self))
    }
  }
}
