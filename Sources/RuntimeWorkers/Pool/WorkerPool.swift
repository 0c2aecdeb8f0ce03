public import Foundation
public import Logging
public import NIOCore
internal import Synchronization

/// Warm workers in processes of their own, handed out one at a time in the order of asking.
///
/// ```swift
/// let pool = WorkerPool(executor: executor, size: 2, memoryLimit: nil, eventLoopGroup: group, logger: logger) { hash in
///   try await store.text(hash)
/// }
/// pool.start()
/// let lease = try await pool.lease()
/// let outcome = await lease.run(job) { event in … }
/// lease.release()
/// await pool.shutdown()
/// ```
///
/// A worker that ends for whatever reason is replaced; if the new one ends too before it had a job, the next follows after
/// a pause that grows to 5 s. Without ``shutdown()`` a pool and its workers live as long as the process.
public final class WorkerPool: Sendable {
  private struct State {
    var line = WaitingLine()
    var isStarted = false
    var isShutDown = false
  }

  /// What places know of their pool.
  private final class Shared: Sendable {
    let state = Mutex(State())

    func change(_ place: Int, isReady: Bool) {
      state.withLock { $0.line.change(place, isReady: isReady) }?.resume(returning: place)
    }
  }

  private let shared = Shared()
  private let places: [WorkerPlace]

  /// - Parameters:
  ///   - executor: Starts the workers.
  ///   - size: How many workers there are; at least 1.
  ///   - memoryLimit: The resident size in bytes beyond which a worker is killed; nil for none.
  ///   - eventLoopGroup: Moves what workers say and hear, and never waits for them. Must live until ``shutdown()`` has returned.
  ///   - logger: Is told of workers that end, and why.
  ///   - texts: Gives the text of a hash `sha256:…` that a job refers to; nil where there is none.
  public convenience init(
    executor: any Executor, size: Int, memoryLimit: Int?, eventLoopGroup: any EventLoopGroup, logger: Logger,
    texts: @escaping @Sendable (String) async throws -> Data?
  ) {
    self.init(
      executor: executor, size: size, memoryLimit: memoryLimit, eventLoopGroup: eventLoopGroup, logger: logger,
      timing: WorkerTiming(), texts: texts)
  }

  package init(
    executor: any Executor, size: Int, memoryLimit: Int?, eventLoopGroup: any EventLoopGroup, logger: Logger,
    timing: WorkerTiming, texts: @escaping @Sendable (String) async throws -> Data?
  ) {
    precondition(size >= 1, "A pool has at least one worker.")
    let context = WorkerConnection.Context(memoryLimit: memoryLimit, timing: timing, logger: logger, texts: texts)
    places = (0..<size).map { [shared] index in
      WorkerPlace(index: index, eventLoop: eventLoopGroup.next(), executor: executor, context: context) {
        shared.change($0, isReady: $1)
      }
    }
  }

  /// Starts the workers and returns at once; a lease waits until one is ready.
  public func start() {
    let isFirst = shared.state.withLock { state in
      defer { state.isStarted = true }
      return !state.isStarted && !state.isShutDown
    }
    if isFirst { for place in places { place.eventLoop.execute { place.start() } } }
  }

  /// Kills all workers and waits until they are gone; jobs that run end as ``WorkerOutcome/died(reason:)``.
  public func shutdown() async {
    let waiting = shared.state.withLock { state in
      state.isShutDown = true
      return state.line.empty()
    }
    for continuation in waiting { continuation.resume(throwing: WorkerPoolError.isShutDown) }
    await withTaskGroup(of: Void.self) { group in
      for place in places {
        group.addTask {
          await withCheckedContinuation { continuation in place.eventLoop.execute { place.shutDown(continuation) } }
        }
      }
    }
  }

  /// Workers that are ready and not leased.
  public var idleCount: Int { shared.state.withLock { $0.line.idleCount } }

  /// Those who wait for a lease.
  package var waitingCount: Int { shared.state.withLock { $0.line.waitingCount } }

  /// A worker, once one is ready and all who asked before have theirs.
  ///
  /// - Throws: `CancellationError` when the task is cancelled; ``WorkerPoolError`` after ``shutdown()``.
  public func lease() async throws -> WorkerLease {
    // Most often one is there.
    let (free, number) = try shared.state.withLock { state in
      if state.isShutDown { throw WorkerPoolError.isShutDown }
      return (state.line.leaseIdle(), state.line.nextNumber())
    }
    if let free { return WorkerLease(pool: self, place: places[free]) }
    let place = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: WaitingLine.Continuation) in
        let result: Result<Int, any Error>? = shared.state.withLock { state in
          // Under the same lock as the handler below, so that one of the two sees the other.
          if Task.isCancelled { return .failure(CancellationError()) }
          if state.isShutDown { return .failure(WorkerPoolError.isShutDown) }
          if let place = state.line.leaseIdle() { return .success(place) }
          state.line.wait(continuation, number: number)
          return nil
        }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      shared.state.withLock { $0.line.leave(number) }?.resume(throwing: CancellationError())
    }
    return WorkerLease(pool: self, place: places[place])
  }

  func release(_ place: Int) {
    shared.state.withLock { $0.line.release(place) }?.resume(returning: place)
  }
}

/// Why a pool gives no worker.
public enum WorkerPoolError: Error, Hashable, CustomStringConvertible {
  case isShutDown

  public var description: String {
    switch self {
    case .isShutDown: "The workers have been shut down."
    }
  }
}
