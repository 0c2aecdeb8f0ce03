public import Foundation
import GRDB
public import RuntimeAPI

extension RuntimeStore {
  /// Keeps a text for an owner, who may name it by its hash from then on.
  ///
  /// - Throws: ``StoreError`` when the text has another hash.
  public func put(_ text: Data, hash: ContentHash, owner: String) async throws {
    let found = ContentHash(of: text)
    guard found == hash else {
      throw StoreError(.invalidArgument, "The text has the hash \(found), not \(hash).")
    }
    let time = now()
    try await writer.write { database in
      // Not a cached statement, which would keep the bytes until the next text comes.
      try database.execute(
        sql: """
          INSERT INTO texts (hash, sent, data) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE SET sent = excluded.sent
          """, arguments: [hash.description, time.description, text])
      try database.cachedStatement(sql: "INSERT OR IGNORE INTO text_owners (owner, hash) VALUES (?, ?)").execute(
        arguments: [owner.blob, hash.description])
    }
  }

  /// Those that the owner has not sent, in the order of the argument.
  public func missingTexts(_ hashes: [ContentHash], owner: String) async throws -> [ContentHash] {
    guard !hashes.isEmpty else { return [] }
    return try await read { try Self.missingTexts(hashes, owner: owner, in: $0) }
  }

  /// A text by its hash.
  ///
  /// - Parameter owner: nil finds everybody's; what only others have sent is as if it were not there.
  public func text(_ hash: ContentHash, owner: String?) async throws -> Data? {
    try await read { database in
      if let owner, try !Self.missingTexts([hash], owner: owner, in: database).isEmpty { return nil }
      let statement = try database.cachedStatement(sql: "SELECT data FROM texts WHERE hash = ?")
      return try Row.fetchOne(statement, arguments: [hash.description]).map { $0[0] ?? Data() }
    }
  }

  static func missingTexts(_ hashes: [ContentHash], owner: String, in database: Database) throws -> [ContentHash] {
    let statement = try database.cachedStatement(sql: "SELECT 1 FROM text_owners WHERE owner = ? AND hash = ?")
    return try hashes.filter { hash in
      try Int.fetchOne(statement, arguments: [owner.blob, hash.description]) == nil
    }
  }

  /// Drops texts that no job refers to and nobody has sent for a week.
  func dropUnusedTexts() throws {
    let week: Int64 = 7 * 86_400_000_000
    let limit = Timestamp(microseconds: now().microseconds - week)
    try pool.write { database in
      try database.execute(
        sql: "DELETE FROM texts WHERE sent < ? AND NOT EXISTS (SELECT 1 FROM text_uses WHERE hash = texts.hash)",
        arguments: [limit.description])
      if database.changesCount > 0 {
        try database.execute(sql: "DELETE FROM text_owners WHERE hash NOT IN (SELECT hash FROM texts)")
      }
    }
  }
}
