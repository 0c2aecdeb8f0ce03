internal import Foundation
internal import Glibc
internal import Synchronization

/// A worker's end of the socket, with calls that block.
///
/// When the server is gone, so is the reason to live: the process ends at once, from whatever thread notices it.
final class WorkerSocket: Sendable {
  private let descriptor: Int32
  private let writing = Mutex(())
  private let reading = Mutex(Reader())

  /// - Throws: ``ExecutorError`` when there is no socket of that number.
  init(_ descriptor: Int32) throws(ExecutorError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else {
      throw ExecutorError(
        description: "Descriptor \(descriptor) is no socket; a worker is started by a server and speaks with it there.")
    }
    // What a program starts shall not hold it open.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    self.descriptor = descriptor
  }

  func send(_ message: WorkerMessage) { send(message.frame) }

  func send(_ frame: Frame) {
    let head = frame.head
    writing.withLock { _ in
      head.withUnsafeBytes { head in
        frame.body.withUnsafeBytes { body in write(head, body) }
      }
    }
  }

  private func write(_ head: UnsafeRawBufferPointer, _ body: UnsafeRawBufferPointer) {
    var parts = [head, body].map {
      iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count)
    }
    while parts.contains(where: { $0.iov_len > 0 }) {
      var written = writev(descriptor, &parts, 2)
      if written < 0 {
        if errno == EINTR { continue }
        _exit(0)
      }
      for index in parts.indices {
        let part = min(written, parts[index].iov_len)
        parts[index].iov_base = parts[index].iov_base?.advanced(by: part)
        parts[index].iov_len -= part
        written -= part
      }
    }
  }

  /// Waits for the next message and takes it; one thread at a time.
  ///
  /// - Throws: ``FrameError`` for what is no message, and what `receive` throws.
  func receive<Result>(
    _ receive: (ServerMessage) throws(FrameError) -> sending Result
  ) throws(FrameError) -> sending Result {
    try reading.withLock { (reader) throws(FrameError) in try receive(reader.next(descriptor)) }
  }

  private final class Reader {
    private var parser = FrameParser()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    /// What the parser has not taken yet.
    private var rest = UnsafeRawBufferPointer(start: nil, count: 0)

    deinit { buffer.deallocate() }

    func next(_ descriptor: Int32) throws(FrameError) -> ServerMessage {
      while true {
        if let frame = try parser.next(&rest) { return try ServerMessage(frame) }
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { _exit(0) }
        rest = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      }
    }
  }
}
