import Dispatch
import GRDB
import Synchronization

/// Does all writes, one after the other, and puts those that wait at the same time into one transaction.
///
/// A caller goes on when the transaction that holds its write is committed. When anything in a transaction fails, it is
/// rolled back and each of its writes gets a transaction to itself, so that only those fail that fail on their own;
/// hence a write may be run twice, and must touch nothing but the database.
final class Writer: Sendable {
  /// One waiting write.
  private struct Write: Sendable {
    /// Does it and returns how to tell its caller.
    var perform: @Sendable (Database) throws -> @Sendable () -> Void
    var fail: @Sendable (any Error) -> Void
  }

  private struct State {
    var waiting: [Write] = []
    var isBusy = false
  }

  private let pool: DatabasePool
  private let checkpoints: Checkpoints
  private let path: String
  private let queue = DispatchQueue(label: "RuntimeStore.Writer", qos: .userInitiated)
  private let state = Mutex(State())

  /// More would let the first of them wait too long for the last.
  private static let largestTransaction = 256

  init(pool: DatabasePool, checkpoints: Checkpoints, path: String) {
    self.pool = pool
    self.checkpoints = checkpoints
    self.path = path
  }

  /// Runs `body` within a transaction and returns after its commit.
  func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      enqueue(
        Write { database in
          let value = try body(database)
          return { continuation.resume(returning: value) }
        } fail: { [path] error in
          continuation.resume(throwing: StoreError(error, at: path))
        })
    }
  }

  private func enqueue(_ write: Write) {
    let mustWake = state.withLock { state in
      state.waiting.append(write)
      defer { state.isBusy = true }
      return !state.isBusy
    }
    if mustWake { queue.async { self.drain() } }
  }

  private func drain() {
    while let writes = next() {
      commit(writes)
      checkpoints.afterCommit()
    }
  }

  private func next() -> [Write]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isBusy = false
        return nil
      }
      guard state.waiting.count > Self.largestTransaction else {
        defer { state.waiting = [] }
        return state.waiting
      }
      defer { state.waiting.removeFirst(Self.largestTransaction) }
      return Array(state.waiting.prefix(Self.largestTransaction))
    }
  }

  private func commit(_ writes: [Write]) {
    do {
      var resumptions: [@Sendable () -> Void] = []
      try pool.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          for write in writes { resumptions.append(try write.perform(database)) }
          return .commit
        }
      }
      for resume in resumptions { resume() }
    } catch {
      if writes.count == 1 {
        writes[0].fail(error)
      } else {
        for write in writes { commit([write]) }
      }
    }
  }
}
