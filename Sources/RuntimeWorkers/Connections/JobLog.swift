/// What one job prints: text by stream, as far as there is room for it.
struct JobLog {
  private var streams = [LogText(), LogText()]
  private let limit: Int
  /// Bytes that are still kept, of both streams; negative once some were not.
  private var room: Int

  /// - Parameter limit: In bytes.
  init(limit: Int) {
    self.limit = limit
    room = limit
  }

  /// Takes what has come on standard output (0) or standard error (1).
  ///
  /// - Returns: The event to tell, if there is one.
  mutating func event(_ bytes: UnsafeRawBufferPointer, stream: Int) -> WorkerEvent? {
    guard room >= 0 else { return nil }
    let kept = min(bytes.count, room)
    room -= kept
    var text = streams[stream].text(of: UnsafeRawBufferPointer(rebasing: bytes[..<kept]))
    if kept < bytes.count {
      room = -1
      text += streams[stream].finish() + "\n[The log has more than \(limit) bytes; the rest is not kept.]\n"
    }
    return Self.event(text, stream)
  }

  /// What has come of characters that are not complete.
  mutating func finish() -> [WorkerEvent] {
    streams.indices.compactMap { Self.event(streams[$0].finish(), $0) }
  }

  private static func event(_ text: String, _ stream: Int) -> WorkerEvent? {
    text.isEmpty ? nil : .log(stream: stream == 0 ? "stdout" : "stderr", text: text)
  }
}
