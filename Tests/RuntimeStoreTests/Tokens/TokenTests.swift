import Foundation
import RuntimeAPI
import RuntimeStore
import Testing

@Suite("Tokens in the store")
struct TokenTests {
  @Test("say whose they are, also after the store is opened again, and are not in its files")
  func users() async throws {
    try await withTemporaryDirectory { path in
      let token = "a-secret-that-nobody-guesses"
      let hash = ContentHash(of: token)
      let store = try RuntimeStore(directory: path)
      #expect(store.hasNoTokens)
      #expect(store.token(withHash: hash) == nil)
      let added = try await store.addToken(hash: hash, user: "ada", role: "admin")
      #expect(added.user == "ada")
      #expect(store.token(withHash: hash) == added)
      #expect(!store.hasNoTokens)
      for name in try FileManager.default.contentsOfDirectory(atPath: path) {
        let data = FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data()
        #expect(data.range(of: Data(token.utf8)) == nil, "\(name)")
      }
      try await store.close()
      let again = try RuntimeStore(directory: path)
      #expect(again.allTokens() == [added])
      let other = try await again.addToken(hash: ContentHash(of: "x"), user: "bob\0", role: "run")
      #expect(again.allTokens() == [added, other])
      #expect(try await again.removeToken(hash: hash))
      #expect(try await !again.removeToken(hash: hash))
      #expect(again.token(withHash: hash) == nil)
      try await again.close()
      let last = try RuntimeStore(directory: path)
      #expect(last.allTokens() == [other])
      try await last.close()
    }
  }
}
