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
    var generator = SystemRandomNumberGenerator()
    try await withTemporaryDirectory { path in
      let store = try RuntimeStore(directory: path)
      let id = try await store.startJob(parameters: String(repeating: "7", count: 2 << 20))
      let result = Data(count: 3 << 20)
      #expect(try await store.finish(id, attempt: 1, outcome: .completed(result), usageSeconds: 0))
      let needed = try files(store, "results")
      #expect(needed.count == 1)
      try await store.close()
      let other = JobID(created: .now(), using: &generator)
      for name in [
        "results/\(other)-7.json", "results/\(needed[0]).part", "inputs/\(needed[0])", "inputs/\(other).json",
      ] {
        try Data([1]).write(to: URL(filePath: "\(path)/\(name)"))
      }
      let again = try RuntimeStore(directory: path)
      #expect(try files(again, "results") == needed)
      #expect(try files(again, "inputs") == ["\(id).json"])
      #expect(try await again.result(of: id) == result)
      #expect(try await again.parameters(of: id)?.count == 2 << 20)
      try await again.close()
    }
  }

  @Test("are all that is removed: files that are called otherwise stay")
  func foreignFiles() async throws {
    var generator = SystemRandomNumberGenerator()
    let id = JobID(created: .now(), using: &generator)
    let names = [
      "figure.json", "notes.part", "\(id)", "\(id).txt", "\(id)-.json", "\(id)-a.json", "\(id)-1.json.part.part",
      "\(id)1.json", "x\(id).json",
    ].sorted()
    try await withTemporaryDirectory { path in
      try await RuntimeStore(directory: path).close()
      for folder in ["inputs", "results"] {
        for name in names { try Data([1]).write(to: URL(filePath: "\(path)/\(folder)/\(name)")) }
      }
      let again = try RuntimeStore(directory: path)
      #expect(try files(again, "inputs") == names)
      #expect(try files(again, "results") == names)
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
