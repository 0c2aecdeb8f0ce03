#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Text files as bytes, refused early when they are no text.
enum InputFile {
  /// The integrals of 128 orbitals, printed in full, take about 1.4 GB.
  static let largestSize = 2_000_000_000
  private static let blockSize = 1 << 16

  /// The bytes of an ASCII or UTF-8 file, without a byte-order mark.
  ///
  /// Binary files are refused after their first block; pipes are read to their end.
  static func bytes(contentsOf path: String) throws(InputFileError) -> [UInt8] {
    let descriptor = path.contains("\0") ? -1 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = path.contains("\0") ? "the path holds a NUL" : reasonOfLastFailure()
      throw InputFileError(path: path, message: "cannot be opened (\(reason)); a readable text file is needed")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw InputFileError(path: path, message: "cannot be examined (\(reasonOfLastFailure()))")
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw InputFileError(path: path, message: "is a directory; a text file is needed")
    case S_IFREG, S_IFIFO, S_IFSOCK: break
    default: throw InputFileError(path: path, message: "is a device; a text file is needed")
    }
    return try read(descriptor, expecting: Int(status.st_size), path: path)
  }

  private static func read(
    _ descriptor: Int32, expecting size: Int, path: String
  ) throws(InputFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: blockSize)
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, &block, block.count)
      #elseif canImport(Musl)
        let count = Musl.read(descriptor, &block, block.count)
      #else
        let count = Darwin.read(descriptor, &block, block.count)
      #endif
      if count < 0 {
        if errno == EINTR { continue }
        throw InputFileError(path: path, message: "cannot be read (\(reasonOfLastFailure()))")
      }
      if count == 0 { break }
      if bytes.isEmpty {
        try refuseForeignEncodings(block[..<count], path: path)
        guard size <= largestSize else { throw tooLarge(path) }
        bytes.reserveCapacity(size)
      }
      bytes += block[..<count]
      guard bytes.count <= largestSize else { throw tooLarge(path) }
    }
    return try text(bytes, path: path)
  }

  /// `bytes` without a UTF-8 byte-order mark; throws where they are no text.
  static func text(_ bytes: [UInt8], path: String) throws(InputFileError) -> [UInt8] {
    try refuseForeignEncodings(bytes[...], path: path)
    var text = bytes[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    guard text.contains(where: { !isBlank($0) }) else {
      throw InputFileError(path: path, message: "is empty; an FCIDUMP or a Pauli sum is needed")
    }
    if let nul = text.firstIndex(of: 0) {
      let line = text[..<nul].count { $0 == UInt8(ascii: "\n") } + 1
      throw InputFileError(path: path, line: line, message: "a NUL byte; only text is allowed")
    }
    return text.startIndex == 0 ? bytes : Array(text)
  }

  private static func refuseForeignEncodings(_ start: ArraySlice<UInt8>, path: String) throws(InputFileError) {
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      throw InputFileError(path: path, message: "is UTF-16 text; save it as ASCII or UTF-8")
    }
    if start.prefix(blockSize).contains(0) {
      throw InputFileError(path: path, message: "is binary (it holds NUL bytes); a text file is needed")
    }
  }

  private static func tooLarge(_ path: String) -> InputFileError {
    InputFileError(path: path, message: "is larger than \(largestSize / 1_000_000) MB, the most that is read")
  }

  private static func reasonOfLastFailure() -> String { String(cString: strerror(errno)) }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (9...13).contains(byte)  // tab, line feed, …, carriage return
  }
}
