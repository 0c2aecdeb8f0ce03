public import Foundation
public import Logging
public import NIOCore

/// Warm workers in processes of their own, handed out one at a time in the order of asking.
public final class WorkerPool: Sendable {
  /// - Parameters:
  ///   - executor: Starts the workers.
  ///   - size: How many workers there are; at least 1.
  ///   - memoryLimit: The resident size in bytes beyond which a worker is killed; nil for none.
  ///   - texts: Gives the text of a hash `sha256:…` that a job refers to; nil where there is none.
  public init(
    executor: any Executor, size: Int, memoryLimit: Int?, eventLoopGroup: any EventLoopGroup, logger: Logger,
    texts: @escaping @Sendable (String) async throws -> Data?
  ) {}

  /// Starts the workers and returns at once; a lease waits until one is ready.
  public func start() {}

  /// Kills all workers and waits until they are gone; jobs that run end as ``WorkerOutcome/died(reason:)``.
  public func shutdown() async {}

  /// Workers that are ready and not leased.
  public var idleCount: Int { 0 }

  /// A worker, once one is ready and all who asked before have theirs.
  ///
  /// - Throws: `CancellationError` when the task is cancelled; ``WorkerPoolError`` after ``shutdown()``.
  public func lease() async throws -> WorkerLease { throw WorkerPoolError.isShutDown }
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
