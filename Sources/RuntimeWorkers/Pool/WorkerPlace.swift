internal import Foundation
internal import Logging
internal import NIOCore

/// A place in the pool: one worker after another, each started when the one before has ended.
///
/// Sendable without the compiler's proof: what changes is touched on the event loop only, which every method requires.
final class WorkerPlace: @unchecked Sendable {
  private enum State {
    case stopped
    case starting
    case connected(WorkerConnection)
    case pausing(Scheduled<Void>)
  }

  /// Starts that may fail one after another while a job waits for a worker.
  private static let patience = 3

  let index: Int
  let eventLoop: any EventLoop
  private let executor: any Executor
  private let context: WorkerConnection.Context
  private let onChange: @Sendable (_ place: Int, _ isReady: Bool) -> Void

  private var state = State.stopped
  private var isShutDown = false
  private var whenStopped: [CheckedContinuation<Void, Never>] = []
  /// Workers that ended one after another without having had a job.
  private var failures = 0
  /// A job that came while there was no worker, and the failures since.
  private var waiting: (request: WorkerRequest, failures: Int)?

  init(
    index: Int, eventLoop: any EventLoop, executor: any Executor, context: WorkerConnection.Context,
    onChange: @escaping @Sendable (_ place: Int, _ isReady: Bool) -> Void
  ) {
    self.index = index
    self.eventLoop = eventLoop
    self.executor = executor
    self.context = context
    self.onChange = onChange
  }

  // MARK: - The worker

  func start() {
    guard case .stopped = state, !isShutDown else { return }
    launch()
  }

  private func launch() {
    state = .starting
    // A thread for the life of a worker: it starts it and waits for its end, and both may block.
    let thread = Thread { [executor, context, eventLoop, self] in
      let link: WorkerLink
      let worker: any StartedWorker
      do {
        link = try WorkerLink()
        defer { link.closeWorkerEnds() }
        do { worker = try executor.start(link.worker) } catch {
          link.closePoolEnds()
          throw error
        }
      } catch {
        eventLoop.execute { self.ended(.init(reason: "\(error)", wasReady: false, hadJob: false)) }
        return
      }
      let connection = WorkerConnection(
        worker, on: eventLoop, context: context, onReady: { self.change(isReady: $0) }, onEnd: { self.ended($0) })
      eventLoop.execute {
        self.state = .connected(connection)
        connection.open(link)
        if self.isShutDown { connection.shutDown() }
      }
      let end = worker.waitForEnd()
      eventLoop.execute { connection.processEnded(end) }
    }
    thread.stackSize = 512 << 10
    thread.start()
  }

  private func change(isReady: Bool) {
    if isReady, let (request, _) = waiting {
      waiting = nil
      take(request)
    }
    onChange(index, isReady)
  }

  private func ended(_ end: WorkerConnection.End) {
    failures = end.hadJob ? 0 : failures + 1
    guard !isShutDown else { return stopped() }
    context.logger.log(
      level: end.wasReady ? .notice : .error, "A worker has ended.",
      metadata: ["worker": "\(index)", "reason": "\(end.reason)"])
    if !end.hadJob { waiting?.failures += 1 }
    if let (request, count) = waiting, count >= Self.patience {
      waiting = nil
      request.inbox.put(.finished(.died(reason: "No worker can be started. \(end.reason)")))
    }
    guard failures > 0 else { return launch() }
    let doubled = context.timing.pause * (1 << min(failures - 1, 20))
    let pause = min(doubled, context.timing.longestPause)
    state = .pausing(
      eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(pause)) { if !self.isShutDown { self.launch() } })
  }

  // MARK: - Jobs

  /// Runs a job, at once or as soon as there is a worker; its inbox gets the outcome in any case.
  func take(_ request: WorkerRequest) {
    if isShutDown { return request.inbox.put(.finished(.died(reason: "The workers were shut down."))) }
    if case .connected(let connection) = state, connection.isFree {
      connection.begin(request)
    } else {
      waiting = (request, 0)
    }
  }

  func cancel(_ inbox: JobInbox) {
    if let (request, _) = waiting, request.inbox === inbox {
      waiting = nil
      inbox.put(.finished(.cancelled))
    } else if case .connected(let connection) = state {
      connection.cancel(inbox)
    }
  }

  func grant(_ bytes: Int, to inbox: JobInbox) {
    if case .connected(let connection) = state { connection.grant(bytes, to: inbox) }
  }

  // MARK: - The end

  func shutDown(_ continuation: CheckedContinuation<Void, Never>) {
    whenStopped.append(continuation)
    isShutDown = true
    if let (request, _) = waiting {
      waiting = nil
      request.inbox.put(.finished(.died(reason: "The workers were shut down.")))
    }
    switch state {
    case .stopped: stopped()
    case .starting: break
    case .connected(let connection): connection.shutDown()
    case .pausing(let task):
      task.cancel()
      stopped()
    }
  }

  private func stopped() {
    state = .stopped
    for continuation in whenStopped { continuation.resume() }
    whenStopped = []
  }
}
