import Foundation
import GRDB

/// The database file: whether it is ours, and the connections to it.
enum DatabaseFile {
  /// Whether ``prepare(_:)`` would make a new database.
  static func isMissing(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) != 0 ? errno == ENOENT : status.st_size == 0
  }

  /// Makes the file if there is none; otherwise looks at its header, without the database, which would change it.
  ///
  /// - Note: SQLite, "Database File Format", section 1.3.
  static func prepare(_ path: String) throws {
    // The journals that SQLite makes beside the file have its permissions.
    let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError("Opening \(path)") }
    defer { Foundation.close(descriptor) }
    var header = [UInt8](repeating: 0, count: 100)
    let count = pread(descriptor, &header, header.count, 0)
    guard count >= 0 else { throw FileError("Reading \(path)") }
    if count == 0 {
      try mark(path)
      return
    }
    guard count == header.count, header.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw StoreError(
        .notAStore, "\(path) is no SQLite database, so it is left as it is. Use another directory, or move it away.")
    }
    let applicationID = header[68..<72].reduce(0) { $0 << 8 | UInt32($1) }
    guard applicationID == Schema.applicationID else {
      throw StoreError(
        .notAStore,
        "\(path) is the database of another program (application id \(applicationID)), so it is left as it is. "
          + "Use another directory, or move it away.")
    }
  }

  /// Writes the mark into the file itself, before there is a write-ahead log that could hold it.
  private static func mark(_ path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID)") }
    try queue.close()
  }

  /// The connections that read and write, with the tables of this version.
  static func open(_ path: String, maximumPageCount: Int?, logLength: LogLength) throws -> DatabasePool {
    var configuration = configuration()
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { database in
      guard !database.configuration.readonly else { return }
      logLength.follow(database)
      // A log that had to grow beyond is cut when it begins anew.
      try database.execute(sql: "PRAGMA journal_size_limit = \(2 * Checkpoints.secondSize * Checkpoints.pageSize)")
      if let maximumPageCount { try database.execute(sql: "PRAGMA max_page_count = \(maximumPageCount)") }
    }
    let pool = try DatabasePool(path: path, configuration: configuration)
    let migrator = Schema.migrator
    guard try pool.read({ try !migrator.hasBeenSuperseded($0) }) else {
      throw StoreError(
        .newerVersion, "\(path) was written by a later version of this program. Use that, or another directory.")
    }
    try migrator.migrate(pool)
    return pool
  }

  /// A connection beside the pool's.
  static func second(_ path: String) throws -> DatabaseQueue {
    try DatabaseQueue(path: path, configuration: configuration())
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    // Only a checkpoint or a backup can be in the way, and only for moments.
    configuration.busyMode = .timeout(10)
    return configuration
  }
}
