import RuntimeAPI
import RuntimeStore
import Testing

@Suite("Sessions in the store")
struct SessionTests {
  private func session(_ id: String, owner: String = "ada", _ clock: TestClock) -> StoredSession {
    StoredSession(
      id: id, owner: owner, backend: "statevector", mode: .dedicated, maximumTime: 28800, interactiveTime: 60,
      activeTime: 28800, started: clock.now())
  }

  @Test("are kept as they were last changed")
  func changes() async throws {
    try await withStore { store, clock in
      let first = session("s", clock)
      try await store.insert(first)
      #expect(try await store.session("s", owner: "ada") == first)
      #expect(try await store.session("s", owner: nil) == first)
      #expect(try await store.session("s", owner: "bob") == nil)
      let time = clock.now()
      let closed = try await store.updateSession("s", owner: "ada") { session in
        session.state = .closed
        session.closed = time
        session.history.append(.init(.closed, at: time))
        session.id = "another"
        session.owner = "eve"
      }
      #expect(closed?.closed == time)
      #expect(closed?.id == "s")
      #expect(try await store.session("s", owner: "ada") == closed)
      #expect(try await store.updateSession("s", owner: "bob") { $0.state = .open } == nil)
      #expect(try await store.updateSession("t", owner: nil) { $0.state = .open } == nil)
    }
  }

  @Test("lose no change when many are made at once")
  func concurrent() async throws {
    try await withStore { store, clock in
      try await store.insert(session("s", clock))
      try await withThrowingTaskGroup { group in
        for _ in 0..<50 { group.addTask { _ = try await store.updateSession("s", owner: nil) { $0.activeTime += 1 } } }
        try await group.waitForAll()
      }
      #expect(try await store.session("s", owner: nil)?.activeTime == 28850)
    }
  }

  @Test("that are not closed are found when a server starts")
  func open() async throws {
    try await withStore { store, clock in
      for id in ["c", "a", "b"] { try await store.insert(session(id, clock)) }
      _ = try await store.updateSession("a", owner: nil) { $0.state = .closed }
      #expect(try await store.openSessions().map(\.id) == ["b", "c"])
    }
  }

  @Test("have ids of their own")
  func twice() async throws {
    try await withStore { store, clock in
      try await store.insert(session("s", clock))
      let error = await #expect(throws: StoreError.self) { try await store.insert(session("s", owner: "bob", clock)) }
      #expect(error?.code == .failed)
      #expect(try await store.session("s", owner: nil)?.owner == "ada")
    }
  }
}
