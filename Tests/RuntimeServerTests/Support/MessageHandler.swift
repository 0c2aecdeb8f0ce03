import Logging

/// A log that tells of one message, and drops the others.
struct MessageHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace
  private let message: String
  private let continuation: AsyncStream<Void>.Continuation

  init(_ message: String, _ continuation: AsyncStream<Void>.Continuation) {
    self.message = message
    self.continuation = continuation
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    if event.message.description == message { continuation.yield() }
  }
}
