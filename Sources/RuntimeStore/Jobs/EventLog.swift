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

  enum Kind: Int {
    case status, interimResult, log
  }

  /// The most interim results in one row, and the bytes after which none joins them: whoever looks for one reads all.
  static let rowCapacity = 128
  private static let rowSize = 64 << 10

  init(job: Int64, attempt: Int, count: Int) {
    self.job = job
    self.attempt = attempt
    self.count = count
  }

  mutating func append(_ state: JobState, at time: Timestamp, in database: Database) throws {
    count += 1
    let change = JobEvent.StatusChange(
      state.status, attempt: attempt, time: time.description, reason: state.reason, reasonCode: state.reasonCode)
    try database.cachedStatement(
      sql: """
        INSERT INTO events (job, number, kind, attempt, name, code, time, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        job, count, Kind.status.rawValue, change.attempt, change.status.rawValue.blob, change.reasonCode, change.time,
        change.reason?.blob,
      ])
  }

  mutating func append(_ log: JobEvent.LogText, in database: Database) throws {
    count += 1
    try database.cachedStatement(
      sql: "INSERT INTO events (job, number, kind, attempt, name, data) VALUES (?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [job, count, Kind.log.rawValue, attempt, log.stream.blob, log.text.blob])
  }

  /// Appends interim results, as many in a row of the table as it may hold.
  ///
  /// - Parameter position: The place of the first among those of its attempt; the others follow it.
  mutating func append(_ results: [Data], position: Int, in database: Database) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO events (job, number, kind, attempt, position, data, count) VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
    var rest = results[...]
    while !rest.isEmpty {
      let row = Self.row(rest)
      rest = rest[row.endIndex...]
      count += row.count
      try statement.execute(
        arguments: [
          job, count, Kind.interimResult.rawValue, attempt, position + row.endIndex - 1, Lines.joined(row), row.count,
        ])
    }
  }

  /// The first of these results, as many as make a row; at least one.
  private static func row(_ results: ArraySlice<Data>) -> ArraySlice<Data> {
    var size = 0
    let row = results.prefix(rowCapacity).prefix { result in
      defer { size += result.count }
      // What is not on one line would not come back as one.
      return size < rowSize && Lines.isLine(result)
    }
    return row.isEmpty ? results.prefix(1) : row
  }

  /// What ``events(_:)`` reads, in its order.
  static let columns = "number, kind, attempt, name, code, time, data, count"

  /// The events of a row, in order.
  ///
  /// - Throws: ``StoreError`` for a row that no version of ours has written.
  static func events(_ row: Row) throws -> [JobEvent] {
    let number: Int = row[0]
    switch Kind(rawValue: row[1]) {
    case .status:
      guard let status = JobStatus(rawValue: row.text(3)) else { fallthrough }
      let change = JobEvent.StatusChange(
        status, attempt: row[2], time: row[5] ?? "", reason: row.optionalText(6), reasonCode: row[4])
      return [JobEvent(number: number, content: .status(change))]
    case nil:
      throw StoreError(.corrupt, "The store has an event that cannot be read: kind \(row[1] as Int).")
    case .interimResult:
      let results = try results(row[6] ?? Data(), count: row[7])
      return zip((number - results.count + 1)..., results).map { number, result in
        JobEvent(number: number, content: .interimResult(String(decoding: result, as: UTF8.self)))
      }
    case .log:
      return [JobEvent(number: number, content: .log(JobEvent.LogText(stream: row.text(3), text: row.text(6))))]
    }
  }

  /// The interim results of a row.
  ///
  /// - Throws: ``StoreError`` for a row that no version of ours has written.
  static func results(_ data: Data, count: Int) throws -> [Data] {
    let results = count == 1 ? [data] : Lines.split(data)
    guard results.count == count else {
      throw StoreError(
        .corrupt, "The store has events that cannot be read: \(results.count) interim results in place of \(count).")
    }
    return results
  }
}
