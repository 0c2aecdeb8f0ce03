internal import Foundation
internal import Logging
internal import RuntimeAPI
internal import RuntimePrograms
internal import RuntimeStore
internal import RuntimeWorkers
internal import Synchronization

extension JobScheduler {
  /// Runs one attempt at a job and writes down how it ended; nothing if the job is not queued any more.
  func run(_ id: JobID, on lease: WorkerLease) async {
    let taken = state.withLock { state -> ScheduledJob? in
      guard !state.isClosed, let job = state.jobs[id], case .queued = job.phase else { return nil }
      state.jobs[id]?.phase = .running(lease)
      state.jobs[id]?.attempts += 1
      return state.jobs[id]
    }
    guard let job = taken else { return }
    if let session = job.sessionID { await beginJob(inSession: session) }
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let inputs = if let inputs = job.inputs { inputs } else { try await store.parameters(of: id) ?? Data() }
      // The worker begins while the store still writes down that it does; whatever comes after waits for that.
      let started = Task { try await self.writeStart(of: job) }
      let work = WorkerJob(
        id: "\(id)", attempt: job.attempts, program: job.program.id, texts: job.texts.map(\.description),
        inputs: inputs,
        timeLimit: job.timeLimit)
      let outcome = await lease.run(work) { event in await self.take(event, of: job, started: started, on: lease) }
      guard try await started.value else { return await forget(id, as: nil) }
      try await end(job, with: outcome, seconds: (clock.now - start) / .seconds(1))
    } catch {
      logger.critical(
        "the store fails; the job is left for the next start", metadata: ["job": "\(id)", "error": "\(error)"])
      await forget(id, as: nil)
    }
  }

  /// - Returns: Whether the job was still queued in the store.
  private func writeStart(of job: ScheduledJob) async throws -> Bool {
    let attempt = try await store.start(job.id, worker: "local")
    note(job.id)
    return attempt == job.attempts
  }

  // MARK: - On the way

  private func take(
    _ event: WorkerEvent, of job: ScheduledJob, started: Task<Bool, any Error>, on lease: WorkerLease
  ) async {
    do {
      guard try await started.value else { return lease.cancel("\(job.id)") }
      switch event {
      case .interim(let firstIndex, let results):
        // What is right before the first violation is kept, and nothing from there on.
        guard state.withLock({ $0.jobs[job.id]?.violation }) == nil else { return }
        let violation = try await violation(in: results, of: job)
        try await store.append(
          results: Array(results.prefix(violation?.index ?? results.count)), firstIndex: firstIndex,
          attempt: job.attempts, to: job.id)
        if let violation {
          state.withLock { $0.jobs[job.id]?.violation = violation.text }
          lease.cancel("\(job.id)")
        }
      case .log(let stream, let text):
        try await store.append(
          logs: [JobEvent.LogText(stream: stream, text: text)], attempt: job.attempts, to: job.id)
      }
      note(job.id)
    } catch {
      logger.error("an event is lost", metadata: ["job": "\(job.id)", "error": "\(error)"])
    }
  }

  /// The first result that breaks the program's schema, and how.
  private func violation(in results: [Data], of job: ScheduledJob) async throws -> (index: Int, text: String)? {
    let program = job.program
    return try await offEventLoops(size: results.reduce(0) { $0 + $1.count }) {
      for (index, result) in results.enumerated() {
        if let violation = program.violation(inInterimResult: result) { return (index, violation) }
      }
      return nil
    }
  }

  // MARK: - The end

  private func end(_ job: ScheduledJob, with outcome: WorkerOutcome, seconds: Double) async throws {
    let violation = state.withLock { $0.jobs[job.id]?.violation }
    let finished: FinishedJob
    switch outcome {
    case _ where violation != nil:
      finished = .failed(JobState.invalidResult, code: "invalid-result", violation ?? "")
    case .completed(let result, _):
      let program = job.program
      if let violation = try await offEventLoops(size: result.count, { program.violation(inResult: result) }) {
        finished = .failed(JobState.invalidResult, code: "invalid-result", violation)
      } else {
        finished = FinishedJob(state: JobState(.completed), result: result)
      }
    case .failed(let failure):
      finished = .failed(JobState.programFailed, code: failure.code, failure.message)
    case .cancelled:
      finished = FinishedJob(state: JobState(.cancelled))
    case .timeLimit:
      finished = FinishedJob(
        state: JobState(
          .cancelled, reason: "Ran too long: more than the \(job.timeLimit.components.seconds) s that it may.",
          reasonCode: JobState.ranTooLong))
    case .memoryLimit:
      finished = .failed(
        JobState.memoryLimit, code: "memory-limit", "The job took more memory than a worker may.")
    case .died where state.withLock({ $0.jobs[job.id]?.isCancelled ?? false }):
      finished = FinishedJob(state: JobState(.cancelled))
    case .died(let reason):
      return try await endOfWorker(reason, under: job, seconds: seconds)
    }
    try await finish(job, as: finished, seconds: seconds)
  }

  /// A job whose worker died is tried once more; at the end of the service it waits for the next start.
  private func endOfWorker(_ reason: String, under job: ScheduledJob, seconds: Double) async throws {
    let (isClosed, deaths) = state.withLock { state in
      if !state.isClosed { state.jobs[job.id]?.workerDeaths += 1 }
      return (state.isClosed, state.jobs[job.id]?.workerDeaths ?? 0)
    }
    if isClosed {
      _ = try await store.requeue(
        job.id, attempt: job.attempts, reason: "The service was stopped.", cause: .serverStopped, usageSeconds: seconds)
      if state.withLock({ $0.jobs[job.id]?.isCancelled == true }) {
        _ = try await cancelInStore(job.id, reason: nil)
      } else {
        await forget(job.id, as: nil)
      }
      return
    }
    logger.warning(
      "a worker died", metadata: ["job": "\(job.id)", "attempt": "\(job.attempts)", "reason": "\(reason)"])
    guard deaths < Self.maximumWorkerDeaths else {
      return try await finish(
        job,
        as: .failed(
          JobState.workerDied, code: "worker-died", "The job's worker died \(deaths) times; the last time \(reason)."),
        seconds: seconds)
    }
    _ = try await store.requeue(
      job.id, attempt: job.attempts, reason: "The worker died: \(reason).", cause: .workerDied, usageSeconds: seconds)
    note(job.id)
    // Who asked for its end meanwhile could only ask a worker that was dead.
    let isCancelled = state.withLock { state in
      guard state.jobs[job.id]?.isCancelled != true else {
        state.jobs[job.id]?.phase = .ending
        return true
      }
      state.jobs[job.id]?.phase = .queued
      demand(job.id, session: job.sessionID, first: true, &state)
      return false
    }
    if isCancelled { _ = try await cancelInStore(job.id, reason: nil) }
  }

  /// A job that has cost so many workers their lives is not given another.
  private static let maximumWorkerDeaths = 2

  private func finish(_ job: ScheduledJob, as finished: FinishedJob, seconds: Double) async throws {
    state.withLock { $0.jobs[job.id]?.phase = .ending }
    let outcome: JobOutcome =
      switch finished.state.status {
      case .completed: .completed(finished.result ?? Data())
      case .failed:
        .failed(
          reason: finished.state.reason ?? "", reasonCode: finished.state.reasonCode ?? JobState.programFailed,
          finished.failure ?? JobFailure(code: "program-error", message: ""))
      default: .cancelled(reason: finished.state.reason, reasonCode: finished.state.reasonCode)
      }
    let changed = try await store.finish(job.id, attempt: job.attempts, outcome: outcome, usageSeconds: seconds)
    await forget(job.id, as: changed ? finished : nil)
  }
}

extension FinishedJob {
  /// - Parameter message: What happened; its first line is the reason.
  static func failed(_ reasonCode: Int, code: String, _ message: String) -> FinishedJob {
    let line = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? code
    return FinishedJob(
      state: JobState(.failed, reason: line, reasonCode: reasonCode),
      failure: JobFailure(code: code, message: message))
  }
}
