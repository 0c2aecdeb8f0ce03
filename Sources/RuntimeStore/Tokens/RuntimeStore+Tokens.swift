import GRDB
public import RuntimeAPI
import Synchronization

/// All tokens are kept in memory too, so that asking for one costs a request nothing.
extension RuntimeStore {
  /// Whether nobody can ask for anything yet.
  public var hasNoTokens: Bool { tokens.withLock(\.isEmpty) }

  /// Whose a token is; nil for one that was never given out or has been removed.
  public func token(withHash hash: ContentHash) -> StoredToken? {
    tokens.withLock { $0[hash] }
  }

  /// All there are, oldest first.
  public func allTokens() -> [StoredToken] {
    tokens.withLock(\.values).sorted { ($0.created, $0.hash.description) < ($1.created, $1.hash.description) }
  }

  /// Gives a user a token, of which only the hash is known here; the hash of one that is there gets the new user and role.
  public func addToken(hash: ContentHash, user: String, role: String) async throws -> StoredToken {
    let token = StoredToken(hash: hash, user: user, role: role, created: now())
    try await writer.write { database in
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO tokens (hash, user, role, created) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [hash.description, user.blob, role, token.created.description])
    }
    tokens.withLock { $0[hash] = token }
    return token
  }

  /// - Returns: false when there is none.
  public func removeToken(hash: ContentHash) async throws -> Bool {
    let wasThere = try await writer.write { database in
      try database.cachedStatement(sql: "DELETE FROM tokens WHERE hash = ?").execute(arguments: [hash.description])
      return database.changesCount > 0
    }
    tokens.withLock { $0[hash] = nil }
    return wasThere
  }

  static func tokens(in database: Database) throws -> [ContentHash: StoredToken] {
    var tokens: [ContentHash: StoredToken] = [:]
    let rows = try Row.fetchCursor(database, sql: "SELECT hash, user, role, created FROM tokens")
    while let row = try rows.next() {
      guard let hash = ContentHash(row[0]), let created = row.timestamp(3) else {
        throw StoreError(.corrupt, "The store has a token that cannot be read.")
      }
      tokens[hash] = StoredToken(hash: hash, user: row.text(1), role: row[2], created: created)
    }
    return tokens
  }
}
