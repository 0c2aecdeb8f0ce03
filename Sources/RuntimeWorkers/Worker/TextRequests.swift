internal import Foundation
internal import RuntimePrograms
internal import Synchronization

/// Texts that the server has and a program asks for by their hashes.
final class TextRequests: Sendable {
  private typealias Continuation = CheckedContinuation<String, any Error>

  private let waiting = Mutex<[String: [Continuation]]>([:])
  private let socket: WorkerSocket

  init(_ socket: WorkerSocket) { self.socket = socket }

  func text(_ hash: String) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      let isFirst = waiting.withLock { waiting in
        waiting[hash, default: []].append(continuation)
        return waiting[hash]?.count == 1
      }
      if isFirst { socket.send(.need(hash: hash)) }
    }
  }

  /// Takes the server's answer; nil where it has no such text.
  func answer(_ hash: String, _ text: Data?) {
    let result: Result<String, any Error> =
      if let text, let string = String(validating: text, as: UTF8.self) {
        .success(string)
      } else {
        .failure(
          text == nil
            ? ProgramFailure.unknownText(hash)
            : ProgramFailure(
              code: "unknown-text", message: "The inputs refer to \(hash), which is no text in UTF-8."))
      }
    let continuations = waiting.withLock { $0.removeValue(forKey: hash) } ?? []
    for continuation in continuations { continuation.resume(with: result) }
  }
}
