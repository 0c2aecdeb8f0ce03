import Foundation
import GRDB
import RuntimeAPI
import RuntimePrograms

extension RuntimeStore {
  /// Stores a job as queued, with its first event, unless something is in the way.
  public func insert(_ job: NewJob) async throws -> Insertion {
    let created = now()
    var generator = SystemRandomNumberGenerator()
    let id = JobID(created: created, using: &generator)
    let parameters = try await place(job.parameters, as: "\(id).json", in: inputs)
    let insertion: Insertion
    do {
      insertion = try await writer.write { database in
        if let refusal = try Self.refusal(of: job, in: database) { return refusal }
        return .new(try Self.insert(job, id: id, created: created, parameters: parameters, in: database))
      }
    } catch {
      parameters.remove(from: inputs)
      throw error
    }
    guard case .new = insertion else {
      parameters.remove(from: inputs)
      return insertion
    }
    return insertion
  }

  /// What came of an earlier submission with the same key, without making a job.
  ///
  /// - Returns: ``Insertion/existing(_:)`` or ``Insertion/conflict``; nil where there was none.
  public func earlierSubmission(_ idempotency: NewJob.Idempotency, owner: String) async throws -> Insertion? {
    try await read { try Self.earlierSubmission(idempotency, owner: owner, in: $0) }
  }

  private static func earlierSubmission(
    _ idempotency: NewJob.Idempotency, owner: String, in database: Database
  ) throws -> Insertion? {
    let statement = try database.cachedStatement(
      sql: "SELECT body_hash, job FROM submissions WHERE owner = ? AND key = ?")
    guard let row = try Row.fetchOne(statement, arguments: [owner.blob, idempotency.key.blob]) else { return nil }
    guard row[0] == idempotency.bodyHash.description else { return .conflict }
    let columns = try database.cachedStatement(sql: "SELECT \(StoredJob.columns) FROM jobs WHERE sequence = ?")
    return try Row.fetchOne(columns, arguments: [row[1] as Int64]).map { .existing(try StoredJob($0)) }
  }

  /// What keeps a job out, or the job that it already is.
  private static func refusal(of job: NewJob, in database: Database) throws -> Insertion? {
    if let idempotency = job.idempotency,
      let earlier = try earlierSubmission(idempotency, owner: job.owner, in: database)
    {
      return earlier
    }
    if let session = job.sessionID {
      let statement = try database.cachedStatement(
        sql: "SELECT accepts_jobs FROM sessions WHERE id = ? AND owner = ?")
      guard let acceptsJobs = try Bool.fetchOne(statement, arguments: [session.blob, job.owner.blob]) else {
        return .unknownSession
      }
      guard acceptsJobs else { return .sessionClosed }
    }
    let missing = try missingTexts(job.texts, owner: job.owner, in: database)
    return missing.isEmpty ? nil : .unknownTexts(missing)
  }

  private static func insert(
    _ new: NewJob, id: JobID, created: Timestamp, parameters: Contents, in database: Database
  ) throws -> StoredJob {
    let job = StoredJob(
      id: id, owner: new.owner, program: new.program, programVersion: new.programVersion, backend: new.backend,
      sessionID: new.sessionID, tags: new.tags, maximumExecutionTime: new.maximumExecutionTime,
      isPrivate: new.isPrivate, logLevel: new.logLevel, texts: new.texts, state: JobState(.queued), attempt: 0,
      workerDeaths: 0, created: created, usageSeconds: 0, eventCount: 0)
    try database.cachedStatement(
      sql: """
        INSERT INTO jobs (id, owner, program, program_version, backend, session_id, tags, maximum_execution_time,
          is_private, log_level, texts, status, created, event_count)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        id.description, job.owner.blob, job.program.blob, job.programVersion.blob, job.backend.blob,
        job.sessionID?.blob, StoredJob.encode(tags: job.tags), job.maximumExecutionTime, job.isPrivate,
        job.logLevel?.blob, StoredJob.encode(texts: job.texts), job.state.status.rawValue, created.description, 1,
      ])
    let sequence = database.lastInsertedRowID
    try parameters.insert(into: "inputs", job: sequence, in: database)
    try insert(tags: job.tags, of: sequence, in: database)
    for hash in Set(job.texts) {
      try database.cachedStatement(sql: "INSERT INTO text_uses (hash, job) VALUES (?, ?)").execute(
        arguments: [hash.description, sequence])
    }
    if let idempotency = new.idempotency {
      try database.cachedStatement(sql: "INSERT INTO submissions (owner, key, body_hash, job) VALUES (?, ?, ?, ?)")
        .execute(
          arguments: [job.owner.blob, idempotency.key.blob, idempotency.bodyHash.description, sequence])
    }
    var log = EventLog(job: sequence, attempt: 0, count: 0)
    try log.append(job.state, at: created, in: database)
    var stored = job
    stored.eventCount = log.count
    return stored
  }

  static func insert(tags: [String], of job: Int64, in database: Database) throws {
    for tag in Set(tags) {
      try database.cachedStatement(sql: "INSERT INTO tags (tag, job) VALUES (?, ?)").execute(
        arguments: [tag.blob, job])
    }
  }
}
