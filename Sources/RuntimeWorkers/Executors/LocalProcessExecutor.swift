internal import CProcess
public import Foundation
internal import Glibc
internal import Synchronization

/// Starts workers as processes of this machine.
///
/// Each is the leader of a session of its own, so that an interrupt at the terminal reaches the server only; it has its
/// socket as descriptor 3, its pipes as standard output and error, nothing as standard input, and no other descriptor.
public struct LocalProcessExecutor: Executor {
  public var executable: String
  public var arguments: [String]
  public var environment: [String: String]

  /// - Parameters:
  ///   - executable: The path of a program that calls ``WorkerProcess/main(programs:descriptor:memoryLimit:)``.
  ///   - arguments: Those behind the name of the program.
  ///   - environment: All variables that a worker has.
  public init(
    executable: String, arguments: [String] = [],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
  }

  /// - Throws: ``ExecutorError`` where the system refuses.
  public func start(_ descriptors: WorkerDescriptors) throws -> any StartedWorker {
    var process: pid_t = 0
    let words = CStrings([executable] + arguments)
    let variables = CStrings(environment.map { "\($0.key)=\($0.value)" })
    let status = cprocess_start(
      &process, executable, words.pointers, variables.pointers, descriptors.socket, descriptors.standardOutput,
      descriptors.standardError)
    guard status == 0 else {
      throw ExecutorError(description: "Cannot start \(executable): \(String(cString: strerror(status))).")
    }
    return LocalProcess(process)
  }
}

/// Why a worker could not be started; one sentence.
public struct ExecutorError: Error, CustomStringConvertible {
  public var description: String

  public init(description: String) { self.description = description }
}

/// A child of this process, leader of its session and of its group.
private final class LocalProcess: StartedWorker {
  private let process: pid_t
  /// While false the identifier is the child's, dead or alive, and names no other process.
  private let isReaped = Mutex(false)

  init(_ process: pid_t) { self.process = process }

  var processID: Int32? { process }

  func kill() {
    isReaped.withLock { isReaped in
      if !isReaped { _ = Glibc.kill(-process, SIGKILL) }
    }
  }

  func waitForEnd() -> WorkerEnd {
    // First without reaping: as long as the leader is a zombie, its group can be killed without hitting another.
    var info = siginfo_t()
    while waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
    kill()
    return isReaped.withLock { isReaped in
      var status: Int32 = 0
      while waitpid(process, &status, 0) == -1, errno == EINTR {}
      isReaped = true
      // <bits/waitstatus.h>: the low seven bits are the signal, the byte above them the status.
      let signal = status & 0x7f
      return signal == 0 ? .exited(status: (status >> 8) & 0xff) : .killed(signal: signal)
    }
  }
}

/// Strings as C wants a list of them: terminated each, and all by a null pointer.
private final class CStrings {
  private(set) var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }

  deinit { for pointer in pointers { free(pointer) } }
}
