import Foundation
import GRDB
import RuntimeAPI
import RuntimePrograms

/// What a transaction must know of a job to append events to it.
struct RunningJob {
  var log: EventLog
  /// How many interim results this attempt has published, written again or not.
  var published: Int
  var differingAttempt: Int

  private static let columns = "sequence, attempt, event_count, published, differing_attempt"

  private init(_ row: Row) {
    log = EventLog(job: row[0], attempt: row[1], count: row[2])
    published = row[3]
    differingAttempt = row[4]
  }

  /// The job, if it is in that state and, unless nil, in that attempt.
  static func find(_ id: JobID, status: JobStatus, attempt: Int?, in database: Database) throws -> RunningJob? {
    let statement = try database.cachedStatement(
      sql: "SELECT \(columns) FROM jobs WHERE id = ? AND status = ? AND attempt = ifnull(?, attempt)")
    let row = try Row.fetchOne(statement, arguments: [id.description, status.rawValue, attempt])
    return row.map { RunningJob($0) }
  }

  /// All that are running, in the order of submission.
  static func all(in database: Database) throws -> [RunningJob] {
    try Row.fetchAll(database, sql: "SELECT \(columns) FROM jobs WHERE status = 'Running' ORDER BY sequence")
      .map { RunningJob($0) }
  }

  func save(in database: Database) throws {
    try database.cachedStatement(
      sql: "UPDATE jobs SET event_count = ?, published = ?, differing_attempt = ? WHERE sequence = ?"
    ).execute(arguments: [log.count, published, differingAttempt, log.job])
  }

  /// Appends what readers have not seen of an attempt's interim results.
  ///
  /// - Parameter firstIndex: The place of the first among all of the attempt.
  mutating func append(_ results: [Data], firstIndex: Int, in database: Database) throws {
    for (offset, result) in results.enumerated() {
      let position = firstIndex + offset
      guard position >= published else { continue }  // sent before by this very attempt
      published = position + 1
      if log.attempt > 1, let earlier = try earlierResult(at: position, in: database) {
        if earlier == result { continue }
        try noteDifference("its interim result \(position + 1) is another one; both are kept", in: database)
      }
      try log.append(.interimResult(String(decoding: result, as: UTF8.self)), position: position, in: database)
    }
  }

  /// To be called when the job has a result: says so if an earlier attempt published more than this one.
  mutating func noteMissingResults(in database: Database) throws {
    guard log.attempt > 1 else { return }
    let statement = try database.cachedStatement(
      sql: "SELECT MAX(position) FROM events WHERE job = ? AND position IS NOT NULL")
    let count = try Int.fetchOne(statement, arguments: [log.job]).map { $0 + 1 } ?? 0
    if count > published {
      try noteDifference("it published \(published) interim results, not \(count)", in: database)
    }
  }

  private func earlierResult(at position: Int, in database: Database) throws -> Data? {
    let statement = try database.cachedStatement(
      // Left to itself, SQLite walks through all of the job's events, which are in the right order already.
      sql: """
        SELECT data FROM events INDEXED BY events_position WHERE job = ? AND position = ? ORDER BY number DESC LIMIT 1
        """)
    return try Row.fetchOne(statement, arguments: [log.job, position]).map { $0[0] ?? Data() }
  }

  /// Once an attempt.
  private mutating func noteDifference(_ difference: String, in database: Database) throws {
    guard differingAttempt < log.attempt else { return }
    differingAttempt = log.attempt
    let text = "Attempt \(log.attempt) differs from an earlier one: \(difference).\n"
    try log.append(.log(JobEvent.LogText(stream: "stderr", text: text)), in: database)
  }
}
