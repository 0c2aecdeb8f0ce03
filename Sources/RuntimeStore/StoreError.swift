import Foundation
import GRDB

/// Why the store cannot do what it was asked; nothing was changed then.
public struct StoreError: Error, CustomStringConvertible {
  /// A kind of failure; new kinds may come.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Another process, or another store of this one, has the directory.
    public static let inUse = Code(description: "in-use")
    /// The directory or a file in it cannot be made or written.
    public static let notWritable = Code(description: "not-writable")
    /// The database file is something else, or files are where those of a new store would be.
    public static let notAStore = Code(description: "not-a-store")
    /// A later version wrote it.
    public static let newerVersion = Code(description: "newer-version")
    /// It was a store, and is damaged.
    public static let corrupt = Code(description: "corrupt")
    /// There is no room for more.
    public static let full = Code(description: "full")
    /// ``RuntimeStore/close()`` was called before.
    public static let closed = Code(description: "closed")
    /// An argument cannot be stored.
    public static let invalidArgument = Code(description: "invalid-argument")
    /// Anything else that the database or the file system says.
    public static let failed = Code(description: "failed")
  }

  public let code: Code
  /// What was found, where, and what to do.
  public let message: String
  public let cause: (any Error)?

  init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String { message }

  /// An error of the database or of a file as one of ours.
  init(_ error: any Error, at path: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(error, at: path)
    case let error as FileError: self.init(error)
    default: self.init(.failed, "The store at \(path) failed: \(error)", cause: error)
    }
  }

  private init(_ error: DatabaseError, at path: String) {
    let detail = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_FULL:
      self.init(
        .full, "There is no room for more in the store at \(path). Free space on its disk, or delete jobs.",
        cause: error)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self.init(
        .corrupt, "The store at \(path) is damaged (\(detail)). Restore it from a copy, or use another directory.",
        cause: error)
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
      self.init(
        .notWritable, "The store at \(path) cannot be written (\(detail)). Check who owns its files.", cause: error)
    case .SQLITE_MISUSE:  // as GRDB says when a connection is closed
      self.init(.closed, "The store at \(path) has been closed.", cause: error)
    default:
      let code = error.extendedResultCode.rawValue
      self.init(.failed, "The store at \(path) failed: \(detail) (SQLite's error \(code))", cause: error)
    }
  }

  private init(_ error: FileError) {
    switch error.number {
    case ENOSPC, EDQUOT:
      self.init(.full, "\(error). Free space on its disk, or delete jobs.", cause: error)
    case EACCES, EPERM, EROFS, ENOTDIR, EISDIR, EEXIST:
      self.init(.notWritable, "\(error). Check who owns it, or use another directory.", cause: error)
    default:
      self.init(.failed, "\(error)", cause: error)
    }
  }
}
