import Foundation
import RuntimeAPI
import RuntimePrograms
import RuntimeStore
import Testing

@Suite("A submission")
struct SubmissionTests {
  @Test("makes a queued job with one event")
  func new() async throws {
    try await withStore { store, clock in
      let parameters = #"{ "pubs": [ 0.1 ] }"#
      let job = try await store.insertJob(tags: ["b", "a", "b"], parameters: parameters)
      #expect(job.state == JobState(.queued))
      #expect(job.attempt == 0)
      #expect(job.created == clock.last)
      #expect(job.tags == ["b", "a", "b"])
      #expect(try await store.job(job.id, owner: "ada") == job)
      let time = clock.last.description
      #expect(
        try await store.events(of: job.id)
          == [JobEvent(number: 1, content: .status(.init(.queued, attempt: 0, time: time)))])
      #expect(try await store.parameters(of: job.id) == Data(parameters.utf8))
      #expect(try await store.result(of: job.id) == nil)
      #expect(try await store.logs(of: job.id) == "")
    }
  }

  @Test("that is sent again with its key makes one job, also when both come at once")
  func idempotency() async throws {
    try await withStore { store, _ in
      let new = NewJob.test(idempotency: .init(key: "k", bodyHash: ContentHash(of: "body")))
      let insertions = try await withThrowingTaskGroup(of: Insertion.self) { group in
        for _ in 0..<20 { group.addTask { try await store.insert(new) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let made = insertions.compactMap { if case .new(let job) = $0 { job } else { nil } }
      let job = try #require(made.first)
      #expect(made.count == 1)
      #expect(insertions.count { $0 == .existing(job) } == 19)
      #expect(try await store.jobs(JobFilter(owner: nil)).total == 1)
      var other = new
      other.idempotency?.bodyHash = ContentHash(of: "another body")
      #expect(try await store.insert(other) == .conflict)
      other.owner = "bob"
      guard case .new = try await store.insert(other) else {
        Issue.record("the keys of two owners have met")
        return
      }
      // As it stands by then.
      _ = try await store.start(job.id, worker: "w")
      guard case .existing(let later) = try await store.insert(new) else {
        Issue.record("the key was forgotten")
        return
      }
      #expect(later.state.status == .running)
    }
  }

  @Test("must name a session of the owner's that takes jobs")
  func sessions() async throws {
    try await withStore { store, clock in
      try await store.insert(
        StoredSession(
          id: "s", owner: "ada", backend: "b", mode: .dedicated, maximumTime: 1, interactiveTime: 1, activeTime: 1,
          started: clock.now()))
      #expect(try await store.insertJob(sessionID: "s").sessionID == "s")
      #expect(try await store.insert(.test(owner: "bob", sessionID: "s")) == .unknownSession)
      #expect(try await store.insert(.test(sessionID: "s\0")) == .unknownSession)
      #expect(try await store.insert(.test(sessionID: "t")) == .unknownSession)
      _ = try await store.updateSession("s", owner: nil) { $0.acceptsJobs = false }
      #expect(try await store.insert(.test(sessionID: "s")) == .sessionClosed)
      #expect(try await store.jobs(JobFilter(owner: nil)).total == 1)
    }
  }

  @Test("must name texts that the owner has sent")
  func texts() async throws {
    try await withStore { store, _ in
      let one = ContentHash(of: "one"), two = ContentHash(of: "two")
      try await store.put(Data("one".utf8), hash: one, owner: "ada")
      #expect(try await store.insert(.test(texts: [two, one])) == .unknownTexts([two]))
      #expect(try await store.insert(.test(owner: "bob", texts: [one])) == .unknownTexts([one]))
      guard case .new(let job) = try await store.insert(.test(texts: [one, one])) else {
        Issue.record("a known text was refused")
        return
      }
      #expect(job.texts == [one, one])
      #expect(try await store.job(job.id, owner: nil) == job)
      #expect(try await store.delete(job.id) == .deleted)
    }
  }
}
