public import RuntimePrograms

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
    programs: [any RuntimeProgram], descriptor: Int32 = 3, memoryLimit: Int? = nil
  ) async -> Int32 { 1 }
}
