import Dispatch
import Foundation
import GRDB
public import RuntimeAPI
import Synchronization

/// Keeps what the runtime must not forget: jobs with their numbered events, texts, sessions, tokens.
///
/// One store has a directory to itself. A job's state and its events change in one transaction; what a call has
/// returned survives the death of the process, and of the machine up to the last checkpoint. Large inputs and results
/// are files beside the database.
public final class RuntimeStore: Sendable {
  package let directory: String
  let pool: DatabasePool
  let writer: Writer
  let inputs: FileFolder
  let results: FileFolder
  let now: @Sendable () -> Timestamp
  /// Bytes above which an input or a result is a file of its own.
  let inlineLimit: Int
  /// All there are, by hash; changed only when the database has changed.
  let tokens: Mutex<[ContentHash: StoredToken]>
  private let checkpoints: Checkpoints
  private let lock: Mutex<DirectoryLock?>

  /// Opens the store in a directory, which is made if there is none.
  ///
  /// - Parameter now: The clock for everything that is stored.
  /// - Throws: ``StoreError`` when another store has the directory, when it cannot be written, or when the database in it is
  ///   not ours, of a later version or damaged; nothing in it is changed then.
  public convenience init(directory: String, now: @escaping @Sendable () -> Timestamp = { .now() }) throws {
    try self.init(directory: directory, now: now, inlineLimit: 1 << 20, maximumPageCount: nil)
  }

  /// - Parameter maximumPageCount: Pages of 4 KiB that the database may have; tests fill it.
  package init(
    directory: String, now: @escaping @Sendable () -> Timestamp, inlineLimit: Int, maximumPageCount: Int?
  ) throws {
    self.directory = directory
    self.now = now
    self.inlineLimit = inlineLimit
    do {
      _ = try FileFolder(path: directory)
      lock = Mutex(try DirectoryLock(path: "\(directory)/lock"))
      let path = "\(directory)/ritz.sqlite"
      if DatabaseFile.isMissing(path) { try Self.refuseFoldersOfOthers(in: directory) }
      try DatabaseFile.prepare(path)
      let logLength = LogLength()
      pool = try DatabaseFile.open(path, maximumPageCount: maximumPageCount, logLength: logLength)
      checkpoints = Checkpoints(pool: pool, connection: try DatabaseFile.second(path), logLength: logLength)
      writer = Writer(pool: pool, checkpoints: checkpoints, path: directory)
      inputs = try FileFolder(path: "\(directory)/\(Self.inputsFolder)")
      results = try FileFolder(path: "\(directory)/\(Self.resultsFolder)")
      tokens = Mutex(try pool.read { try Self.tokens(in: $0) })
      try sweep()
    } catch {
      throw StoreError(error, at: directory)
    }
  }

  /// Waits for what is under way and gives the directory free; every later call throws.
  public func close() async throws {
    try await onQueue { store in
      // The last connection to go moves the log into the database, so it must be one that may write.
      try store.pool.close()
      try store.checkpoints.close()
      store.lock.withLock { $0 = nil }
    }
  }

  private static let inputsFolder = "inputs"
  private static let resultsFolder = "results"

  /// A new database knows none of the files that are there already, so they cannot be a store's.
  private static func refuseFoldersOfOthers(in directory: String) throws {
    for folder in [inputsFolder, resultsFolder] {
      let path = "\(directory)/\(folder)"
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: path), !names.isEmpty else { continue }
      throw StoreError(
        .notAStore,
        "\(path) holds files and there is no store beside it, so it is left as it is. "
          + "Use another directory, or move it away.")
    }
  }

  /// Removes what earlier processes left: files that no job has, texts that nobody has needed for a week.
  private func sweep() throws {
    for (folder, table) in [(inputs, "inputs"), (results, "results")] {
      try pool.read { database in
        try folder.removeAll { name in
          guard Self.isOurs(name) else { return false }
          return try Bool.fetchOne(database, sql: "SELECT 1 FROM \(table) WHERE file = ?", arguments: [name]) == nil
        }
      }
    }
    try dropUnusedTexts()
  }

  /// Whether a store names its files so: `ID.json` inputs, `ID-NUMBER.json` results, with an end while they are written.
  private static func isOurs(_ name: String) -> Bool {
    guard JobID(String(name.prefix(20))) != nil else { return false }
    var rest = name.dropFirst(20)
    if rest.hasSuffix(FileFolder.unfinished) { rest = rest.dropLast(FileFolder.unfinished.count) }
    guard rest.hasSuffix(".json") else { return false }
    rest = rest.dropLast(".json".count)
    return rest.isEmpty || rest.first == "-" && UInt64(rest.dropFirst()) != nil
  }

  /// Reads within one snapshot, off the caller's thread.
  func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
    do {
      return try await pool.read(body)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw StoreError(error, at: directory)
    }
  }

  /// Does what may wait for the disk, off the caller's thread.
  func onQueue<T: Sendable>(_ body: @escaping @Sendable (RuntimeStore) throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(with: Result { try body(self) }.mapError { StoreError($0, at: self.directory) })
      }
    }
  }
}
