internal import NIOCore
internal import NIOHTTP1
internal import RuntimeAPI
internal import Synchronization

/// A text with its hash.
struct HashedText: Hashable, Sendable {
  let text: String
  let hash: ContentHash

  init(_ text: String) {
    self.text = text
    hash = ContentHash(of: text)
  }
}

/// Texts that a service is known to have.
final class KnownTexts: Sendable {
  private let hashes = Mutex<Set<ContentHash>>([])

  func contains(_ hash: ContentHash) -> Bool { hashes.withLock { $0.contains(hash) } }
  func insert(_ hash: ContentHash) { hashes.withLock { _ = $0.insert(hash) } }
  /// The service has said that it lacks one of them.
  func remove(_ texts: [HashedText]) { hashes.withLock { $0.subtract(texts.map(\.hash)) } }
}

extension Connection {
  /// Sends the texts that the service is not known to have.
  func send(_ texts: [HashedText]) async throws {
    for text in texts where !self.texts.contains(text.hash) {
      if try await !isKnown(text) {
        var request = Request(.PUT, "/texts/\(text.hash)")
        request.headers = [("Content-Type", "text/plain; charset=utf-8")]
        request.body = ByteBuffer(string: text.text)
        _ = try await send(request)
      }
      self.texts.insert(text.hash)
    }
  }

  /// Whether the service has a text already, asked only where that costs less than sending it once more.
  private func isKnown(_ text: HashedText) async throws -> Bool {
    guard text.text.utf8.count > 1 << 16 else { return false }
    do {
      _ = try await send(Request(.HEAD, "/texts/\(text.hash)"))
      return true
    } catch let error as RuntimeError where error.status == 404 {
      return false
    }
  }
}
