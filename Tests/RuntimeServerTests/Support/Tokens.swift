import Foundation
import RuntimeAPI
import RuntimeStore

enum Tokens {
  /// Gives a user a token in a store that no service holds.
  static func add(user: String, to directory: String) async throws -> String {
    let token = UUID().uuidString
    let store = try RuntimeStore(directory: directory)
    _ = try await store.addToken(hash: ContentHash(of: token), user: user, role: "run")
    try await store.close()
    return token
  }
}
