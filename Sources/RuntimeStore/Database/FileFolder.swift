import Foundation

/// A folder of files that are either whole or not there.
struct FileFolder: Sendable {
  let path: String

  /// Ends the name of a file that is still being written.
  static let unfinished = ".part"

  /// Makes the folder, and those above it, when there is none.
  init(path: String) throws {
    self.path = path
    try Self.make(path)
  }

  private static func make(_ path: String) throws {
    let above = (path as NSString).deletingLastPathComponent
    if mkdir(path, 0o700) == 0 { return }
    if errno == ENOENT, !above.isEmpty, above != path {
      try make(above)
      if mkdir(path, 0o700) == 0 { return }
    }
    let error = FileError("Making the directory \(path)")
    var status = stat()
    let isDirectory = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    guard isDirectory else { throw error }
  }

  /// Returns when the bytes are on the disk under that name.
  func write(_ data: Data, as name: String) throws {
    let target = "\(path)/\(name)"
    let part = target + Self.unfinished
    do {
      try writeAndSync(data, to: part)
      guard rename(part, target) == 0 else { throw FileError("Renaming \(part)") }
      try sync()
    } catch {
      unlink(part)
      throw error
    }
  }

  func data(of name: String) throws -> Data {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("Opening \(file)") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError("Reading \(file)") }
    var data = Data(count: Int(status.st_size))
    var done = 0
    while done < data.count {
      let rest = data.count - done
      let count = data.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: done), rest) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError("Reading \(file)") }
      guard count > 0 else { return data.prefix(done) }
      done += count
    }
    return data
  }

  /// A file that is not there is as good as removed.
  func remove(_ name: String) {
    unlink("\(path)/\(name)")
  }

  /// Removes the files whose names, those of unfinished ones among them, meet a condition.
  func removeAll(where isUnneeded: (String) throws -> Bool) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path) where try isUnneeded(name) { remove(name) }
  }

  private func writeAndSync(_ data: Data, to file: String) throws {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError("Making \(file)") }
    defer { close(descriptor) }
    try data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { unsafeWrite(descriptor, $0) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw FileError("Writing \(file)") }
        rest = rest.dropFirst(count)
      }
    }
    guard fsync(descriptor) == 0 else { throw FileError("Writing \(file)") }
  }

  private func unsafeWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    Foundation.write(descriptor, bytes.baseAddress, bytes.count)
  }

  /// A new name is safe when the folder is on the disk too.
  private func sync() throws {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("Opening \(path)") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileError("Writing \(path)") }
  }
}
