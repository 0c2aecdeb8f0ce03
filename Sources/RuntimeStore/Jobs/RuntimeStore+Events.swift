public import Foundation
import GRDB
public import RuntimeAPI
import RuntimePrograms

extension RuntimeStore {
  /// Appends interim results of a running attempt.
  ///
  /// What an earlier attempt has published at the same place is not written again when it is equal, byte for byte;
  /// where it differs it is written, and once an attempt a log event (`stderr`) says so.
  /// - Parameters:
  ///   - results: JSON texts.
  ///   - firstIndex: The place of the first among all of the attempt, from 0.
  /// - Returns: The numbers of the events written; none unless that attempt is running.
  @discardableResult public func append(
    results: [Data], firstIndex: Int, attempt: Int, to id: JobID
  ) async throws -> Range<Int> {
    try await append(attempt: attempt, to: id) { job, database in
      try job.append(results, firstIndex: firstIndex, in: database)
    }
  }

  /// Appends what a running attempt wrote to its streams.
  ///
  /// - Returns: The numbers of the events written; none unless that attempt is running.
  @discardableResult public func append(
    logs: [JobEvent.LogText], attempt: Int, to id: JobID
  ) async throws -> Range<Int> {
    try await append(attempt: attempt, to: id) { job, database in
      for log in logs { try job.log.append(log, in: database) }
    }
  }

  private func append(
    attempt: Int, to id: JobID, _ body: @escaping @Sendable (inout RunningJob, Database) throws -> Void
  ) async throws -> Range<Int> {
    try await writer.write { database in
      let job = try RunningJob.find(id, status: .running, attempt: attempt, in: database)
      guard var job else { return 0..<0 }
      let first = job.log.count + 1
      try body(&job, database)
      try job.save(in: database)
      return first..<job.log.count + 1
    }
  }

  /// A job's events in order, from one number on; empty for an unknown job and beyond the last event.
  ///
  /// - Parameters:
  ///   - number: From 1.
  ///   - limit: The most events at once; there are fewer when they are large.
  public func events(of id: JobID, from number: Int = 1, limit: Int = 1000) async throws -> [JobEvent] {
    try await read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT \(EventLog.columns) FROM events
          WHERE job = (SELECT sequence FROM jobs WHERE id = ?) AND number >= ? ORDER BY number LIMIT ?
          """)
      let rows = try Row.fetchCursor(statement, arguments: [id.description, number, max(limit, 0)])
      var events: [JobEvent] = []
      var size = 0
      while size < Self.eventSizeAtOnce, events.count < limit, let row = try rows.next() {
        events += try EventLog.events(row).drop { $0.number < number }
        size += try row.withUnsafeData(atIndex: 6) { $0?.count ?? 0 }
      }
      return Array(events.prefix(max(limit, 0)))
    }
  }

  /// Bytes of events that are read at once, up to the last row's.
  private static let eventSizeAtOnce = 4 << 20

  /// Everything a job wrote to its streams, in order; empty for an unknown job.
  public func logs(of id: JobID) async throws -> String {
    try await read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT data FROM events
          WHERE job = (SELECT sequence FROM jobs WHERE id = ?) AND kind = ? ORDER BY number
          """)
      var bytes = Data()
      let rows = try Row.fetchCursor(statement, arguments: [id.description, EventLog.Kind.log.rawValue])
      while let row = try rows.next() { bytes += row[0] ?? Data() }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
