import Foundation
import RuntimeAPI
import RuntimePrograms
import RuntimeStore

/// The store as plain values: obviously right, and forgetful.
struct Twin {
  struct Job {
    var stored: StoredJob
    var parameters: Data
    var result: Data?
    var events: [JobEvent] = []
    /// Of the current attempt.
    var published = 0
    /// The latest at each place.
    var interimResults: [Data] = []
    var hasDiffered = false

    mutating func append(_ content: JobEvent.Content) -> JobEvent {
      stored.eventCount += 1
      let event = JobEvent(number: stored.eventCount, content: content)
      events.append(event)
      return event
    }

    mutating func become(_ state: JobState, at time: Timestamp) {
      stored.state = state
      _ = append(
        .status(
          .init(
            state.status, attempt: stored.attempt, time: time.description, reason: state.reason,
            reasonCode: state.reasonCode)))
    }
  }

  /// In the order of submission.
  var jobs: [Job] = []
  var submissions: [[String]: (hash: ContentHash, job: JobID)] = [:]
  var sessions: [String: StoredSession] = [:]
  /// Owner and hash.
  var texts: Set<[String]> = []

  func job(_ id: JobID) -> Job? { jobs.first { $0.stored.id == id } }

  private mutating func change<R>(_ id: JobID, _ status: JobStatus, _ attempt: Int?, _ body: (inout Job) -> R) -> R? {
    let index = jobs.firstIndex {
      $0.stored.id == id && $0.stored.state.status == status && (attempt == nil || $0.stored.attempt == attempt)
    }
    return index.map { body(&jobs[$0]) }
  }

  /// - Parameter id: What the store has chosen.
  mutating func insert(_ new: NewJob, id: JobID?, at time: Timestamp) -> Insertion? {
    if let idempotency = new.idempotency, let earlier = submissions[[new.owner, idempotency.key]] {
      guard earlier.hash == idempotency.bodyHash, let job = job(earlier.job) else { return .conflict }
      return .existing(job.stored)
    }
    if let session = new.sessionID {
      guard let session = sessions[session], session.owner == new.owner else { return .unknownSession }
      guard session.acceptsJobs else { return .sessionClosed }
    }
    let missing = new.texts.filter { !texts.contains([new.owner, $0.description]) }
    guard missing.isEmpty else { return .unknownTexts(missing) }
    guard let id else { return nil }
    var job = Job(
      stored: StoredJob(
        id: id, owner: new.owner, program: new.program, programVersion: new.programVersion, backend: new.backend,
        sessionID: new.sessionID, tags: new.tags, maximumExecutionTime: new.maximumExecutionTime,
        isPrivate: new.isPrivate, logLevel: new.logLevel, texts: new.texts, state: JobState(.queued), attempt: 0,
        workerDeaths: 0, created: time, usageSeconds: 0, eventCount: 0),
      parameters: new.parameters)
    job.become(JobState(.queued), at: time)
    jobs.append(job)
    if let idempotency = new.idempotency { submissions[[new.owner, idempotency.key]] = (idempotency.bodyHash, id) }
    return .new(job.stored)
  }

  mutating func start(_ id: JobID, worker: String, at time: Timestamp) -> Int? {
    change(id, .queued, nil) { job in
      job.stored.attempt += 1
      job.stored.worker = worker
      job.stored.running = time
      job.published = 0
      job.hasDiffered = false
      job.become(JobState(.running), at: time)
      return job.stored.attempt
    }
  }

  mutating func append(results: [Data], firstIndex: Int, attempt: Int, to id: JobID) -> [JobEvent] {
    change(id, .running, attempt) { job in
      var events: [JobEvent] = []
      for (offset, result) in results.enumerated() where firstIndex + offset >= job.published {
        let place = firstIndex + offset
        job.published = place + 1
        if place < job.interimResults.count {
          if job.interimResults[place] == result { continue }
          if !job.hasDiffered {
            job.hasDiffered = true
            let text =
              "Attempt \(attempt) differs from an earlier one: its interim result \(place + 1) is another one; "
              + "both are kept.\n"
            events.append(job.append(.log(.init(stream: "stderr", text: text))))
          }
          job.interimResults[place] = result
        } else {
          job.interimResults.append(result)
        }
        events.append(job.append(.interimResult(String(decoding: result, as: UTF8.self))))
      }
      return events
    } ?? []
  }

  mutating func append(logs: [JobEvent.LogText], attempt: Int, to id: JobID) -> [JobEvent] {
    change(id, .running, attempt) { job in logs.map { job.append(.log($0)) } } ?? []
  }

  mutating func finish(_ id: JobID, attempt: Int, outcome: JobOutcome, usage: Double, at time: Timestamp) -> Bool {
    end(id, .running, attempt, outcome, usage, time)
  }

  mutating func cancelQueued(_ id: JobID, reason: String?, at time: Timestamp) -> Bool {
    end(id, .queued, nil, .cancelled(reason: reason), 0, time)
  }

  private mutating func end(
    _ id: JobID, _ status: JobStatus, _ attempt: Int?, _ outcome: JobOutcome, _ usage: Double, _ time: Timestamp
  ) -> Bool {
    change(id, status, attempt) { job in
      switch outcome {
      case .completed(let result):
        job.result = result
        if job.published < job.interimResults.count, !job.hasDiffered {
          let text =
            "Attempt \(job.stored.attempt) differs from an earlier one: it published \(job.published) interim results, "
            + "not \(job.interimResults.count).\n"
          _ = job.append(.log(.init(stream: "stderr", text: text)))
        }
      case .failed(_, _, let failure): job.stored.failure = failure
      case .cancelled: break
      }
      job.stored.usageSeconds += usage
      job.stored.ended = time
      job.become(outcome.state, at: time)
      return true
    } ?? false
  }

  mutating func requeue(
    _ id: JobID, attempt: Int, reason: String, cause: RequeueCause, usage: Double, at time: Timestamp
  ) -> Bool {
    change(id, .running, attempt) { job in
      if cause == .workerDied { job.stored.workerDeaths += 1 }
      job.stored.usageSeconds += usage
      job.become(JobState(.queued, reason: reason), at: time)
      return true
    } ?? false
  }

  mutating func recover(at time: Timestamp) -> [StoredJob] {
    for index in jobs.indices where jobs[index].stored.state.status == .running {
      jobs[index].become(JobState(.queued, reason: "The server was restarted."), at: time)
    }
    return jobs.map(\.stored).filter { $0.state.status == .queued }
  }

  mutating func setTags(_ tags: [String], of id: JobID) -> Bool {
    guard let index = jobs.firstIndex(where: { $0.stored.id == id }) else { return false }
    jobs[index].stored.tags = tags
    return true
  }

  mutating func delete(_ id: JobID) -> Deletion {
    guard let index = jobs.firstIndex(where: { $0.stored.id == id }) else { return .unknown }
    guard jobs[index].stored.state.status != .running else { return .running }
    jobs.remove(at: index)
    submissions = submissions.filter { $0.value.job != id }
    return .deleted
  }

  func page(_ filter: JobFilter) -> JobPage {
    let all = jobs.map(\.stored).filter { job in
      (filter.owner == nil || job.owner == filter.owner) && (filter.backend == nil || job.backend == filter.backend)
        && (filter.isPending == nil || job.state.status.isFinal != filter.isPending)
        && (filter.program == nil || job.program == filter.program) && filter.tags.allSatisfy(job.tags.contains)
        && (filter.sessionID == nil || job.sessionID == filter.sessionID)
        && (filter.createdAfter.map { job.created >= $0 } ?? true)
        && (filter.createdBefore.map { job.created <= $0 } ?? true)
    }
    let ordered = filter.oldestFirst ? all : all.reversed()
    return JobPage(jobs: Array(ordered.dropFirst(max(filter.offset, 0)).prefix(max(filter.limit, 0))), total: all.count)
  }
}
