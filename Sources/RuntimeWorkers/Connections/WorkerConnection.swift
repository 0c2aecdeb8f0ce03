internal import Foundation
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import RuntimeAPI
internal import RuntimePrograms

/// One worker from the pool's side, from its start to its end.
///
/// It ends when the process has ended and the socket has given all that was in it, whichever is seen first; until then
/// what the worker has sent is still delivered.
///
/// Sendable without the compiler's proof: `eventLoop`, `worker` and `context` never change, and all else is touched on
/// the event loop only, which every method but the initialiser requires.
final class WorkerConnection: ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// What does not differ between the workers of a pool.
  struct Context: Sendable {
    var memoryLimit: Int?
    var timing: WorkerTiming
    var logger: Logger
    var texts: @Sendable (String) async throws -> Data?
  }

  /// How a connection has ended.
  struct End {
    var reason: String
    /// Whether it was ready for jobs once.
    var wasReady: Bool
    /// Whether it had one.
    var hadJob: Bool
  }

  /// Why a worker is killed.
  private enum Doom {
    case timeLimit, memoryLimit, cancelled, isShutDown
    /// It has closed its socket: most often it has ended of itself.
    case closed
    case broken(String)
  }

  let eventLoop: any EventLoop
  private let worker: any StartedWorker
  private let context: Context
  private let onReady: (Bool) -> Void
  private let onEnd: (End) -> Void

  private var channel: (any Channel)?
  private var channelContext: ChannelHandlerContext?
  private var pipes: [LogPipe] = []
  private var parser = FrameParser()
  private var memory: ResidentSize?

  private var isReady = false
  private var isSocketOpen = true
  private var workerEnd: String?
  private var hasEnded = false
  private var doom: Doom?
  private var hadJob = false
  private var active: ActiveJob?
  private var answers: TextAnswers?
  /// What it printed before it was ready, the end of it.
  private var firstWords = ""
  private var hasPrintedWithoutJob = false
  private var nextLook: (time: NIODeadline, task: Scheduled<Void>)?
  private var startLimit: Scheduled<Void>?

  /// - Parameters:
  ///   - onReady: Called when the worker can take a job, and as soon as it no longer can.
  ///   - onEnd: Called once, after the running job has got its outcome.
  init(
    _ worker: any StartedWorker, on eventLoop: any EventLoop, context: Context, onReady: @escaping (Bool) -> Void,
    onEnd: @escaping (End) -> Void
  ) {
    self.worker = worker
    self.eventLoop = eventLoop
    self.context = context
    self.onReady = onReady
    self.onEnd = onEnd
  }

  // MARK: - Beginning and end

  /// Takes the pool's ends of a link over.
  func open(_ link: WorkerLink) {
    answers = TextAnswers(on: eventLoop, logger: context.logger, texts: context.texts) {
      [weak self, eventLoop] message in
      let promise = eventLoop.makePromise(of: Void.self)
      if let self { self.send(message, promise: promise) } else { promise.succeed() }
      return promise.futureResult
    }
    memory = context.memoryLimit == nil ? nil : worker.processID.flatMap(ResidentSize.init)
    pipes = [link.standardOutput, link.standardError].enumerated().map { stream, pipe in
      LogPipe(pipe, on: eventLoop) { [weak self] bytes in self?.receiveLog(bytes, stream: stream) }
    }
    ClientBootstrap(group: eventLoop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(self) }
      }
      .withConnectedSocket(link.socket)
      .whenFailure { error in self.socketClosed(.broken("its socket cannot be used: \(error)")) }
    startLimit = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(context.timing.start)) {
      self.kill(.broken("it did not say hello within \(self.context.timing.start)"))
    }
  }

  func handlerAdded(context: ChannelHandlerContext) {
    channel = context.channel
    channelContext = context
  }

  func handlerRemoved(context: ChannelHandlerContext) { channelContext = nil }

  func channelInactive(context: ChannelHandlerContext) { socketClosed(.closed) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  /// The process is gone.
  func processEnded(_ end: WorkerEnd) {
    guard !hasEnded else { return }
    workerEnd = "\(end)"
    if doom == nil, isReady { onReady(false) }
    if isSocketOpen {
      // What it sent last is about to be read. If the socket stays open all the same, something else holds it.
      eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(200)) { self.channel?.close(promise: nil) }
    }
    finishIfEnded()
  }

  func shutDown() { kill(.isShutDown) }

  private func socketClosed(_ doom: Doom) {
    guard isSocketOpen else { return }
    isSocketOpen = false
    kill(doom)
    finishIfEnded()
  }

  private func kill(_ doom: Doom) {
    guard !hasEnded else { return }
    if self.doom == nil {
      self.doom = doom
      if workerEnd == nil, isReady { onReady(false) }
    }
    guard workerEnd == nil else { return }
    worker.kill()
    eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(context.timing.end)) {
      guard self.workerEnd == nil else { return }
      self.workerEnd = "it did not end when it was killed"
      self.isSocketOpen = false
      self.finishIfEnded()
    }
  }

  private func finishIfEnded() {
    guard !hasEnded, !isSocketOpen, let workerEnd else { return }
    hasEnded = true
    drain()
    for pipe in pipes { pipe.close() }
    channel?.close(promise: nil)
    channel = nil
    memory = nil
    nextLook?.task.cancel()
    startLimit?.cancel()
    let reason = endReason(workerEnd)
    if active != nil { finish(outcome(reason)) }
    let words = firstWords.trimmingCharacters(in: .whitespacesAndNewlines)
    onEnd(
      End(reason: isReady || words.isEmpty ? reason : "\(reason) It wrote: \(words)", wasReady: isReady, hadJob: hadJob)
    )
  }

  private func endReason(_ workerEnd: String) -> String {
    switch doom {
    case .broken(let reason): "The worker was killed: \(reason)."
    case .isShutDown: "The workers were shut down."
    case .timeLimit, .memoryLimit, .cancelled: "The worker was killed."
    case .closed, nil: "The worker died: \(workerEnd)."
    }
  }

  private func outcome(_ reason: String) -> WorkerOutcome {
    switch doom {
    case .timeLimit: .timeLimit
    case .memoryLimit: .memoryLimit
    case .cancelled: .cancelled
    case .closed where active?.isCancelled == true: .cancelled
    case .broken, .closed, .isShutDown, nil: .died(reason: reason)
    }
  }

  // MARK: - Jobs

  /// Whether it takes a job now.
  var isFree: Bool { isReady && active == nil && doom == nil && isSocketOpen && workerEnd == nil }

  /// Sends a job; only when ``isFree``.
  func begin(_ request: WorkerRequest) {
    // What was printed before belongs to no job.
    drain()
    hasPrintedWithoutJob = false
    active = ActiveJob(request, logLimit: context.timing.logLimit)
    hadJob = true
    if let channelContext {
      channelContext.write(wrapOutboundOut(request.head), promise: nil)
      if request.body.readableBytes > 0 { channelContext.write(wrapOutboundOut(request.body), promise: nil) }
      channelContext.flush()
    }
    lookLater()
  }

  /// Asks a job to end if it runs, and kills the worker when it takes too long.
  func cancel(_ inbox: JobInbox) {
    guard let active, active.inbox === inbox, !active.isCancelled else { return }
    self.active?.isCancelled = true
    send(.cancel(job: active.job.id))
    eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(context.timing.cancellation)) {
      if self.active?.inbox === inbox { self.kill(.cancelled) }
    }
  }

  /// Lets the worker send more interim results of a job.
  func grant(_ bytes: Int, to inbox: JobInbox) {
    guard let active, active.inbox === inbox else { return }
    self.active?.credit += bytes
    send(.credit(job: active.job.id, bytes: bytes))
  }

  private func finish(_ outcome: WorkerOutcome) {
    for event in active?.log.finish() ?? [] { active?.inbox.put(.event(event, credit: 0)) }
    active?.inbox.put(.finished(outcome))
    active = nil
  }

  /// Looks whether the running job keeps its limits.
  private func look() {
    guard let active else { return }
    if active.deadline <= .now() {
      kill(.timeLimit)
    } else if let memory, let limit = context.memoryLimit, let size = memory.bytes, size > limit {
      kill(.memoryLimit)
    } else {
      lookLater()
    }
  }

  /// Sees to it that somebody looks in time; one task serves all the short jobs that follow each other before it is due.
  private func lookLater() {
    guard let active else { return }
    let next =
      memory == nil ? active.deadline : min(active.deadline, .now() + TimeAmount(context.timing.memory))
    if let nextLook, nextLook.time <= next { return }
    nextLook?.task.cancel()
    let task = eventLoop.assumeIsolated().scheduleTask(deadline: next) {
      self.nextLook = nil
      self.look()
    }
    nextLook = (next, task)
  }

  // MARK: - Messages

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    Self.unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
      var rest = bytes
      do {
        while !isBroken, let frame = try parser.next(&rest) { try receive(WorkerMessage(frame), size: frame.size) }
      } catch {
        kill(.broken("it broke the protocol: \(error)"))
      }
    }
  }

  /// Whether nothing that comes is read any more.
  private var isBroken: Bool {
    if case .broken = doom { true } else { false }
  }

  private func receive(_ message: WorkerMessage, size: Int) throws(FrameError) {
    switch message {
    case .hello:
      guard !isReady else { throw .unexpected("it said hello twice") }
      drain()
      send(.hello(memoryLimit: context.memoryLimit))
      isReady = true
      startLimit?.cancel()
      firstWords = ""
      if doom == nil, workerEnd == nil { onReady(true) }
    case .need(let hash):
      guard isReady else { throw .unexpected("'need' was received before 'hello'") }
      // Whoever sent a text first, it is for the jobs that list it.
      try answers?.answer(hash, isListed: active?.texts.contains(hash) == true)
    case .interim(let job, let index, let results):
      try requireActive(job, "interim")
      try receiveInterim(index, results, size: size)
    case .done(let job, let cpuSeconds, let result):
      try requireActive(job, "done")
      // What the job has printed until then is in the pipes by now.
      drain()
      finish(.completed(result: result, usage: WorkerUsage(cpuSeconds: cpuSeconds)))
    case .failed(let job, let code, let message):
      try requireActive(job, "failed")
      drain()
      finish(active?.isCancelled == true ? .cancelled : .failed(ProgramFailure(code: code, message: message)))
    }
  }

  private func requireActive(_ job: String, _ message: String) throws(FrameError) {
    guard isReady else { throw .unexpected("'\(message)' was received before 'hello'") }
    guard active?.job.id == job else {
      throw .unexpected("'\(message)' was received for job '\(job)', which it does not run")
    }
  }

  private func receiveInterim(_ index: Int, _ results: [Data], size: Int) throws(FrameError) {
    guard var job = active else { return }
    guard index == job.nextIndex else {
      throw .unexpected("interim result \(index) was received in place of \(job.nextIndex)")
    }
    if let length = results.map(\.count).max(), length > EventStream.maximumInterimResultLength {
      throw .unexpected(
        "an interim result of \(length) bytes was received; at most \(EventStream.maximumInterimResultLength) are allowed"
      )
    }
    guard job.credit > 0 else { throw .unexpected("interim results were received without credit") }
    job.nextIndex += results.count
    job.credit -= size
    active = job
    job.inbox.put(.event(.interim(firstIndex: index, results: results), credit: size))
  }

  private func send(_ message: ServerMessage, promise: EventLoopPromise<Void>? = nil) {
    guard let channelContext else {
      promise?.succeed()
      return
    }
    let frame = message.frame
    channelContext.write(wrapOutboundOut(ByteBuffer(bytes: frame.head)), promise: nil)
    channelContext.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: frame.body)), promise: promise)
  }

  // MARK: - Logs

  /// Receives what is in the pipes now, wherever their channels stand.
  private func drain() {
    for pipe in pipes { pipe.drain() }
  }

  private func receiveLog(_ bytes: UnsafeRawBufferPointer, stream: Int) {
    if active != nil {
      if let event = active?.log.event(bytes, stream: stream) { active?.inbox.put(.event(event, credit: 0)) }
    } else if !isReady {
      firstWords = String((firstWords + String(decoding: bytes, as: UTF8.self)).suffix(1000))
    } else if !hasPrintedWithoutJob {
      hasPrintedWithoutJob = true
      let text = String(decoding: bytes.prefix(1000), as: UTF8.self)
      context.logger.info("A worker printed something while it had no job.", metadata: ["text": "\(text)"])
    }
  }
}
