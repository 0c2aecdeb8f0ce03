internal import Foundation
internal import Logging
internal import NIOCore

/// Texts that a worker has asked for, answered one after the other: only one is in memory however slowly it reads.
///
/// For one event loop.
final class TextAnswers {
  private static let maximumWaiting = 1000

  private let eventLoop: any EventLoop
  private let texts: @Sendable (String) async throws -> Data?
  private let logger: Logger
  /// Sends an answer and tells when it has left.
  private let send: (ServerMessage) -> EventLoopFuture<Void>
  private var waiting: [(hash: String, isListed: Bool)] = []
  private var isAnswering = false

  init(
    on eventLoop: any EventLoop, logger: Logger, texts: @escaping @Sendable (String) async throws -> Data?,
    send: @escaping (ServerMessage) -> EventLoopFuture<Void>
  ) {
    self.eventLoop = eventLoop
    self.logger = logger
    self.texts = texts
    self.send = send
  }

  /// - Parameter isListed: Whether the text is one of the job's; any other is answered like one that is not there.
  func answer(_ hash: String, isListed: Bool) throws(FrameError) {
    guard waiting.count < Self.maximumWaiting else {
      throw .unexpected("more than \(Self.maximumWaiting) texts were asked for at once")
    }
    waiting.append((hash, isListed))
    if !isAnswering { answerNext() }
  }

  private func answerNext() {
    isAnswering = !waiting.isEmpty
    guard isAnswering else { return }
    let (hash, isListed) = waiting.removeFirst()
    eventLoop.makeFutureWithTask { [texts, logger] in
      do {
        if isListed, let text = try await texts(hash), text.count <= Frame.maximumBodyLength {
          return ServerMessage.text(hash: hash, text)
        }
      } catch {
        logger.error("A text cannot be read.", metadata: ["hash": "\(hash)", "error": "\(error)"])
      }
      return ServerMessage.noText(hash: hash)
    }
    .assumeIsolated()
    .flatMap { self.send($0) }
    .whenSuccess { self.answerNext() }
  }
}
