import Foundation
import GRDB
import RuntimeAPI
import RuntimePrograms

/// Appends events to a job within the transaction that changes it; who uses it stores ``count`` in the job.
struct EventLog {
  let job: Int64
  let attempt: Int
  /// The number of the last event.
  private(set) var count: Int
  private(set) var appended: [JobEvent] = []

  enum Kind: Int {
    case status, interimResult, log
  }

  init(job: Int64, attempt: Int, count: Int) {
    self.job = job
    self.attempt = attempt
    self.count = count
  }

  mutating func append(_ state: JobState, at time: Timestamp, in database: Database) throws {
    try append(
      .status(
        JobEvent.StatusChange(
          state.status, attempt: attempt, time: time.description, reason: state.reason, reasonCode: state.reasonCode)),
      in: database)
  }

  /// - Parameter position: An interim result's place among those of its attempt.
  mutating func append(_ content: JobEvent.Content, position: Int? = nil, in database: Database) throws {
    count += 1
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO events (job, number, kind, attempt, name, code, time, position, data)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    switch content {
    case .status(let change):
      try statement.execute(
        arguments: [
          job, count, Kind.status.rawValue, change.attempt, change.status.rawValue.blob, change.reasonCode,
          change.time, nil, change.reason?.blob,
        ])
    case .interimResult(let text):
      try statement.execute(
        arguments: [job, count, Kind.interimResult.rawValue, attempt, nil, nil, nil, position, text.blob])
    case .log(let log):
      try statement.execute(
        arguments: [job, count, Kind.log.rawValue, attempt, log.stream.blob, nil, nil, nil, log.text.blob])
    }
    appended.append(JobEvent(number: count, content: content))
  }

  /// What ``event(_:)`` reads, in its order.
  static let columns = "number, kind, attempt, name, code, time, data"

  /// - Throws: ``StoreError`` for a row that no version of ours has written.
  static func event(_ row: Row) throws -> JobEvent {
    let content: JobEvent.Content
    switch Kind(rawValue: row[1]) {
    case .status:
      guard let status = JobStatus(rawValue: row.text(3)) else { fallthrough }
      content = .status(
        JobEvent.StatusChange(
          status, attempt: row[2], time: row[5] ?? "", reason: row.optionalText(6), reasonCode: row[4]))
    case nil:
      throw StoreError(.corrupt, "The store has an event that cannot be read: kind \(row[1] as Int).")
    case .interimResult: content = .interimResult(row.text(6))
    case .log: content = .log(JobEvent.LogText(stream: row.text(3), text: row.text(6)))
    }
    return JobEvent(number: row[0], content: content)
  }
}
