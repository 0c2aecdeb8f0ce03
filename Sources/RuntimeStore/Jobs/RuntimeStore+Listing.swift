import Foundation
import GRDB
import RuntimeAPI

extension RuntimeStore {
  /// A page of the jobs that match, and how many match in all.
  ///
  /// - Throws: ``StoreError`` for more than 10 000 different tags.
  public func jobs(_ filter: JobFilter) async throws -> JobPage {
    let condition = try Condition(filter)
    return try await read { database in
      let total = try Int.fetchOne(
        database, sql: "SELECT COUNT(*) FROM jobs WHERE \(condition.sql)", arguments: condition.arguments)
      let page: StatementArguments = [max(filter.limit, 0), max(filter.offset, 0)]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT \(StoredJob.columns) FROM jobs WHERE \(condition.sql)
          ORDER BY sequence \(filter.oldestFirst ? "ASC" : "DESC") LIMIT ? OFFSET ?
          """, arguments: condition.arguments + page)
      var jobs: [StoredJob] = []
      while let row = try rows.next() { jobs.append(try StoredJob(row)) }
      return JobPage(jobs: jobs, total: total ?? 0)
    }
  }

  /// A filter in SQL.
  private struct Condition: Sendable {
    private(set) var sql = "TRUE"
    private(set) var arguments = StatementArguments()

    private static let mostTags = 10_000

    init(_ filter: JobFilter) throws {
      add("owner = ?", filter.owner?.blob)
      add("backend = ?", filter.backend?.blob)
      add("program = ?", filter.program?.blob)
      add("session_id = ?", filter.sessionID?.blob)
      add("created >= ?", filter.createdAfter?.description)
      add("created <= ?", filter.createdBefore?.description)
      if let isPending = filter.isPending {
        sql += " AND status \(isPending ? "" : "NOT ")IN ('Queued', 'Running')"
      }
      let tags = Set(filter.tags)
      guard tags.count <= Self.mostTags else {
        throw StoreError(
          .invalidArgument, "A filter has \(tags.count) different tags; at most \(Self.mostTags) are allowed.")
      }
      if !tags.isEmpty {
        let marks = tags.map { _ in "?" }.joined(separator: ", ")
        sql += " AND sequence IN (SELECT job FROM tags WHERE tag IN (\(marks)) GROUP BY job HAVING COUNT(*) = ?)"
        arguments += StatementArguments(tags.map(\.blob)) + [tags.count]
      }
    }

    private mutating func add(_ condition: String, _ value: (some DatabaseValueConvertible)?) {
      guard let value else { return }
      sql += " AND \(condition)"
      arguments += [value]
    }
  }
}
