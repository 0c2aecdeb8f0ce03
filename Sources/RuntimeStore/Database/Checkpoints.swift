import Dispatch
import Foundation
import GRDB
import Synchronization

/// Moves what the write-ahead log holds into the database file before the log gets long.
///
/// SQLite would do so within the commit that makes the log too long, whose caller then waits for the disk. Here a
/// connection of its own does it beside the writer. When writes never pause, the log begins anew only if the writer
/// itself moves the last pages, so it does that once the log has reached the second size; by then there are few.
final class Checkpoints: Sendable {
  private let pool: DatabasePool
  private let connection: DatabaseQueue
  private let logPath: String
  private let queue = DispatchQueue(label: "RuntimeStore.Checkpoints", qos: .utility)
  private let isBusy = Mutex(false)

  /// Bytes of the log at which pages are moved beside the writer.
  static let firstSize = 4 << 20
  /// Bytes of the log at which the writer waits until all are moved.
  static let secondSize = 16 << 20

  init(pool: DatabasePool, connection: DatabaseQueue, logPath: String) {
    self.pool = pool
    self.connection = connection
    self.logPath = logPath
  }

  /// To be called by the writer, outside of a transaction.
  func afterCommit() {
    var status = stat()
    // The log is cut when it begins anew (journal_size_limit), so its length says how much it holds.
    guard stat(logPath, &status) == 0, Int(status.st_size) > Self.firstSize else { return }
    if Int(status.st_size) > Self.secondSize {
      // What fails here (a full disk) is tried again after the next commit, and harms nothing but the log's length.
      _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
    }
    let isFirst = isBusy.withLock { isBusy in
      defer { isBusy = true }
      return !isBusy
    }
    guard isFirst else { return }
    queue.async {
      _ = try? self.connection.writeWithoutTransaction { try $0.checkpoint(.passive) }
      self.isBusy.withLock { $0 = false }
    }
  }

  /// Waits for what is under way.
  func close() throws {
    try queue.sync { try connection.close() }
  }
}
