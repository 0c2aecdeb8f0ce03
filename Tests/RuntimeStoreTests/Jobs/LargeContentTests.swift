import Foundation
import RuntimeAPI
import RuntimePrograms
import RuntimeStore
import Testing

@Suite("Large inputs and results")
struct LargeContentTests {
  private func files(_ store: RuntimeStore, _ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(store.directory)/\(folder)").sorted()
  }

  @Test("are files, and small ones are not", arguments: [0, 1, 99, 100, 101, 5000])
  func sizes(size: Int) async throws {
    try await withStore(inlineLimit: 100) { store, _ in
      let text = String(repeating: "7", count: size)
      let id = try await store.startJob(parameters: text)
      #expect(try await store.finish(id, attempt: 1, outcome: .completed(Data(text.utf8)), usageSeconds: 0))
      #expect(try await store.parameters(of: id) == Data(text.utf8))
      #expect(try await store.result(of: id) == Data(text.utf8))
      #expect(try files(store, "inputs").count == (size > 100 ? 1 : 0))
      #expect(try files(store, "results").count == (size > 100 ? 1 : 0))
      #expect(try await store.delete(id) == .deleted)
      #expect(try files(store, "inputs") == [])
      #expect(try files(store, "results") == [])
    }
  }

  @Test("leave no file when the job does not take them")
  func refused() async throws {
    try await withStore { store, _ in
      let long = String(repeating: "7", count: 200)
      var new = NewJob.test(parameters: long, idempotency: .init(key: "k", bodyHash: ContentHash(of: "")))
      _ = try await store.insert(new)
      _ = try await store.insert(new)
      new.sessionID = "unknown"
      new.idempotency = nil
      #expect(try await store.insert(new) == .unknownSession)
      #expect(try files(store, "inputs").count == 1)
      let id = try await store.startJob()
      let result = Data(long.utf8)
      #expect(try await !store.finish(id, attempt: 2, outcome: .completed(result), usageSeconds: 0))
      #expect(try files(store, "results") == [])
      #expect(try await store.finish(id, attempt: 1, outcome: .completed(result), usageSeconds: 0))
      #expect(try await !store.finish(id, attempt: 1, outcome: .completed(Data(count: 300)), usageSeconds: 0))
      #expect(try files(store, "results").count == 1)
      #expect(try await store.result(of: id) == result)
    }
  }

  @Test("that a dead process left behind are removed when the store is opened")
  func orphans() async throws {
    try await withTemporaryDirectory { path in
      let store = try RuntimeStore(directory: path)
      let id = try await store.startJob(parameters: String(repeating: "7", count: 2 << 20))
      let result = Data(count: 3 << 20)
      #expect(try await store.finish(id, attempt: 1, outcome: .completed(result), usageSeconds: 0))
      let needed = try files(store, "results")
      #expect(needed.count == 1)
      try await store.close()
      for name in ["results/orphan.json", "results/\(needed[0]).part", "inputs/\(needed[0])"] {
        try Data([1]).write(to: URL(filePath: "\(path)/\(name)"))
      }
      let again = try RuntimeStore(directory: path)
      #expect(try files(again, "results") == needed)
      #expect(try files(again, "inputs").count == 1)
      #expect(try await again.result(of: id) == result)
      #expect(try await again.parameters(of: id)?.count == 2 << 20)
      try await again.close()
    }
  }

  @Test("that are gone make a clear error")
  func missing() async throws {
    try await withStore { store, _ in
      let id = try await store.startJob()
      #expect(try await store.finish(id, attempt: 1, outcome: .completed(Data(count: 300)), usageSeconds: 0))
      try FileManager.default.removeItem(atPath: "\(store.directory)/results/\(try files(store, "results")[0])")
      let error = await #expect(throws: StoreError.self) { try await store.result(of: id) }
      #expect(error?.code == .failed)
      #expect(error?.message.contains("No such file") == true)
      #expect(try await store.job(id, owner: nil)?.state.status == .completed)
    }
  }
}
