import GRDB
import GRDBSQLite
import Synchronization

/// How many pages the write-ahead log holds, as of the writer's last commit.
final class LogLength: Sendable {
  private let count = Atomic(0)

  var pageCount: Int { count.load(ordering: .relaxed) }

  /// Learns of each commit of a connection, and keeps SQLite from checkpoints of its own; must outlive the connection.
  func follow(_ database: Database) {
    sqlite3_wal_hook(
      database.sqliteConnection,
      { context, _, _, pageCount in
        if let context {
          Unmanaged<LogLength>.fromOpaque(context).takeUnretainedValue()
            .count.store(Int(pageCount), ordering: .relaxed)
        }
        return SQLITE_OK
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
