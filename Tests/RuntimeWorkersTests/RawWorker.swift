import Foundation
import Glibc
import JSONSchemas
import RuntimeWorkers
import Synchronization

/// A worker of a few lines, as a program in any language could be: it reads and writes the bytes of the protocol itself.
final class RawWorker: Sendable {
  let socket: Int32
  let output: Int32
  let error: Int32
  private let isClosed = Mutex(false)

  fileprivate init(_ descriptors: WorkerDescriptors) {
    socket = fcntl(descriptors.socket, F_DUPFD_CLOEXEC, 10)
    output = fcntl(descriptors.standardOutput, F_DUPFD_CLOEXEC, 10)
    error = fcntl(descriptors.standardError, F_DUPFD_CLOEXEC, 10)
  }

  /// Ends the connection; nothing once the worker is closed, when its descriptors' numbers may be somebody else's.
  fileprivate func disconnect() {
    isClosed.withLock { isClosed in
      if !isClosed { shutdown(socket, Int32(SHUT_RDWR)) }
    }
  }

  fileprivate func close() {
    isClosed.withLock { isClosed in
      guard !isClosed else { return }
      isClosed = true
      for descriptor in [socket, output, error] { _ = Glibc.close(descriptor) }
    }
  }

  /// Writes bytes; nothing where nobody reads them any more.
  func write(_ bytes: [UInt8], to descriptor: Int32? = nil) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor ?? socket, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  static func frame(_ header: String, _ body: [UInt8] = []) -> [UInt8] {
    [header.utf8.count, body.count].flatMap { length in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
    } + Array(header.utf8) + body
  }

  func send(_ header: String, _ body: String = "") { write(Self.frame(header, Array(body.utf8))) }

  /// The bytes of the next message; nil at the end.
  func receiveBytes() -> [UInt8]? {
    guard let prefix = read(8) else { return nil }
    let lengths = [prefix[..<4], prefix[4...]].map { $0.reduce(0) { $0 << 8 | Int($1) } }
    guard let rest = read(lengths[0] + lengths[1]) else { return nil }
    return prefix + rest
  }

  /// The header and the body of the next message; nil at the end.
  func receive() -> (header: JSONValue, body: String)? {
    guard let bytes = receiveBytes() else { return nil }
    let length = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
    guard let header = try? JSONValue(parsing: bytes[8..<8 + length]) else { return nil }
    return (header, String(decoding: bytes[(8 + length)...], as: UTF8.self))
  }

  private func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let new = bytes.withUnsafeMutableBytes {
        Glibc.read(socket, $0.baseAddress?.advanced(by: filled), count - filled)
      }
      guard new > 0 else { return nil }
      filled += new
    }
    return bytes
  }

  /// Says hello and waits for the answer.
  func shakeHands() {
    send(#"{"type":"hello","protocol":1,"programs":["raw"]}"#)
    _ = receive()
  }

  /// Says hello, and answers the first job with what `body` does; then waits for the end.
  static func onJob(_ body: @escaping @Sendable (RawWorker) -> Void) -> RawExecutor {
    RawExecutor { worker in
      worker.shakeHands()
      guard worker.receive() != nil else { return }
      body(worker)
      while worker.receive() != nil {}
    }
  }
}

/// Starts raw workers on threads of this process.
struct RawExecutor: Executor {
  let life: @Sendable (RawWorker) -> Void

  func start(_ descriptors: WorkerDescriptors) throws -> any StartedWorker {
    let worker = RawWorker(descriptors)
    let end = DispatchSemaphore(value: 0)
    let thread = Thread {
      life(worker)
      worker.disconnect()
      end.signal()
    }
    thread.start()
    return Started(worker: worker, end: end)
  }

  private struct Started: StartedWorker {
    let worker: RawWorker
    let end: DispatchSemaphore

    var processID: Int32? { nil }
    func kill() { worker.disconnect() }
    func waitForEnd() -> WorkerEnd {
      end.wait()
      worker.close()
      return .exited(status: 0)
    }
  }
}
