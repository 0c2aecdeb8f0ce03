/// Server-sent events: how a sequence of ``JobEvent`` is written on a connection and read back.
/// - Note: WHATWG HTML, section 9.2.
public enum EventStream {
  public static let mediaType = "text/event-stream"
  /// A line that keeps a silent connection from being taken for a dead one.
  public static let keepAlive = ": keep-alive\n\n"

  /// One event with its number, kind and data.
  public static func text(of event: JobEvent) throws -> String {
    // A line break ends a field, and a JSON text may hold one between its tokens.
    let lines = try event.data().split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return "id: \(event.number)\nevent: \(event.kind)\n" + lines.map { "data: \($0)\n" }.joined() + "\n"
  }

  /// Takes bytes as they come and gives events as they are complete.
  public struct Parser: Sendable {
    /// The longest event that is kept in memory.
    private let maximumLength: Int
    private var line: [UInt8] = []
    private var number: Int?
    private var kind = ""
    private var data: [String] = []
    private var length = 0

    /// - Parameter maximumLength: In bytes.
    public init(maximumLength: Int = 64 << 20) {
      self.maximumLength = maximumLength
    }

    /// - Throws: ``EventStreamError`` for an event that is too long or has no number; `DecodingError` for broken data.
    public mutating func events(in bytes: some Sequence<UInt8>) throws -> [JobEvent] {
      var events: [JobEvent] = []
      for byte in bytes {
        if byte != UInt8(ascii: "\n") {
          length += 1
          guard length <= maximumLength else { throw EventStreamError.tooLong(allowed: maximumLength) }
          line.append(byte)
          continue
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        if line.isEmpty {
          if let event = try finished() { events.append(event) }
        } else {
          take(String(decoding: line, as: UTF8.self))
        }
        line.removeAll(keepingCapacity: true)
      }
      return events
    }

    private mutating func take(_ line: String) {
      guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return }  // a comment
      var value = line[line.index(after: colon)...]
      if value.first == " " { value.removeFirst() }
      switch line[..<colon] {
      case "id": number = Int(value)
      case "event": kind = String(value)
      case "data": data.append(String(value))
      default: break
      }
    }

    private mutating func finished() throws -> JobEvent? {
      defer {
        number = nil
        kind = ""
        data = []
        length = 0
      }
      guard !data.isEmpty else { return nil }
      guard let number else { throw EventStreamError.noNumber }
      return try JobEvent(number: number, kind: kind, data: data.joined(separator: "\n"))
    }
  }
}

/// Why a stream of events cannot be read.
public enum EventStreamError: Error, Hashable, CustomStringConvertible {
  case tooLong(allowed: Int)
  case noNumber

  public var description: String {
    switch self {
    case .tooLong(let allowed): "An event has more than \(allowed) bytes, which is all that is allowed."
    case .noNumber: "An event without a number was received; every event of a job has one."
    }
  }
}
