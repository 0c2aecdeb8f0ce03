internal import CProcess
internal import Foundation
internal import Glibc
public import RuntimePrograms
internal import Simulators

/// The life of a worker: what an executable does that a ``WorkerPool`` has started.
public enum WorkerProcess {
  /// Runs jobs that come over a socket until the server closes it, which ends the process at once.
  ///
  /// - Parameters:
  ///   - programs: What can be run here.
  ///   - descriptor: The socket.
  ///   - memoryLimit: Bytes that the simulator may take; nil leaves it to the server.
  /// - Returns: The status to exit with, where there is no server to speak with.
  public static func main(
    programs: [any RuntimeProgram] = NativePrograms.all, descriptor: Int32 = 3, memoryLimit: Int? = nil
  ) async -> Int32 {
    let socket: WorkerSocket
    do { socket = try WorkerSocket(descriptor) } catch {
      complain("\(error)")
      return 1
    }
    prepareProcess()
    let named = Dictionary(programs.map { ($0.metadata.id, $0) }) { $1 }
    socket.send(.hello(programs: named.keys.sorted()))
    do {
      serve(try runner(named, memoryLimit: memoryLimit, socket), socket)
    } catch {
      complain("\(error)")
      return 1
    }
    // From here on the threads end the process.
    return await withUnsafeContinuation { _ in }
  }

  /// Waits for the server's hello.
  private static func runner(
    _ programs: [String: any RuntimeProgram], memoryLimit: Int?, _ socket: WorkerSocket
  ) throws -> JobRunner {
    let allowed = try socket.receive { message throws(FrameError) in
      guard case .hello(let limit) = message else { throw .unexpected("the server did not say hello") }
      return limit
    }
    // The process itself and what programs keep need some of what the server allows the whole.
    let backend = try LocalBackend(memoryLimit: memoryLimit ?? allowed.map { $0 / 4 * 3 })
    return JobRunner(programs, on: backend, socket: socket)
  }

  /// Takes messages on two threads that take turns: one waits for the next message, so that the end of the server is
  /// noticed at once, while the other runs the job that it has received, without having woken a thread for it.
  private static func serve(_ runner: JobRunner, _ socket: WorkerSocket) {
    for _ in 0..<2 {
      let thread = Thread {
        do {
          while true { try socket.receive { message throws(FrameError) in try runner.receive(message) }?() }
        } catch {
          complain("The server broke the protocol: \(error).")
          _exit(1)
        }
      }
      thread.stackSize = 16 << 20
      thread.start()
    }
  }

  private static func prepareProcess() {
    // When a worker ends is the server's to say, also where both are told to by whoever stops a service; and writing to a
    // server that is gone shall fail. Handlers, for what is ignored stays so in the processes that programs start.
    for ignored in [SIGTERM, SIGPIPE] { signal(ignored) { _ in } }
    // A job's log is followed live, and what a crash leaves of it tells most.
    cprocess_write_lines()
    // If the machine runs out of memory, let it be the one that took it that ends, not the server.
    try? Data("500".utf8).write(to: URL(filePath: "/proc/self/oom_score_adj"))
  }

  private static func complain(_ sentence: String) {
    try? FileHandle.standardError.write(contentsOf: Data("error: \(sentence)\n".utf8))
  }
}
