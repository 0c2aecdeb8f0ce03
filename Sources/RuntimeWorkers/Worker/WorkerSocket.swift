internal import Foundation
internal import Glibc
internal import Synchronization

/// A worker's end of the socket, with blocking calls: whoever writes waits, and one thread does nothing but read.
///
/// When the server is gone, so is the reason to live: the process ends at once, from whatever thread notices it.
final class WorkerSocket: Sendable {
  private let descriptor: Int32
  private let writing = Mutex(())

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

  func send(_ message: WorkerMessage) {
    let frame = message.frame
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

  /// Reads until the end of the process, and gives every message to `receive`.
  ///
  /// - Throws: ``FrameError`` for what is no message.
  func read(_ receive: (ServerMessage) throws(FrameError) -> Void) throws(FrameError) -> Never {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { buffer.deallocate() }
    var parser = FrameParser()
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { _exit(0) }
      var rest = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      while let frame = try parser.next(&rest) { try receive(ServerMessage(frame)) }
    }
  }
}
