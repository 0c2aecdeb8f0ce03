import Foundation
import GRDB
public import RuntimeAPI
import RuntimePrograms

/// From the queue to the end. Each step changes the job and writes its event in one transaction, or does nothing.
extension RuntimeStore {
  /// A worker takes a queued job up.
  ///
  /// - Returns: The attempt's number, from 1; nil when the job is not queued (any more).
  public func start(_ id: JobID, worker: String) async throws -> Int? {
    let time = now()
    return try await writer.write { database in
      let statement = try database.cachedStatement(
        sql: """
          UPDATE jobs SET status = 'Running', reason = NULL, reason_code = NULL, attempt = attempt + 1, worker = ?,
            running = ?, published = 0, event_count = event_count + 1
          WHERE id = ? AND status = 'Queued' RETURNING sequence, attempt, event_count
          """)
      let arguments: StatementArguments = [worker.blob, time.description, id.description]
      guard let row = try Row.fetchOne(statement, arguments: arguments) else { return nil }
      var log = EventLog(job: row[0], attempt: row[1], count: row[2] - 1)
      try log.append(JobState(.running), at: time, in: database)
      return log.attempt
    }
  }

  /// An attempt ends the job.
  ///
  /// - Parameter usageSeconds: How long the attempt kept a worker busy.
  /// - Returns: Whether it did; false, with nothing changed, unless that attempt is running.
  public func finish(
    _ id: JobID, attempt: Int, outcome: JobOutcome, usageSeconds: Double
  ) async throws -> Bool {
    try await end(id, from: .running, attempt: attempt, outcome: outcome, usageSeconds: usageSeconds)
  }

  /// Cancels a job before a worker takes it up.
  ///
  /// - Returns: false, with nothing changed, unless it is queued.
  public func cancelQueued(_ id: JobID, reason: String? = nil, reasonCode: Int? = nil) async throws -> Bool {
    try await finishQueued(id, outcome: .cancelled(reason: reason, reasonCode: reasonCode))
  }

  /// Ends a job that no worker can take up (any more).
  ///
  /// - Returns: false, with nothing changed, unless it is queued.
  public func finishQueued(_ id: JobID, outcome: JobOutcome) async throws -> Bool {
    try await end(id, from: .queued, attempt: nil, outcome: outcome, usageSeconds: 0)
  }

  private func end(
    _ id: JobID, from status: JobStatus, attempt: Int?, outcome: JobOutcome, usageSeconds: Double
  ) async throws -> Bool {
    var result: Contents?
    if case .completed(let data) = outcome {
      // A name of its own: another call may be about to end the same attempt.
      result = try await place(data, as: "\(id)-\(UInt64.random(in: 0 ... .max)).json", in: results)
    }
    do {
      let isEnded = try await end(
        id, from: status, attempt: attempt, outcome: outcome, result: result, usageSeconds: usageSeconds)
      if !isEnded { result?.remove(from: results) }
      return isEnded
    } catch {
      result?.remove(from: results)
      throw error
    }
  }

  private func end(
    _ id: JobID, from status: JobStatus, attempt: Int?, outcome: JobOutcome, result: Contents?, usageSeconds: Double
  ) async throws -> Bool {
    let time = now()
    let state = outcome.state
    let failure: JobFailure? = if case .failed(_, _, let failure) = outcome { failure } else { nil }
    return try await writer.write { database in
      let job = try RunningJob.find(id, status: status, attempt: attempt, in: database)
      guard var job else { return false }
      if state.status == .completed { try job.noteMissingResults(in: database) }
      try job.log.append(state, at: time, in: database)
      try database.cachedStatement(
        sql: """
          UPDATE jobs SET status = ?, reason = ?, reason_code = ?, failure_code = ?, failure_message = ?, ended = ?,
            usage_seconds = usage_seconds + ?, event_count = ?
          WHERE sequence = ?
          """
      ).execute(
        arguments: [
          state.status.rawValue, state.reason?.blob, state.reasonCode, failure?.code.blob, failure?.message.blob,
          time.description, usageSeconds, job.log.count, job.log.job,
        ])
      try result?.insert(into: "results", job: job.log.job, in: database)
      return true
    }
  }

  /// Puts a running job back into the queue, at its old place.
  ///
  /// - Parameter reason: One line, for the event.
  /// - Returns: false, with nothing changed, unless that attempt is running.
  public func requeue(
    _ id: JobID, attempt: Int, reason: String, cause: RequeueCause, usageSeconds: Double = 0
  ) async throws -> Bool {
    let time = now()
    return try await writer.write { database in
      let job = try RunningJob.find(id, status: .running, attempt: attempt, in: database)
      guard let job else { return false }
      try Self.requeue(job, reason: reason, cause: cause, usageSeconds: usageSeconds, at: time, in: database)
      return true
    }
  }

  private static func requeue(
    _ job: RunningJob, reason: String, cause: RequeueCause, usageSeconds: Double, at time: Timestamp,
    in database: Database
  ) throws {
    var log = job.log
    try log.append(JobState(.queued, reason: reason), at: time, in: database)
    try database.cachedStatement(
      sql: """
        UPDATE jobs SET status = 'Queued', reason = ?, reason_code = NULL, worker_deaths = worker_deaths + ?,
          usage_seconds = usage_seconds + ?, event_count = ?
        WHERE sequence = ?
        """
    ).execute(
      arguments: [reason.blob, cause == .workerDied ? 1 : 0, usageSeconds, log.count, log.job])
  }

  /// To be called when a server starts: what was running when the last one ended is queued again.
  ///
  /// - Returns: All queued jobs in the order of their submission.
  public func recover() async throws -> [StoredJob] {
    let time = now()
    return try await writer.write { database in
      for job in try RunningJob.all(in: database) {
        try Self.requeue(
          job, reason: "The server was restarted.", cause: .serverStopped, usageSeconds: 0, at: time, in: database)
      }
      let sql = "SELECT \(StoredJob.columns) FROM jobs WHERE status = 'Queued' ORDER BY sequence"
      return try Row.fetchAll(database, sql: sql).map { try StoredJob($0) }
    }
  }
}
