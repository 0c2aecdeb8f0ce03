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
    let earlier = try earlierResults(from: firstIndex, count: results.count, in: database)
    var (new, start): ([Data], Int) = ([], firstIndex)
    func write() throws {
      try log.append(new, position: start, in: database)
      new = []
    }
    for (position, result) in zip(firstIndex..., results) where position >= published {  // the others were sent before
      published = position + 1
      let before = earlier[position]
      guard before != result else { continue }
      if before != nil, differingAttempt < log.attempt {
        try write()
        try noteDifference("its interim result \(position + 1) is another one; both are kept", in: database)
      }
      if position != start + new.count {
        try write()
        start = position
      }
      new.append(result)
    }
    try write()
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

  /// What earlier attempts have published last at these positions.
  private func earlierResults(from first: Int, count: Int, in database: Database) throws -> [Int: Data] {
    guard log.attempt > 1, count > 0 else { return [:] }
    let statement = try database.cachedStatement(
      // Left to itself, SQLite walks through all of the job's events, which are in the right order already.
      sql: """
        SELECT position, count, data FROM events INDEXED BY events_position
        WHERE job = ? AND position BETWEEN ? AND ? ORDER BY number
        """)
    let last = first + count - 1
    let rows = try Row.fetchCursor(statement, arguments: [log.job, first, last + EventLog.rowCapacity - 1])
    var earlier: [Int: Data] = [:]
    while let row = try rows.next() {
      let results = try EventLog.results(row[2] ?? Data(), count: row[1])
      let firstOfRow = (row[0] as Int) - results.count + 1
      for (position, result) in zip(firstOfRow..., results) where first...last ~= position {
        earlier[position] = result
      }
    }
    return earlier
  }

  /// Once an attempt.
  private mutating func noteDifference(_ difference: String, in database: Database) throws {
    guard differingAttempt < log.attempt else { return }
    differingAttempt = log.attempt
    let text = "Attempt \(log.attempt) differs from an earlier one: \(difference).\n"
    try log.append(JobEvent.LogText(stream: "stderr", text: text), in: database)
  }
}
