import Foundation
import GRDB
import Synchronization

/// Moves what the write-ahead log holds into the database file before the log gets long.
///
/// SQLite would do so within the commit that makes the log too long, whose caller then waits for the disk. Here a
/// connection of its own does it beside the writer. When writes never pause, the log begins anew only if the writer
/// itself moves the last pages, so it does that once the log has reached the second size; by then there are few.
///
/// Nobody waits for it, so it has a thread of its own that gives way to all others.
final class Checkpoints: Sendable {
  private struct State {
    var isBusy = false
    /// Pages in the log when the last checkpoint began.
    var pageCount = 0
    var isClosed = false
  }

  private let pool: DatabasePool
  private let connection: DatabaseQueue
  private let logLength: LogLength
  private let state = Mutex(State())
  /// Raised when there is something to do, or the end has come.
  private let work = DispatchSemaphore(value: 0)
  private let hasEnded = DispatchSemaphore(value: 0)

  static let pageSize = 4096
  /// Pages that are written before they are moved beside the writer.
  static let firstSize = 1024
  /// Pages in the log at which the writer waits until all are moved.
  static let secondSize = 3 * 1024

  init(pool: DatabasePool, connection: DatabaseQueue, logLength: LogLength) {
    self.pool = pool
    self.connection = connection
    self.logLength = logLength
    let thread = Thread { [work, hasEnded, weak self] in
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)  // of this thread alone
      while true {
        work.wait()
        guard let self, !self.state.withLock({ $0.isClosed }) else { break }
        self.checkpoint(self.connection)
      }
      hasEnded.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
  }

  deinit { work.signal() }

  /// To be called by the writer, outside of a transaction.
  func afterCommit() {
    let pageCount = logLength.pageCount
    let mustBegin = state.withLock { state in
      if pageCount < state.pageCount { state.pageCount = 0 }  // the log has begun anew
      guard !state.isBusy, pageCount - state.pageCount >= Self.firstSize else { return false }
      state.isBusy = true
      state.pageCount = pageCount
      return true
    }
    guard mustBegin else { return }
    if pageCount >= Self.secondSize {
      checkpoint(pool)
    } else {
      work.signal()
    }
  }

  private func checkpoint(_ connection: some DatabaseWriter) {
    // What fails here (a full disk) is tried again after later commits, and harms nothing but the log's length.
    try? connection.writeWithoutTransaction { database in
      // A checkpoint of a closed connection would not throw but crash.
      if database.sqliteConnection != nil { try database.checkpoint(.passive) }
    }
    state.withLock { $0.isBusy = false }
  }

  /// Waits for what is under way.
  func close() throws {
    let isFirst = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    if isFirst {
      work.signal()
      hasEnded.wait()
    }
    try connection.close()
  }
}
