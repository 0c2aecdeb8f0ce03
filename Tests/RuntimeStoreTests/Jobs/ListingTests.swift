import RuntimeAPI
import RuntimeStore
import Testing

@Suite("Listings of jobs")
struct ListingTests {
  @Test("are newest first, page by page, with the number of all that match")
  func pages() async throws {
    try await withStore { store, clock in
      var ids: [JobID] = []
      for number in 0..<7 {
        // A clock that is set back does not change the order of submission.
        if number == 4 { clock.advance(bySeconds: -3600) }
        ids.append(try await store.insertJob(owner: number == 3 ? "bob" : "ada").id)
      }
      let own = (ids[..<3] + ids[4...]).reversed()
      for offset in 0...7 {
        let page = try await store.jobs(JobFilter(owner: "ada", limit: 2, offset: offset))
        #expect(page.jobs.map(\.id) == Array(own.dropFirst(offset).prefix(2)))
        #expect(page.total == 6)
      }
      let all = try await store.jobs(JobFilter(owner: nil, limit: 100, oldestFirst: true))
      #expect(all.jobs.map(\.id) == ids)
    }
  }

  @Test("show jobs that have all tags")
  func tags() async throws {
    try await withStore { store, _ in
      let both = try await store.insertJob(tags: ["a", "b"]).id
      let one = try await store.insertJob(tags: ["a"]).id
      func ids(_ tags: [String]) async throws -> [JobID] {
        let page = try await store.jobs(JobFilter(owner: "ada", tags: tags))
        #expect(page.total == page.jobs.count)
        return page.jobs.map(\.id)
      }
      #expect(try await ids([]) == [one, both])
      #expect(try await ids(["a", "a"]) == [one, both])
      #expect(try await ids(["b", "a"]) == [both])
      #expect(try await ids(["b", "a", "c"]) == [])
      #expect(try await store.setTags(["c", "c"], of: one))
      #expect(try await ids(["a"]) == [both])
      #expect(try await ids(["c"]) == [one])
    }
  }

  @Test("are asked for with a sensible number of tags")
  func tooManyTags() async throws {
    try await withStore { store, _ in
      let tags = (0...10_000).map { "\($0)" }
      let page = try await store.jobs(JobFilter(owner: nil, tags: Array(tags.dropLast())))
      #expect(page.total == 0)
      let error = await #expect(throws: StoreError.self) { try await store.jobs(JobFilter(owner: nil, tags: tags)) }
      #expect(error?.code == .invalidArgument)
      #expect(error?.message == "A filter has 10001 different tags; at most 10000 are allowed.")
    }
  }
}
