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
    return await withCheckedContinuation { continuation in
      // On a thread of its own, so that the server's end is noticed whatever the programs do with theirs.
      let reader = Thread {
        do {
          var runner: JobRunner?
          try socket.read { message throws(FrameError) in
            if let runner { return try runner.receive(message) }
            guard case .hello(let limit) = message else { throw .unexpected("the server did not say hello") }
            // The process itself and what programs keep need some of what the server allows the whole.
            let simulatorLimit = memoryLimit ?? limit.map { $0 / 4 * 3 }
            let backend: LocalBackend
            do { backend = try LocalBackend(memoryLimit: simulatorLimit) } catch {
              throw .unexpected("the simulator cannot be used: \(error)")
            }
            runner = JobRunner(named, on: backend, socket: socket)
          }
        } catch {
          complain("The server broke the protocol: \(error).")
          continuation.resume(returning: 1)
        }
      }
      reader.start()
    }
  }

  private static func prepareProcess() {
    // Writing to a server that is gone shall fail, not kill without a word.
    signal(SIGPIPE, SIG_IGN)
    // A job's log is followed live, and what a crash leaves of it tells most.
    cprocess_write_lines()
    // If the machine runs out of memory, let it be the one that took it that ends, not the server.
    try? Data("500".utf8).write(to: URL(filePath: "/proc/self/oom_score_adj"))
  }

  private static func complain(_ sentence: String) {
    try? FileHandle.standardError.write(contentsOf: Data("error: \(sentence)\n".utf8))
  }
}
