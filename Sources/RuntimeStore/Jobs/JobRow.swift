import Foundation
import GRDB
import JSONSchemas
import RuntimeAPI
import RuntimePrograms

extension StoredJob {
  /// What ``init(_:)`` reads, in its order.
  static let columns = """
    id, owner, program, program_version, backend, session_id, tags, maximum_execution_time, is_private, log_level, \
    texts, status, reason, reason_code, failure_code, failure_message, attempt, worker_deaths, worker, created, \
    running, ended, usage_seconds, event_count
    """

  /// - Throws: ``StoreError`` for a row that no version of ours has written.
  init(_ row: Row) throws {
    guard let id = JobID(row[0]), let status = JobStatus(rawValue: row[11]), let created = row.timestamp(19) else {
      throw StoreError(.corrupt, "The store has a job that cannot be read: \(row[0] as DatabaseValue).")
    }
    self.init(
      id: id, owner: row.text(1), program: row.text(2), programVersion: row.text(3), backend: row.text(4),
      sessionID: row.optionalText(5), tags: try Self.tags(row[6]), maximumExecutionTime: row[7], isPrivate: row[8],
      logLevel: row.optionalText(9), texts: Self.texts(row[10]),
      state: JobState(status, reason: row.optionalText(12), reasonCode: row[13]),
      failure: row.optionalText(14).map { JobFailure(code: $0, message: row.text(15)) },
      attempt: row[16], workerDeaths: row[17], worker: row.optionalText(18), created: created,
      running: row.timestamp(20), ended: row.timestamp(21), usageSeconds: row[22], eventCount: row[23])
  }

  static func find(_ id: JobID, in database: Database) throws -> StoredJob? {
    let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM jobs WHERE id = ?")
    return try Row.fetchOne(statement, arguments: [id.description]).map { try StoredJob($0) }
  }

  static func encode(tags: [String]) -> Data? {
    tags.isEmpty ? nil : Data(JSONValue.array(tags.map { .string($0) }).bytes)
  }

  private static func tags(_ data: Data?) throws -> [String] {
    guard let data else { return [] }
    return try JSONValue(parsing: data).arrayValue?.compactMap(\.stringValue) ?? []
  }

  static func encode(texts: [ContentHash]) -> String? {
    texts.isEmpty ? nil : texts.map(\.description).joined(separator: " ")
  }

  private static func texts(_ text: String?) -> [ContentHash] {
    text?.split(separator: " ").compactMap { ContentHash(String($0)) } ?? []
  }
}
