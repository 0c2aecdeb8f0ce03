internal import Foundation

/// Files that are either the old ones or the new ones, whatever happens in between.
enum DurableFile {
  /// Writes to a temporary file beside `path`, syncs it, and renames it over `path`.
  static func write(_ data: Data, to path: String) throws(VQEError) {
    let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    var written = 0
    let complete = data.withUnsafeBytes { bytes in
      while written < bytes.count {
        let count = Foundation.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return false }
        written += count
      }
      return true
    }
    let synced = complete && fsync(descriptor) == 0
    let error = errno
    close(descriptor)
    guard synced, rename(temporary, path) == 0 else {
      let failure = failure(path, error: synced ? errno : error)
      unlink(temporary)
      throw failure
    }
    // The rename itself lasts once the folder is synced.
    let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  private static func failure(_ path: String, error: Int32 = errno) -> VQEError {
    .unwritableFile(path: path, reason: String(cString: strerror(error)))
  }
}
