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
  private enum Stage {
    /// Nobody is asked; the thread is; somebody is at it.
    case idle, queued, running
  }

  private struct State {
    var stage = Stage.idle
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
  /// nil where there is none (then the writer does it all), or it has been waited for.
  private let thread = Mutex<PatientThread?>(nil)

  static let pageSize = 4096
  /// Pages that are written before they are moved beside the writer.
  static let firstSize = 1024
  /// Pages in the log at which the writer waits until all are moved.
  static let secondSize = 3 * 1024

  init(pool: DatabasePool, connection: DatabaseQueue, logLength: LogLength) {
    self.pool = pool
    self.connection = connection
    self.logLength = logLength
    let thread = PatientThread { [work, weak self] in
      while true {
        work.wait()
        guard let self, !self.state.withLock({ $0.isClosed }) else { return }
        // Where the writer has not taken it over.
        if self.begin() { self.checkpoint(self.connection) }
      }
    }
    self.thread.withLock { $0 = thread }
  }

  deinit {
    work.signal()
    // Maybe on that very thread.
    thread.withLock { $0 }?.detach()
  }

  /// To be called by the writer, outside of a transaction.
  func afterCommit() {
    let pageCount = logLength.pageCount
    let isDue = state.withLock { state in
      if pageCount < state.pageCount { state.pageCount = 0 }  // the log has begun anew
      let isDue = pageCount - state.pageCount >= Self.firstSize
      if isDue, state.stage == .idle {
        state.stage = .queued
        state.pageCount = pageCount
        return true
      }
      return false
    }
    if pageCount >= Self.secondSize, begin() {
      checkpoint(pool)
    } else if isDue {
      work.signal()
    }
  }

  /// - Returns: Whether it was asked for and nobody is at it.
  private func begin() -> Bool {
    state.withLock { state in
      guard state.stage == .queued else { return false }
      state.stage = .running
      return true
    }
  }

  private func checkpoint(_ connection: some DatabaseWriter) {
    // What fails here (a full disk) is tried again after later commits, and harms nothing but the log's length.
    try? connection.writeWithoutTransaction { database in
      // A checkpoint of a closed connection would not throw but crash.
      if database.sqliteConnection != nil { try database.checkpoint(.passive) }
    }
    state.withLock { $0.stage = .idle }
  }

  /// Waits for what is under way.
  func close() throws {
    state.withLock { $0.isClosed = true }
    work.signal()
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
    try connection.close()
  }
}
