import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RandomStreams
import Simulators
import Synchronization
import TestSupport
import Testing

/// Calls that would take from a third of a minute to hours.
enum LongCall: String, CaseIterable, Sendable {
  case gates, exponential, exponentialGradient, gradient, sampledValues, outcomes, grouping

  func run() async throws {
    let backend = LocalBackend()
    let qubitCount = self == .exponential || self == .exponentialGradient ? 12 : 18
    var circuit = try Circuit(qubitCount: qubitCount)
    switch self {
    case .gates, .gradient:
      let angle = Parameter("a").angle
      for layer in 0..<200_000 { try circuit.append(.rx, angle, on: layer % qubitCount) }
    case .exponential, .exponentialGradient:
      let gates = try (0..<qubitCount - 1).map {
        try ExcitationGate(jordanWignerCreating: [$0 + 1], annihilating: [$0])
      }
      // About 300 000 steps of the series in a single gate.
      let parameters = Parameter.vector("a", count: gates.count)
      try circuit.append(.x, on: 0)
      try circuit.append(exponentialOf: gates, angles: parameters.map { $0.angle * 50_000 })
    case .sampledValues, .outcomes, .grouping:
      for qubit in 0..<qubitCount { try circuit.append(.h, on: qubit) }
    }
    if self == .grouping {
      // Strings that hardly any other one shares a basis with.
      var stream = RandomStream(seed: 1)
      let sum = try PauliSum.random(qubitCount: qubitCount, termCount: 150_000, using: &stream)
      let pub = EstimatorPub(circuit, observable: sum, parameters: [])
      _ = try await backend.estimate([pub], options: EstimatorOptions(precision: 1))
    }
    let label = String(repeating: "Z", count: qubitCount)
    let pub = EstimatorPub(
      circuit, observable: try PauliSum([label: 1]), parameters: circuit.parameters.map { _ in 1 })
    switch self {
    case .gates, .exponential: _ = try await backend.estimate([pub], options: .exact)
    case .gradient, .exponentialGradient: _ = try await backend.gradients([pub], options: .exact)
    case .sampledValues:
      _ = try await backend.estimate([pub], options: EstimatorOptions(shots: ShotLimit.most))
    case .outcomes:
      _ = try await backend.sample(
        [SamplerPub(circuit, shots: 200_000_000)], options: SamplerOptions())
    case .grouping: break
    }
  }
}

@Suite("Cancellation", .serialized)
struct CancellationTests {
  @Test(
    "a cancelled call returns long before it would end, whatever it is in the middle of", arguments: LongCall.allCases)
  func midRun(call: LongCall) async throws {
    let task = Task { try await call.run() }
    // Time to be in the middle; a call that has ended by then would not throw.
    try await Task.sleep(for: .milliseconds(300))
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    // Milliseconds on an idle machine; other tests may keep this task from being resumed.
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test("work that waits for a thread is dropped without one")
  func queued() async throws {
    let threads = ComputeThreads(count: 1)
    let isBlocked = Mutex(true)
    let started = AsyncStream<Void>.makeStream()
    let blocker = Task {
      try await threads.run { _ in
        started.continuation.yield()
        while isBlocked.withLock({ $0 }) {}
      }
    }
    for await _ in started.stream { break }
    let waiting = Task { try await threads.run { _ in Issue.record("cancelled work ran") } }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    isBlocked.withLock { $0 = false }
    try await blocker.value
    #expect(try await threads.run { _ in 7 } == 7)
  }
}
