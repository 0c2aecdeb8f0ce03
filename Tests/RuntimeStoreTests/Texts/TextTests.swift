import Foundation
import RuntimeAPI
import RuntimeStore
import Testing

@Suite("Texts that are sent once")
struct TextTests {
  @Test("are there for who has sent them", arguments: ["", "OPENQASM 3.0;", "a\0b"])
  func owners(text: String) async throws {
    try await withStore { store, _ in
      let hash = ContentHash(of: text), other = ContentHash(of: "other"), data = Data(text.utf8)
      for _ in 0..<2 { try await store.put(data, hash: hash, owner: "ada") }
      #expect(try await store.text(hash, owner: "ada") == data)
      #expect(try await store.text(hash, owner: nil) == data)
      #expect(try await store.text(hash, owner: "bob") == nil)
      #expect(try await store.text(other, owner: nil) == nil)
      #expect(try await store.missingTexts([other, hash], owner: "ada") == [other])
      #expect(try await store.missingTexts([other, hash], owner: "bob") == [other, hash])
      #expect(try await store.missingTexts([], owner: "bob") == [])
    }
  }

  @Test("must have the hash they are said to have")
  func wrongHash() async throws {
    try await withStore { store, _ in
      let hash = ContentHash(of: "one")
      let error = await #expect(throws: StoreError.self) {
        try await store.put(Data("two".utf8), hash: hash, owner: "ada")
      }
      #expect(error?.code == .invalidArgument)
      #expect(error?.message == "The text has the hash \(ContentHash(of: "two")), not \(hash).")
      let kept = try await store.text(hash, owner: nil)
      #expect(kept == nil)
    }
  }

  @Test("are dropped when no job needs them and nobody has sent them for a week")
  func expiry() async throws {
    try await withTemporaryDirectory { path in
      let clock = TestClock()
      func open() throws -> RuntimeStore { try RuntimeStore(directory: path, now: { clock.now() }) }
      var store = try open()
      let texts = ["needed", "fresh", "old", "sent again"].map { Data($0.utf8) }
      let hashes = texts.map { ContentHash(of: $0) }
      for index in [0, 2, 3] { try await store.put(texts[index], hash: hashes[index], owner: "ada") }
      guard case .new(let job) = try await store.insert(.test(texts: [hashes[0]])) else { throw UnexpectedInsertion() }
      clock.advance(bySeconds: 7 * 86_400 - 60)
      try await store.put(texts[1], hash: hashes[1], owner: "ada")
      try await store.put(texts[3], hash: hashes[3], owner: "bob")
      try await store.close()
      store = try open()
      #expect(try await store.missingTexts(hashes, owner: "ada") == [])
      try await store.close()
      clock.advance(bySeconds: 120)
      store = try open()
      #expect(try await store.missingTexts(hashes, owner: "ada") == [hashes[2]])
      #expect(try await store.text(hashes[2], owner: nil) == nil)
      #expect(try await store.text(hashes[0], owner: nil) == texts[0])
      #expect(try await store.delete(job.id) == .deleted)
      try await store.close()
      store = try open()
      #expect(try await store.missingTexts(hashes, owner: "ada") == [hashes[0], hashes[2]])
      try await store.close()
    }
  }
}
