/// How a worker is started: as a process of this machine, in a sandbox, on another machine.
public protocol Executor: Sendable {
  /// Starts a worker.
  ///
  /// May block for as long as starting takes; no event loop calls it.
  /// - Parameter descriptors: The worker's ends. They stay open until this returns and are closed then: what the worker
  ///   shall have must be its own copy.
  func start(_ descriptors: WorkerDescriptors) throws -> any StartedWorker
}

/// A worker's ends of what connects it to its pool.
public struct WorkerDescriptors: Sendable {
  /// A stream socket for frames; descriptor 3 in a process of ours.
  public var socket: Int32
  /// The writing end of a pipe: what a job prints is its log.
  public var standardOutput: Int32
  /// The writing end of another pipe.
  public var standardError: Int32

  public init(socket: Int32, standardOutput: Int32, standardError: Int32) {
    self.socket = socket
    self.standardOutput = standardOutput
    self.standardError = standardError
  }
}

/// A worker that an ``Executor`` has started.
public protocol StartedWorker: Sendable {
  /// The process whose resident size counts against the memory limit; nil where it cannot be seen from here.
  var processID: Int32? { get }

  /// Ends the worker and all that it started, whatever they do; nothing if it has ended. Returns at once.
  func kill()

  /// Blocks until the worker has ended, and forgets it: no zombie stays.
  ///
  /// Called once, on a thread of its own.
  func waitForEnd() -> WorkerEnd
}

/// How a worker ended.
public enum WorkerEnd: Hashable, Sendable, CustomStringConvertible {
  case exited(status: Int32)
  case killed(signal: Int32)

  public var description: String {
    switch self {
    case .exited(let status): "it exited with status \(status)"
    case .killed(let signal): "it was killed by signal \(signal)"
    }
  }
}
