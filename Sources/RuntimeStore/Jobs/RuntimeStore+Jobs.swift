public import Foundation
import GRDB
public import RuntimeAPI
import RuntimePrograms

extension RuntimeStore {
  /// A job without its inputs, result and events.
  ///
  /// - Parameter owner: nil finds everybody's; what belongs to somebody else is as if it were not there.
  public func job(_ id: JobID, owner: String?) async throws -> StoredJob? {
    let job = try await read { try StoredJob.find(id, in: $0) }
    return owner == nil || job?.owner == owner ? job : nil
  }

  /// The JSON text that a job got, byte for byte; nil for an unknown job.
  public func parameters(of id: JobID) async throws -> Data? {
    try await contents(of: id.description, in: "inputs", inputs)
  }

  /// The JSON text that a completed job returned, byte for byte; nil while there is none.
  public func result(of id: JobID) async throws -> Data? {
    try await contents(of: id.description, in: "results", results)
  }

  /// Gives a job other tags in place of those it has.
  ///
  /// - Returns: false for an unknown job.
  public func setTags(_ tags: [String], of id: JobID) async throws -> Bool {
    try await writer.write { database in
      guard let sequence = try Self.sequence(of: id, in: database), let job = try StoredJob.find(id, in: database)
      else { return false }
      try Self.delete(tags: job.tags, of: sequence, in: database)
      try Self.insert(tags: tags, of: sequence, in: database)
      try database.cachedStatement(sql: "UPDATE jobs SET tags = ? WHERE sequence = ?").execute(
        arguments: [StoredJob.encode(tags: tags), sequence])
      return true
    }
  }

  /// Removes a job with all that is its own; a queued one is never run then.
  public func delete(_ id: JobID) async throws -> Deletion {
    enum Step { case unknown, running, deleted(files: [Contents?]) }
    let step: Step = try await writer.write { database in
      guard let sequence = try Self.sequence(of: id, in: database), let job = try StoredJob.find(id, in: database)
      else { return .unknown }
      if job.state.status == .running { return .running }
      let files = try ["inputs", "results"].map { try Contents.find(in: $0, job: id.description, in: database) }
      try Self.delete(tags: job.tags, of: sequence, in: database)
      for hash in job.texts {
        try database.cachedStatement(sql: "DELETE FROM text_uses WHERE hash = ? AND job = ?").execute(
          arguments: [hash.description, sequence])
      }
      for (table, column) in [
        ("inputs", "job"), ("results", "job"), ("events", "job"), ("submissions", "job"), ("jobs", "sequence"),
      ] {
        try database.cachedStatement(sql: "DELETE FROM \(table) WHERE \(column) = ?").execute(arguments: [sequence])
      }
      return .deleted(files: files)
    }
    switch step {
    case .unknown: return .unknown
    case .running: return .running
    case .deleted(let files):
      // Should the process die here, the next one finds that nobody needs them.
      for (contents, folder) in zip(files, [inputs, results]) { contents?.remove(from: folder) }
      return .deleted
    }
  }

  /// The seconds of work that jobs took which were submitted since some time.
  ///
  /// - Parameter owner: nil: everybody's.
  public func usageSeconds(of owner: String?, since time: Timestamp) async throws -> Double {
    try await read { database in
      try Double.fetchOne(
        database, sql: "SELECT TOTAL(usage_seconds) FROM jobs WHERE created >= ? AND owner = ifnull(?, owner)",
        arguments: [time.description, owner?.blob]) ?? 0
    }
  }

  private static func sequence(of id: JobID, in database: Database) throws -> Int64? {
    let statement = try database.cachedStatement(sql: "SELECT sequence FROM jobs WHERE id = ?")
    return try Int64.fetchOne(statement, arguments: [id.description])
  }

  private static func delete(tags: [String], of job: Int64, in database: Database) throws {
    for tag in Set(tags) {
      try database.cachedStatement(sql: "DELETE FROM tags WHERE tag = ? AND job = ?").execute(
        arguments: [tag.blob, job])
    }
  }
}
