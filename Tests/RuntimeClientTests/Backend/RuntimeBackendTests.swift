import JSONSchemas
import NIOHTTP1
import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RuntimeClient
import Simulators
import Synchronization
import Testing
import TestSupport
import VariationalAlgorithms

@Suite("A backend of a service")
struct RuntimeBackendTests {
  private static func circuit() throws -> Circuit {
    var circuit = try Circuit(qubitCount: 2)
    try circuit.append(.ry, Parameter("a"), on: 0)
    try circuit.append(.cx, on: 0, 1)
    try circuit.append(.ry, Parameter("b"), on: 1)
    return circuit
  }

  private static let observables: [PauliSum] = {
    (try? [PauliSum(["ZZ": -1, "IX": 0.5]), PauliSum(["XX": 0.25])]) ?? []
  }()

  private static func run<R: Sendable>(
    _ runtime: FakeRuntime, mode: ExecutionMode = .session,
    around script: @escaping @Sendable (ReceivedRequest, Reply) async -> Reply = { $1 },
    _ body: @escaping @Sendable (RuntimeBackend, ScriptedServer) async throws -> R
  ) async throws -> R {
    try await ScriptedServer.run({ await script($0, await runtime.reply($0)) }) { server in
      try await body(try await server.service().backend("statevector", mode: mode), server)
    }
  }

  @Test("conforms", arguments: BackendConformance.allCases)
  func conforms(check: BackendConformance) async throws {
    try await Self.run(FakeRuntime()) { backend, _ in try await check.run(on: backend) }
  }

  @Test("gives the bits of the simulator in this process")
  func bits() async throws {
    let runtime = FakeRuntime()
    try await Self.run(runtime) { backend, _ in
      let (circuit, local) = (try Self.circuit(), LocalBackend())
      let there = try await backend.prepare(circuit, observables: Self.observables)
      let here = try await local.prepare(circuit, observables: Self.observables)
      let points = ShapedArray(row: [[0.1, 0.2], [-1.7, 3.0 / 7]])
      let columns = try ShapedArray(shape: [2, 1], elements: [1, 0])
      let options = [
        EstimatorOptions.exact, try EstimatorOptions(shots: 321, seed: .max),
        try EstimatorOptions(precision: 0.03, seed: 7), try EstimatorOptions(shots: 99, grouping: .commuting, seed: 7),
      ]
      for options in options {
        func pubs(_ circuit: PreparedCircuit) -> [EstimatorPub] {
          [
            EstimatorPub(circuit, observables: columns, parameters: points),
            EstimatorPub(circuit, parameters: [0.3, 1e-300]),
          ]
        }
        #expect(
          try await backend.estimate(pubs(there), options: options) == local.estimate(pubs(here), options: options))
        #expect(
          try await backend.gradients(pubs(there), options: options) == local.gradients(pubs(here), options: options))
      }
      let sampling = try SamplerOptions(shots: 100, seed: 3)
      #expect(
        try await backend.sample(
          [SamplerPub(there, parameters: points), SamplerPub(there, parameters: points, shots: 7)], options: sampling)
          == local.sample(
            [SamplerPub(here, parameters: points), SamplerPub(here, parameters: points, shots: 7)], options: sampling))
    }
    #expect(runtime.jobs.count == 9)
  }

  @Test("a whole variational run has the same energies, parameters and evaluations", arguments: ExecutionMode.allCases)
  func variationalRun(mode: ExecutionMode) async throws {
    let runtime = FakeRuntime()
    try await Self.run(runtime, mode: mode) { backend, _ in
      let vqe = VQE(
        hamiltonian: Self.observables[0],
        ansatz: try CircuitAnsatz(Self.circuit(), name: "two", initialPoint: [0.1, 0.2]))
      let (there, here) = (try await vqe.run(on: backend), try await vqe.run(on: LocalBackend()))
      #expect(there.energy == here.energy && there.parameters == here.parameters)
      #expect(there.evaluations == here.evaluations)
    }
    let sessions = runtime.state.withLock { ($0.openSessions.count, $0.closedSessions.count) }
    #expect(sessions == (0, mode == .session ? 1 : 0))
    #expect(runtime.jobs.allSatisfy { ($0.session != nil) == (mode == .session) })
  }

  @Test("texts are sent once, and again when they were lost, without a second job")
  func texts() async throws {
    let runtime = FakeRuntime()
    try await Self.run(runtime) { backend, server in
      let prepared = try await backend.prepare(Self.circuit(), observables: Self.observables)
      #expect(runtime.state.withLock { $0.uploads } == 2)
      for _ in 0..<3 {
        _ = try await backend.estimate([EstimatorPub(prepared, parameters: [1, 2])], options: .exact)
      }
      _ = try await backend.prepare(Self.circuit(), observables: Self.observables)
      #expect(runtime.state.withLock { $0.uploads } == 2)
      let body = try #require(server.requests.last { $0.path.hasSuffix("/jobs") })
      #expect(!String(decoding: body.body, as: UTF8.self).contains("OPENQASM"))

      runtime.state.withLock { $0.texts = [:] }
      _ = try await backend.estimate([EstimatorPub(prepared, parameters: [1, 2])], options: .exact)
      #expect(runtime.state.withLock { $0.uploads } == 4)
      #expect(runtime.jobs.count == 4)
      let submissions = server.requests.filter { $0.path.hasSuffix("/jobs") }.suffix(2)
      #expect(Set(submissions.map(\.key)).count == 1 && Set(submissions.map(\.body)).count == 1)
    }
  }

  @Test("a submission whose answers are lost makes one job")
  func exactlyOnce() async throws {
    let runtime = FakeRuntime()
    let losses = Mutex(3)
    try await Self.run(
      runtime,
      around: { request, reply in
        guard request.path.hasSuffix("/jobs"), case .bytes(let bytes) = reply else { return reply }
        let loses = losses.withLock { count in
          defer { count -= 1 }
          return count > 0
        }
        return loses ? .cut(Array(bytes.prefix(bytes.count / 2))) : reply
      }
    ) { backend, server in
      for _ in 0..<2 {
        let pub = EstimatorPub(try Self.circuit(), observable: Self.observables[0], parameters: [1, 2])
        _ = try await backend.estimate([pub], options: .exact)
      }
      let keys = server.requests.filter { $0.path.hasSuffix("/jobs") }.compactMap(\.key)
      #expect(keys.count == 5 && Set(keys).count == 2)
    }
    #expect(runtime.jobs.count == 2)
  }

  @Test("several pubs are one job, and none are no job")
  func batches() async throws {
    let runtime = FakeRuntime()
    try await Self.run(runtime) { backend, _ in
      let pub = EstimatorPub(try Self.circuit(), observable: Self.observables[0], parameters: [1, 2])
      _ = try await backend.estimate([pub, pub, pub], options: .exact)
      #expect(try await backend.estimate([], options: .exact).pubs.isEmpty)
      #expect(try await backend.gradients([], options: .exact).pubs.isEmpty)
      #expect(try await backend.sample([], options: SamplerOptions()).pubs.isEmpty)
    }
    #expect(runtime.jobs.count == 1)
  }

  @Test("a job that takes longer than one wait is waited for on and on")
  func longJobs() async throws {
    let waits = Mutex(0)
    try await Self.run(
      FakeRuntime(),
      around: { request, reply in
        if request.path.hasSuffix("/jobs") {
          return .json(["id": "00000000000000000100", "backend": "x", "state": ["status": "Queued"]])
        }
        if request.method == "GET", request.path.contains("/jobs/"), !request.path.hasSuffix("results"),
          waits.withLock({ $0 }) < 5
        {
          return .json(["id": "00000000000000000100", "state": ["status": "Running"], "event_count": 2])
        }
        guard request.path.hasSuffix("results") else { return reply }
        let count = waits.withLock { count in
          count += 1
          return count
        }
        return count < 5 ? .answer(204, headers: [("Ritz-Job-Status", "Running")]) : reply
      }
    ) { backend, server in
      let pub = EstimatorPub(try Self.circuit(), observable: Self.observables[0], parameters: [1, 2])
      let local = try await LocalBackend().estimate([pub], options: .exact)
      #expect(try await backend.estimate([pub], options: .exact) == local)
      #expect(server.requests.filter { $0.path.hasSuffix("results") }.allSatisfy { $0.query == "wait=30" })
    }
  }

  @Test("a failed job throws what the backend in this process would throw")
  func failures() async throws {
    let cases: [(JSONValue, String)] = [
      (["code": "insufficient-memory", "message": "Too large."], "insufficient-memory"),
      (["code": "worker-died", "message": "Its worker died twice."], "worker-died"),
    ]
    for (failure, code) in cases {
      try await Self.run(
        FakeRuntime(),
        around: { request, reply in
          guard request.path.hasSuffix("/jobs") else { return reply }
          return .json([
            "id": "00000000000000000100", "state": ["status": "Failed", "reason": "r", "reason_code": 1517],
            "error": failure,
          ])
        }
      ) { backend, _ in
        let pub = EstimatorPub(try Self.circuit(), observable: Self.observables[0], parameters: [1, 2])
        let error = await #expect(throws: BackendError.self) { try await backend.estimate([pub], options: .exact) }
        #expect(error?.code.description == code && error?.message == failure["message"]?.stringValue)
      }
    }
  }

  @Test("a job that somebody cancelled, and one that ran too long")
  func cancelledByOthers() async throws {
    let states: [(JSONValue, String)] = [
      (["status": "Cancelled"], "job-cancelled"),
      (["status": "Cancelled", "reason": "Ran too long: 3 s.", "reason_code": 1305], "ran-too-long"),
    ]
    for (state, code) in states {
      try await Self.run(
        FakeRuntime(),
        around: { request, reply in
          request.path.hasSuffix("/jobs") ? .json(["id": "00000000000000000100", "state": state]) : reply
        }
      ) { backend, _ in
        let pub = EstimatorPub(try Self.circuit(), observable: Self.observables[0], parameters: [1, 2])
        do {
          _ = try await backend.estimate([pub], options: .exact)
          Issue.record("no error")
        } catch let error as RuntimeError {
          #expect(error.code.description == code)
        } catch let error as BackendError {
          #expect(error.code.description == code)
        }
      }
    }
  }

  @Test(
    "cancelling the task cancels the job, also one whose submission was not answered yet", arguments: [true, false])
  func cancellation(isKnown: Bool) async throws {
    let runtime = FakeRuntime()
    let isSubmitted = Gate()
    try await Self.run(
      runtime,
      around: { request, reply in
        if request.path.hasSuffix("/jobs"), request.query.hasPrefix("wait") {
          guard isKnown else {
            isSubmitted.open()
            return .silence
          }
          return .json(["id": .string(runtime.jobs[0].id), "state": ["status": "Queued"]])
        }
        if request.method == "GET", request.path.contains("/jobs/") {
          isSubmitted.open()
          return .silence
        }
        return reply
      }
    ) { backend, server in
      let task = Task {
        let pub = EstimatorPub(try Self.circuit(), observable: Self.observables[0], parameters: [1, 2])
        return try await backend.estimate([pub], options: .exact)
      }
      await isSubmitted.pass()
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(runtime.jobs.map(\.isCancelled) == [true])
      #expect(Set(server.requests.compactMap(\.key)).count == 1)
    }
  }

  @Test("a cancelled task does not wait for a service that is silent")
  func promptCancellation() async throws {
    let isSubmitted = Gate()
    try await Self.run(
      FakeRuntime(),
      around: { request, reply in
        guard request.path.contains("/jobs") else { return reply }
        isSubmitted.open()
        return .silence
      }
    ) { backend, _ in
      let task = Task {
        let pub = EstimatorPub(try Self.circuit(), observable: Self.observables[0], parameters: [1, 2])
        return try await backend.estimate([pub], options: .exact)
      }
      await isSubmitted.pass()
      let begun = ContinuousClock.now
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(begun.duration(to: .now) < .seconds(10))
    }
  }

  @Test("a session is closed when its body throws or is cancelled")
  func sessions() async throws {
    struct Oops: Error {}
    let runtime = FakeRuntime()
    try await Self.run(runtime) { backend, _ in
      await #expect(throws: Oops.self) { try await backend.withSession { _ in throw Oops() } }
      #expect(runtime.state.withLock { $0.closedSessions } == ["session0"])
      let isInside = Gate()
      let task = Task {
        try await backend.withSession { _ in
          isInside.open()
          try await Task.sleep(for: .seconds(3600))
        }
      }
      await isInside.pass()
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(runtime.state.withLock { $0.closedSessions } == ["session0", "session1"])
      // One within another is the same.
      try await backend.withSession { outer in try await outer.withSession { _ in } }
      #expect(runtime.state.withLock { $0.closedSessions.count } == 3)
    }
  }

  @Test("what does not fit is refused before anything is sent")
  func refusals() async throws {
    let runtime = FakeRuntime()
    try await Self.run(runtime) { backend, server in
      let before = server.requests.count
      let wide = try Circuit(qubitCount: 21)
      let error = await #expect(throws: BackendError.self) { try await backend.prepare(wide, observables: []) }
      #expect(error?.code == .unsupported && error?.message.contains("20") == true)
      await #expect(throws: BackendError.self) {
        try await backend.sample([SamplerPub(wide)], options: SamplerOptions())
      }
      await #expect(throws: BackendError.self) {
        try await backend.prepare(Circuit(qubitCount: 3), observables: Self.observables)
      }
      #expect(server.requests.count == before)
    }
  }
}
