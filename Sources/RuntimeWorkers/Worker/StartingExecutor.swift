internal import Dispatch
internal import Synchronization

/// Starts one task on the thread that asks for it, so that a job begins without waiting for another thread to wake.
///
/// What the task does after it has waited for something, and all its children, run on the threads of the process.
final class StartingExecutor: TaskExecutor {
  private enum State {
    case waiting
    case holds(UnownedJob)
    case hasStarted
  }

  private let state = Mutex(State.waiting)

  /// Makes a task that does nothing before ``start()``.
  func task(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    Task.detached(executorPreference: self, operation: body)
  }

  /// Runs the task here until it waits for something.
  func start() {
    let job = state.withLock { state in
      defer { state = .hasStarted }
      if case .holds(let job) = state { return job as UnownedJob? }
      return nil
    }
    job?.runSynchronously(on: asUnownedTaskExecutor())
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isFirst = state.withLock { state in
      guard case .waiting = state else { return false }
      state = .holds(job)
      return true
    }
    guard !isFirst else { return }
    DispatchQueue.global().async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
