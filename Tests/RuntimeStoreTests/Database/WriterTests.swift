import Foundation
import RuntimeAPI
import RuntimePrograms
import RuntimeStore
import Testing

@Suite("Writes")
struct WriterTests {
  @Test("of many callers are all done, each before its caller goes on")
  func many() async throws {
    try await withStore { store, _ in
      let ids = try await withThrowingTaskGroup(of: JobID.self) { group in
        for _ in 0..<600 {
          group.addTask {
            let id = try await store.insertJob().id
            guard try await store.job(id, owner: "ada") != nil, try await store.start(id, worker: "w") == 1 else {
              throw UnexpectedInsertion()
            }
            return id
          }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(ids.count == 600)
      let page = try await store.jobs(JobFilter(owner: "ada", limit: 1000, isPending: true))
      #expect(Set(page.jobs.map(\.id)) == ids)
      #expect(page.jobs.allSatisfy { $0.state.status == .running && $0.eventCount == 2 })
    }
  }

  @Test("that fail do not take others with them", arguments: 0..<5)
  func isolation(round: Int) async throws {
    try await withStore { store, clock in
      let session = StoredSession(
        id: "s", owner: "ada", backend: "b", mode: .batch, maximumTime: 1, interactiveTime: 1, activeTime: 1,
        started: clock.now())
      try await store.insert(session)
      let jobs = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<60 {
          group.addTask {
            guard number % 4 == 2 else {
              _ = try await store.insertJob()
              return 1
            }
            await #expect(throws: StoreError.self) { try await store.insert(session) }
            return 0
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(jobs == 45)
      #expect(try await store.jobs(JobFilter(owner: nil)).total == 45)
    }
  }

  @Test("that never pause do not let the log grow without bound")
  func logLength() async throws {
    try await withStore(inlineLimit: 1 << 20) { store, _ in
      var longest = 0
      let parameters = String(repeating: "1", count: 1 << 20)
      for _ in 0..<60 {
        let id = try await store.insertJob(parameters: parameters).id
        #expect(try await store.delete(id) == .deleted)
        let log = try FileManager.default.attributesOfItem(atPath: "\(store.directory)/ritz.sqlite-wal")
        longest = max(longest, log[.size] as? Int ?? 0)
      }
      #expect(longest > 1 << 20)
      #expect(longest < 40 << 20)
    }
  }
}
