import Foundation
import RuntimeAPI
import RuntimeStore
import Synchronization

/// A clock that shows another time whenever it is asked.
final class TestClock: Sendable {
  private let time = Mutex<Int64>(1_795_341_886_347_527)

  /// A millisecond later than what was said last.
  func now() -> Timestamp {
    time.withLock { time in
      time += 1000
      return Timestamp(microseconds: time)
    }
  }

  /// What was said last.
  var last: Timestamp { Timestamp(microseconds: time.withLock { $0 }) }

  func advance(bySeconds seconds: Int64) { time.withLock { $0 += seconds * 1_000_000 } }
}

/// Runs a body with a directory that does not exist yet, and removes what the body has left of it.
func withTemporaryDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
  let path = FileManager.default.temporaryDirectory.appending(path: "ritz-store-\(UUID().uuidString)").path
  do {
    let result = try await body(path)
    try? FileManager.default.removeItem(atPath: path)
    return result
  } catch {
    try? FileManager.default.removeItem(atPath: path)
    throw error
  }
}

/// Runs a body with a store of its own.
func withStore<R>(
  inlineLimit: Int = 100, maximumPageCount: Int? = nil, _ body: (RuntimeStore, TestClock) async throws -> R
) async throws -> R {
  try await withTemporaryDirectory { path in
    let clock = TestClock()
    let store = try RuntimeStore(
      directory: path, now: { clock.now() }, inlineLimit: inlineLimit, maximumPageCount: maximumPageCount)
    let result = try await body(store, clock)
    try await store.close()
    return result
  }
}

extension RuntimeStore {
  /// Stores a job that has nothing special.
  func insertJob(
    owner: String = "ada", tags: [String] = [], parameters: String = "{}", sessionID: String? = nil
  ) async throws -> StoredJob {
    let insertion = try await insert(.test(owner: owner, parameters: parameters, sessionID: sessionID, tags: tags))
    guard case .new(let job) = insertion else { throw UnexpectedInsertion(insertion: insertion) }
    return job
  }

  /// Stores a job and starts it.
  func startJob(parameters: String = "{}") async throws -> JobID {
    let id = try await insertJob(parameters: parameters).id
    guard try await start(id, worker: "w1") == 1 else { throw UnexpectedInsertion(insertion: nil) }
    return id
  }

  /// What the events with these numbers say.
  func contents(of id: JobID, _ numbers: Range<Int>) async throws -> [JobEvent.Content] {
    try await events(of: id, from: numbers.lowerBound, limit: numbers.count).map(\.content)
  }
}

struct UnexpectedInsertion: Error {
  var insertion: Insertion?
}

extension NewJob {
  static func test(
    owner: String = "ada", program: String = "estimator", backend: String = "statevector", parameters: String = "{}",
    sessionID: String? = nil, tags: [String] = [], texts: [ContentHash] = [], idempotency: Idempotency? = nil
  ) -> NewJob {
    NewJob(
      owner: owner, program: program, programVersion: "1", backend: backend, parameters: Data(parameters.utf8),
      sessionID: sessionID, tags: tags, maximumExecutionTime: 60, texts: texts, idempotency: idempotency)
  }
}
