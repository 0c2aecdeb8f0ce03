import Foundation

/// Files that a command will write, looked at before hours of work depend on them.
enum OutputFile {
  /// - Throws: ``Failure`` when `path` cannot be a file here.
  static func requireWritable(_ path: String) throws(Failure) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      if isFolder.boolValue { throw Failure(.work, "\(path): cannot be written: is a directory; name a file") }
      guard access(path, W_OK) == 0 else { throw unwritable(path) }
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard access(folder, W_OK) == 0 else { throw unwritable(path) }
  }

  /// Writes a file, whole or not at all.
  static func write(_ text: String, to path: String) throws(Failure) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(.work, "\(path): cannot be written: \(error.localizedDescription)")
    }
  }

  private static func unwritable(_ path: String) -> Failure {
    Failure(.work, "\(path): cannot be written: \(String(cString: strerror(errno))); name a file in a folder of yours")
  }
}
