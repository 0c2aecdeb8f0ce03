import RuntimeWorkers
import Synchronization

/// Starts workers as another executor does, and can kill them as if they died by themselves.
final class RecordingExecutor: Executor {
  private let executor: any Executor
  private let workers = Mutex<[any StartedWorker]>([])

  init(_ executor: any Executor) { self.executor = executor }

  func start(_ descriptors: WorkerDescriptors) throws -> any StartedWorker {
    let worker = try executor.start(descriptors)
    workers.withLock { $0.append(worker) }
    return worker
  }

  func killAll() { for worker in workers.withLock(\.self) { worker.kill() } }
}
