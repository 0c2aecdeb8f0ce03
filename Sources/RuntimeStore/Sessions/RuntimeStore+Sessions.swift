import Foundation
import GRDB
import JSONSchemas
import RuntimeAPI

extension RuntimeStore {
  /// Keeps a new session.
  ///
  /// - Throws: ``StoreError`` when there is one of that id.
  public func insert(_ session: StoredSession) async throws {
    let record = try Self.record(of: session)
    try await writer.write { database in
      try database.cachedStatement(
        sql: "INSERT INTO sessions (id, owner, state, accepts_jobs, record) VALUES (?, ?, ?, ?, ?)"
      ).execute(
        arguments: [session.id.blob, session.owner.blob, session.state.rawValue, session.acceptsJobs, record])
    }
  }

  /// Changes a session as it stands at that moment; `id` and `owner` stay.
  ///
  /// - Parameter change: May be called more than once.
  /// - Returns: The session after the change; nil for an unknown one, or somebody else's unless `owner` is nil.
  public func updateSession(
    _ id: String, owner: String?, _ change: @escaping @Sendable (inout StoredSession) -> Void
  ) async throws -> StoredSession? {
    try await writer.write { database in
      guard var session = try Self.session(id, owner: owner, in: database) else { return nil }
      let owner = session.owner
      change(&session)
      session.id = id
      session.owner = owner
      try database.cachedStatement(
        sql: "UPDATE sessions SET state = ?, accepts_jobs = ?, record = ? WHERE id = ?"
      ).execute(
        arguments: [session.state.rawValue, session.acceptsJobs, try Self.record(of: session), id.blob])
      return session
    }
  }

  /// A session by its id; nil for an unknown one, or somebody else's unless `owner` is nil.
  public func session(_ id: String, owner: String?) async throws -> StoredSession? {
    try await read { try Self.session(id, owner: owner, in: $0) }
  }

  /// All that are not closed.
  public func openSessions() async throws -> [StoredSession] {
    try await read { database in
      try Row.fetchAll(database, sql: "SELECT record FROM sessions WHERE state != 'closed' ORDER BY id")
        .map { try Self.session($0) }
    }
  }

  private static func session(_ id: String, owner: String?, in database: Database) throws -> StoredSession? {
    let statement = try database.cachedStatement(sql: "SELECT record FROM sessions WHERE id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [id.blob]) else { return nil }
    let session = try session(row)
    return owner == nil || session.owner == owner ? session : nil
  }

  private static func session(_ row: Row) throws -> StoredSession {
    do {
      return try JSONValue(parsing: row[0] as Data).decoded()
    } catch {
      throw StoreError(.corrupt, "The store has a session that cannot be read: \(error)", cause: error)
    }
  }

  private static func record(of session: StoredSession) throws -> Data {
    Data(try JSONValue(encoding: session).bytes)
  }
}
