import Foundation
import RuntimeAPI
import RuntimePrograms
import RuntimeStore
import Testing

@Suite("A store without room")
struct FullTests {
  @Test("says so, loses nothing, and goes on when there is room again")
  func full() async throws {
    try await withStore(inlineLimit: 1 << 20, maximumPageCount: 100) { store, _ in
      let parameters = String(repeating: "1", count: 20_000)
      var ids: [JobID] = []
      var failure: StoreError?
      while failure == nil {
        do {
          ids.append(try await store.insertJob(parameters: parameters).id)
        } catch {
          failure = error as? StoreError
          try #require(failure != nil, "\(error)")
        }
      }
      #expect(failure?.code == .full)
      #expect(failure?.message.contains("no room for more in the store at \(store.directory)") == true)
      try #require(ids.count > 3)
      #expect(try await store.jobs(JobFilter(owner: nil, limit: 100, oldestFirst: true)).jobs.map(\.id) == ids)
      for id in ids {
        #expect(try await store.parameters(of: id) == Data(parameters.utf8))
        #expect(try await store.events(of: id).count == 1)
      }
      #expect(try await store.delete(ids[0]) == .deleted)
      #expect(try await store.delete(ids[1]) == .deleted)
      #expect(try await store.insertJob(parameters: parameters).attempt == 0)
      #expect(try await store.start(ids[2], worker: "w") == 1)
    }
  }

  @Test("takes what fits, though what does not fit came at the same time", arguments: 0..<5)
  func together(round: Int) async throws {
    try await withStore(inlineLimit: 1 << 20, maximumPageCount: 100) { store, _ in
      let small = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<30 {
          let isLarge = number % 3 == 1
          let parameters = String(repeating: "1", count: isLarge ? 1_000_000 : 10)
          group.addTask {
            do {
              _ = try await store.insertJob(parameters: parameters)
              return !isLarge
            } catch let error as StoreError where isLarge && error.code == .full {
              return false
            }
          }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(small == 20)
      #expect(try await store.jobs(JobFilter(owner: nil)).total == 20)
    }
  }
}
