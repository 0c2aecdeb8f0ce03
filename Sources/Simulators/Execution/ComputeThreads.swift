internal import Foundation
internal import Synchronization

/// Threads of our own for long kernels, so that the cooperative pool stays free for progress, timers and signals.
///
/// Work is entered by continuation and served in order of arrival. The threads live as long as the process.
final class ComputeThreads: Sendable {
  /// One thread per core that is online.
  static let shared = ComputeThreads(count: max(1, ProcessInfo.processInfo.activeProcessorCount))

  let count: Int
  private let queue: Queue

  private final class Queue: Sendable {
    let jobs = Mutex<[@Sendable () -> Void]>([])
    let available = DispatchSemaphore(value: 0)

    func serve() {
      while true {
        available.wait()
        let job = jobs.withLock { $0.removeFirst() }
        job()
      }
    }
  }

  init(count: Int) {
    self.count = count
    let queue = Queue()
    self.queue = queue
    for index in 0..<count {
      let thread = Thread { queue.serve() }
      thread.name = "ritz-compute-\(index)"
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  /// Runs `work` on one of the threads; cancelling the task raises the flag that `work` looks at.
  func run<R: Sendable>(_ work: @escaping @Sendable (CancellationFlag) throws -> R) async throws -> R {
    let flag = CancellationFlag()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<R, any Error>) in
        queue.jobs.withLock { jobs in
          jobs.append { continuation.resume(with: Result { try work(flag) }) }
        }
        queue.available.signal()
      }
    } onCancel: {
      flag.raise()
    }
  }
}

/// Tells a long computation that nobody waits for it any more.
final class CancellationFlag: Sendable {
  private let raised = Atomic(false)

  func raise() {
    raised.store(true, ordering: .relaxed)
  }

  /// - Throws: `CancellationError` once the flag is raised.
  func check() throws {
    if raised.load(ordering: .relaxed) { throw CancellationError() }
  }
}
