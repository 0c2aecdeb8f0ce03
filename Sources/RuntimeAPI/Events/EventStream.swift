/// Server-sent events: how a sequence of ``JobEvent`` is written on a connection and read back.
///
/// What is read is what was written, but for line breaks between the tokens of an interim result: all are read as one
/// line feed.
/// - Note: WHATWG HTML, section 9.2.
public enum EventStream {
  public static let mediaType = "text/event-stream"
  /// A line that keeps a silent connection from being taken for a dead one.
  public static let keepAlive = ": keep-alive\n\n"

  /// The longest event that is read, in bytes without its line breaks.
  public static let maximumEventLength = 64 << 20
  /// The longest interim result in bytes, on one line, whose event is no longer than that, whatever its number.
  public static let maximumInterimResultLength =
    maximumEventLength - "id: \(Int.max)event: interim_resultdata: ".utf8.count

  /// One event with its number, kind and data.
  public static func text(of event: JobEvent) throws -> String {
    var data = try event.data()
    let head = "id: \(event.number)\nevent: \(event.kind)\n"
    return data.withUTF8 { data in
      // A line break ends a field, and a JSON text may hold one between its tokens. Only these two characters are line
      // breaks here; others that Unicode knows may stand within strings.
      var text = head
      text.reserveCapacity(head.utf8.count + data.count + 16)
      var rest = data[...]
      while let end = rest.firstIndex(where: { $0 == lineFeed || $0 == carriageReturn }) {
        text += "data: \(String(decoding: rest[..<end], as: UTF8.self))\n"
        let isPair = rest[end] == carriageReturn && rest[end...].dropFirst().first == lineFeed
        rest = rest[end...].dropFirst(isPair ? 2 : 1)
      }
      return text + "data: " + String(decoding: rest, as: UTF8.self) + "\n\n"
    }
  }

  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
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
