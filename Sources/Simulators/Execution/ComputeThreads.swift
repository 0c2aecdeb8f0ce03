internal import Foundation
internal import Synchronization

/// Threads of our own for long kernels, so that the cooperative pool stays free for progress, timers and signals.
///
/// Work is entered by continuation and served in order of arrival. The threads live as long as the process.
package final class ComputeThreads: Sendable {
  /// One thread per core that is online.
  package static let shared = ComputeThreads(count: max(1, ProcessInfo.processInfo.activeProcessorCount))

  package let count: Int
  private let queue: Queue

  /// - Parameter run: Called on a thread, or on none when the task is cancelled while it waits for one.
  private struct Job: Sendable {
    var id: ObjectIdentifier
    var run: @Sendable () -> Void
    var abandon: @Sendable () -> Void
  }

  private final class Queue: Sendable {
    let jobs = Mutex<[Job]>([])
    let available = DispatchSemaphore(value: 0)

    func serve() {
      while true {
        available.wait()
        // Nothing where the job that was signalled has been cancelled since.
        let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        job?.run()
      }
    }
  }

  package init(count: Int) {
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
  ///
  /// Work that is still waiting for a thread is dropped at once.
  package func run<R: Sendable>(_ work: @escaping @Sendable (CancellationFlag) throws -> R) async throws -> R {
    let flag = CancellationFlag()
    let id = ObjectIdentifier(flag)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<R, any Error>) in
        let job = Job(
          id: id, run: { continuation.resume(with: Result { try work(flag) }) },
          abandon: { continuation.resume(throwing: CancellationError()) })
        // Looked at under the lock: either the flag is seen here or the job is seen by whoever raised it.
        let isQueued = queue.jobs.withLock { jobs in
          if flag.isRaised { return false }
          jobs.append(job)
          return true
        }
        if isQueued { queue.available.signal() } else { job.abandon() }
      }
    } onCancel: {
      flag.raise()
      let job = queue.jobs.withLock { jobs in
        jobs.firstIndex { $0.id == id }.map { jobs.remove(at: $0) }
      }
      job?.abandon()
    }
  }
}

/// Tells a long computation that nobody waits for it any more.
package final class CancellationFlag: Sendable {
  private let raised = Atomic(false)

  package init() {}

  package func raise() {
    raised.store(true, ordering: .relaxed)
  }

  var isRaised: Bool { raised.load(ordering: .relaxed) }

  /// - Throws: `CancellationError` once the flag is raised.
  func check() throws {
    if isRaised { throw CancellationError() }
  }
}
