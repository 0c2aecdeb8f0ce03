import Foundation

/// Keeps a directory for one store until it goes; the system takes it back when the process dies.
final class DirectoryLock: Sendable {
  private let descriptor: Int32

  /// - Throws: ``StoreError`` when another holds it.
  init(path: String) throws {
    // The descriptor must not reach a worker: the lock would last as long as that process.
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let error = FileError("Making \(path)")
      throw StoreError(.notWritable, "\(error). Check who owns the directory, or use another one.", cause: error)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      let holder = Self.text(descriptor)
      close(descriptor)
      guard number == EWOULDBLOCK else { throw FileError("Locking \(path)", number: number) }
      let process = holder.isEmpty ? "another process" : "process \(holder)"
      throw StoreError(
        .inUse,
        "The store at \((path as NSString).deletingLastPathComponent) is in use by \(process). "
          + "Stop that server, or use another directory.")
    }
    self.descriptor = descriptor
    // The number is there for people; the lock does not depend on it.
    let number = Array("\(getpid())".utf8)
    if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, number, number.count, 0) }
  }

  deinit {
    // Closing is not enough while a process that is just being started still shares the descriptor.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private static func text(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }
}
