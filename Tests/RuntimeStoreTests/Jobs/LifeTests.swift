import Foundation
import RuntimeAPI
import RuntimePrograms
import RuntimeStore
import Testing

@Suite("A job's life")
struct LifeTests {
  @Test("goes from queued to running to completed, with an event for each")
  func completed() async throws {
    try await withStore { store, clock in
      let job = try await store.insertJob()
      #expect(try await store.start(job.id, worker: "w") == 1)
      let running = clock.last
      let result = Data(#"{"evs":[0.1]}"#.utf8)
      #expect(try await store.finish(job.id, attempt: 1, outcome: .completed(result), usageSeconds: 1.5))
      let ended = try #require(try await store.job(job.id, owner: nil))
      #expect(ended.state == JobState(.completed))
      #expect(ended.running == running)
      #expect(ended.ended == clock.last)
      #expect(ended.worker == "w")
      #expect(ended.usageSeconds == 1.5)
      #expect(try await store.usageSeconds(of: "ada", since: job.created) == 1.5)
      #expect(try await store.usageSeconds(of: "ada", since: clock.now()) == 0)
      #expect(try await store.usageSeconds(of: "bob", since: job.created) == 0)
      #expect(try await store.result(of: job.id) == result)
      let events = try await store.events(of: job.id)
      #expect(events.map(\.number) == [1, 2, 3])
      #expect(events.map(\.isLast) == [false, false, true])
    }
  }

  @Test("takes no step that does not follow from where it is")
  func misuse() async throws {
    try await withStore { store, _ in
      let id = try await store.insertJob().id
      func expectNothing(attempt: Int) async throws {
        let before = try await store.job(id, owner: nil)
        #expect(try await !store.finish(id, attempt: attempt, outcome: .completed(Data()), usageSeconds: 1))
        #expect(try await !store.requeue(id, attempt: attempt, reason: "", cause: .workerDied))
        #expect(try await store.append(results: [Data("1".utf8)], firstIndex: 0, attempt: attempt, to: id).isEmpty)
        #expect(try await store.append(logs: [.init(stream: "stdout", text: "x")], attempt: attempt, to: id).isEmpty)
        #expect(try await store.job(id, owner: nil) == before)
      }
      try await expectNothing(attempt: 0)
      try await expectNothing(attempt: 1)
      #expect(try await store.start(id, worker: "w") == 1)
      #expect(try await store.start(id, worker: "v") == nil)
      #expect(try await !store.cancelQueued(id))
      #expect(try await store.delete(id) == .running)
      try await expectNothing(attempt: 0)
      try await expectNothing(attempt: 2)
      #expect(try await store.finish(id, attempt: 1, outcome: .cancelled(), usageSeconds: 1))
      try await expectNothing(attempt: 1)
      #expect(try await store.start(id, worker: "w") == nil)
      #expect(try await store.delete(id) == .deleted)
      #expect(try await store.delete(id) == .unknown)
      #expect(try await store.events(of: id) == [])
      #expect(try await store.parameters(of: id) == nil)
      #expect(try await !store.setTags([], of: id))
    }
  }

  @Test("ends once, whoever comes first")
  func race() async throws {
    try await withStore { store, _ in
      let id = try await store.startJob()
      let count = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<20 {
          let outcome: JobOutcome = number.isMultiple(of: 2) ? .completed(Data(count: 200)) : .cancelled()
          group.addTask { try await store.finish(id, attempt: 1, outcome: outcome, usageSeconds: 1) }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(count == 1)
      #expect(try await store.events(of: id).count { $0.isLast } == 1)
      let isCompleted = try await store.job(id, owner: nil)?.state.status == .completed
      #expect(try await store.result(of: id) == (isCompleted ? Data(count: 200) : nil))
    }
  }

  @Test("says why it failed")
  func failed() async throws {
    try await withStore { store, _ in
      let id = try await store.startJob()
      let failure = JobFailure(code: "invalid-pub", message: "line 1\nline 2\0")
      let outcome = JobOutcome.failed(reason: "line 1", reasonCode: JobState.programFailed, failure)
      #expect(try await store.finish(id, attempt: 1, outcome: outcome, usageSeconds: 0))
      let job = try #require(try await store.job(id, owner: nil))
      #expect(job.state == JobState(.failed, reason: "line 1", reasonCode: 1517))
      #expect(job.failure == failure)
      guard case .status(let change) = try await store.events(of: id).last?.content else {
        Issue.record("the last event is no status")
        return
      }
      #expect(change.reason == "line 1")
      #expect(change.reasonCode == 1517)
    }
  }

  @Test("goes on in the next attempt when the worker dies, which counts, or the server does, which does not")
  func attempts() async throws {
    try await withStore { store, _ in
      let id = try await store.startJob()
      #expect(try await store.requeue(id, attempt: 1, reason: "The worker died.", cause: .workerDied, usageSeconds: 2))
      let queued = try #require(try await store.job(id, owner: nil))
      #expect(queued.state == JobState(.queued, reason: "The worker died."))
      #expect(queued.workerDeaths == 1)
      #expect(queued.attempt == 1)
      #expect(try await store.start(id, worker: "w2") == 2)
      #expect(try await store.job(id, owner: nil)?.state == JobState(.running))
      let second = try await store.insertJob()
      let recovered = try await store.recover()
      #expect(recovered.map(\.id) == [id, second.id])
      #expect(recovered.map(\.workerDeaths) == [1, 0])
      #expect(recovered.map(\.attempt) == [2, 0])
      #expect(try await store.start(id, worker: "w3") == 3)
      #expect(try await store.finish(id, attempt: 3, outcome: .completed(Data()), usageSeconds: 1))
      #expect(try await store.job(id, owner: nil)?.usageSeconds == 3)
      #expect(try await store.result(of: id) == Data())
      #expect(try await store.recover().map(\.id) == [second.id])
    }
  }

  @Test("ends in the queue when nobody can run it")
  func endsQueued() async throws {
    try await withStore { store, _ in
      let id = try await store.insertJob().id
      let outcome = JobOutcome.failed(
        reason: "No such program.", reasonCode: 1517, JobFailure(code: "unknown-program", message: "Gone."))
      #expect(try await store.finishQueued(id, outcome: outcome))
      #expect(try await !store.cancelQueued(id))
      #expect(try await store.job(id, owner: nil)?.failure?.code == "unknown-program")
      #expect(try await store.recover() == [])
    }
  }
}
