import Foundation
import GRDB

/// Bytes that stand in a row, or in a file when they are many.
enum Contents: Sendable {
  case inline(Data)
  case file(String)

  func insert(into table: String, job: Int64, in database: Database) throws {
    let statement = try database.cachedStatement(sql: "INSERT INTO \(table) (job, data, file) VALUES (?, ?, ?)")
    switch self {
    case .inline(let data): try statement.execute(arguments: [job, data, nil])
    case .file(let name): try statement.execute(arguments: [job, nil, name])
    }
  }

  static func find(in table: String, job id: String, in database: Database) throws -> Contents? {
    let statement = try database.cachedStatement(
      sql: "SELECT data, file FROM \(table) WHERE job = (SELECT sequence FROM jobs WHERE id = ?)")
    return try Row.fetchOne(statement, arguments: [id]).map { row in
      if let file: String = row[1] { .file(file) } else { .inline(row[0] ?? Data()) }
    }
  }

  func remove(from folder: FileFolder) {
    if case .file(let name) = self { folder.remove(name) }
  }
}

extension RuntimeStore {
  /// Writes the file that many bytes need, before the transaction that names it.
  func place(_ data: Data, as name: String, in folder: FileFolder) async throws -> Contents {
    guard data.count > inlineLimit else { return .inline(data) }
    return try await onQueue { _ in
      try folder.write(data, as: name)
      return .file(name)
    }
  }

  /// The bytes of a job in one of the tables.
  func contents(of id: String, in table: String, _ folder: FileFolder) async throws -> Data? {
    switch try await read({ try Contents.find(in: table, job: id, in: $0) }) {
    case .inline(let data): data
    case .file(let name): try await onQueue { _ in try folder.data(of: name) }
    case nil: nil
    }
  }
}
