internal import Ritz
internal import RuntimeClient

/// How fast a service answers small jobs: one after the other, and many at a time.
struct ServiceSpeed {
  private let options: ComparisonOptions
  private let service: RuntimeService
  private let backendName: String

  init(options: ComparisonOptions, service: RuntimeService, backend: String) {
    self.options = options
    self.service = service
    backendName = backend
  }

  func measure() async throws -> ServiceReport {
    let problem = try BenchmarkMolecule.smallLithiumHydride.problem()
    let ansatz = try UCCSD(problem)
    let backend = try await service.backend(backendName, mode: .perIteration)
    let prepared = try await backend.prepare(ansatz.circuit, observables: [problem.hamiltonian])
    let parameterCount = ansatz.parameterCount

    /// An energy at a point that was not asked for before.
    @Sendable func energy(_ index: Int) async throws {
      let point = (0..<parameterCount).map { 0.01 * Double($0 + 1) + 1e-6 * Double(index) }
      _ = try await backend.estimate([EstimatorPub(prepared, parameters: point)], options: .exact)
    }

    var health: [Double] = []
    var roundTrips: [Double] = []
    for index in 0..<options.roundTrips + Self.warmUp {
      let first = try await seconds { _ = try await service.health() }
      let second = try await seconds { try await energy(index) }
      guard index >= Self.warmUp else { continue }
      health.append(first)
      roundTrips.append(second)
    }
    let jobsPerSecond = try await throughput { try await energy($0) }
    return ServiceReport(
      health: Sample(health), roundTrips: Sample(roundTrips), clientCount: options.clientCount,
      jobsPerSecond: jobsPerSecond)
  }

  /// Rounds that connections, workers and caches get used to the job in.
  private static let warmUp = 20

  private func seconds(_ body: () async throws -> Void) async throws -> Double {
    let clock = ContinuousClock()
    let started = clock.now
    try await body()
    return started.duration(to: clock.now) / .seconds(1)
  }

  /// Jobs per second with all clients at it, each submitting its next when it has the result of the last.
  private func throughput(_ job: @escaping @Sendable (Int) async throws -> Void) async throws -> Double {
    let clock = ContinuousClock()
    let started = clock.now
    let limit = Duration.seconds(options.throughputSeconds)
    let count = try await withThrowingTaskGroup(of: Int.self) { group in
      for client in 0..<options.clientCount {
        group.addTask {
          var count = 0
          while started.duration(to: clock.now) < limit {
            try await job(1_000_000 * (client + 1) + count)
            count += 1
          }
          return count
        }
      }
      return try await group.reduce(0, +)
    }
    return Double(count) / (started.duration(to: clock.now) / .seconds(1))
  }
}
