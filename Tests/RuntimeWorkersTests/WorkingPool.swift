import Foundation
import JSONSchemas
import Logging
import NIOCore
import NIOPosix
import RuntimePrograms
import RuntimeWorkers
import Synchronization
import TestSupport

extension LocalProcessExecutor {
  /// Starts workers with programs for tests, whose crashes are not explained at length.
  static func forTests() throws -> LocalProcessExecutor {
    let environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    return LocalProcessExecutor(executable: try BuiltExecutable.path("WorkerForTests"), environment: environment)
  }
}

/// Runs a body with a pool of its own, and shuts it down.
func withPool(
  size: Int = 1, memoryLimit: Int? = nil, executor: (any Executor)? = nil, timing: WorkerTiming = .init(),
  texts: @escaping @Sendable (String) async throws -> Data? = { _ in nil },
  _ body: (WorkerPool) async throws -> Void
) async throws {
  let pool = WorkerPool(
    executor: try executor ?? LocalProcessExecutor.forTests(), size: size, memoryLimit: memoryLimit,
    eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
    timing: timing, texts: texts)
  pool.start()
  do {
    try await body(pool)
    await pool.shutdown()
  } catch {
    await pool.shutdown()
    throw error
  }
}

/// What a job has shown of itself, and how it ended.
struct FinishedJob {
  var outcome: WorkerOutcome
  var events: [WorkerEvent]

  /// The interim results in the order of their arrival; nil if their numbers have a gap.
  var results: [String]? {
    var all: [String] = []
    for case .interim(let firstIndex, let results) in events {
      guard firstIndex == all.count else { return nil }
      all += results.map { String(decoding: $0, as: UTF8.self) }
    }
    return all
  }

  func log(_ stream: String) -> String {
    events.compactMap { if case .log(stream, let text) = $0 { text } else { nil } }.joined()
  }

  /// What the program returned; nil if it did not.
  var data: Data? { if case .completed(let data, _) = outcome { data } else { nil } }
  var result: JSONValue? { data.flatMap { try? JSONValue(parsing: $0) } }

  /// Why its worker died; nil if it did not.
  var death: String? { if case .died(let reason) = outcome { reason } else { nil } }

  /// What it threw; nil if it did not.
  var failure: ProgramFailure? { if case .failed(let failure) = outcome { failure } else { nil } }
}

extension WorkerLease {
  func run(
    _ program: String, _ inputs: JSONValue = [:], id: String = "job", texts: [String] = [],
    timeLimit: Duration = .seconds(60),
    onEvent: @escaping @Sendable (WorkerEvent) async -> Void = { _ in }
  ) async -> FinishedJob {
    let events = Recorder<WorkerEvent>()
    let job = WorkerJob(
      id: id, attempt: 1, program: program, texts: texts, inputs: Data(inputs.bytes), timeLimit: timeLimit)
    let outcome = await run(job) { event in
      events.append(event)
      await onEvent(event)
    }
    return FinishedJob(outcome: outcome, events: events.all)
  }
}

/// Things in the order of their arrival.
final class Recorder<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])
  var all: [Element] { elements.withLock { $0 } }
  func append(_ element: Element) { elements.withLock { $0.append(element) } }
}
