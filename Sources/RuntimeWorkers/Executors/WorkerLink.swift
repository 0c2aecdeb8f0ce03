internal import CProcess
internal import Glibc

/// A socket pair and two pipes, made for one worker: the pool's ends and the worker's.
///
/// None is inherited by a process that this one starts, unless an executor says so, and none is below 10: an executor
/// may copy them to small numbers in any order.
struct WorkerLink {
  /// The pool's end of the socket.
  let socket: Int32
  /// The reading ends of the pipes.
  let standardOutput: Int32
  let standardError: Int32
  let worker: WorkerDescriptors

  /// - Throws: ``ExecutorError`` when the process has too many descriptors.
  init() throws(ExecutorError) {
    var open: [Int32] = []
    for make in [cprocess_socket_pair, cprocess_pipe, cprocess_pipe] {
      var ends: [Int32] = [-1, -1]
      var status = make(&ends)
      if status == 0 {
        open += ends
        status = Self.raise(&open)
      }
      guard status == 0 else {
        Self.close(open)
        throw ExecutorError(description: "Cannot connect a worker: \(String(cString: strerror(status))).")
      }
    }
    socket = open[0]
    standardOutput = open[2]
    standardError = open[4]
    worker = WorkerDescriptors(socket: open[1], standardOutput: open[3], standardError: open[5])
  }

  func closeWorkerEnds() { Self.close([worker.socket, worker.standardOutput, worker.standardError]) }
  func closePoolEnds() { Self.close([socket, standardOutput, standardError]) }

  static func close(_ descriptors: [Int32]) {
    for descriptor in descriptors { _ = Glibc.close(descriptor) }
  }

  /// Puts copies of larger numbers in the place of small descriptors.
  ///
  /// - Returns: 0 or an error number.
  private static func raise(_ descriptors: inout [Int32]) -> Int32 {
    for (index, descriptor) in descriptors.enumerated() where descriptor < 10 {
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 10)
      guard copy >= 0 else { return errno }
      close([descriptor])
      descriptors[index] = copy
    }
    return 0
  }
}
