package import Ritz
internal import Synchronization

/// What a run asks of its backend.
public struct Demand: Hashable, Sendable {
  /// Calls: each would be a job.
  public var calls = 0
  /// Energies that were asked for without a gradient.
  public var energies = 0
  /// Gradients, each with its energy.
  public var gradients = 0

  public init(calls: Int = 0, energies: Int = 0, gradients: Int = 0) {
    self.calls = calls
    self.energies = energies
    self.gradients = gradients
  }
}

/// A backend that counts what is asked of another one.
package struct CountingBackend: Backend {
  private let inner: any Backend
  package let counter: Counter

  package final class Counter: Sendable {
    package init() {}

    private let demand = Mutex(Demand())

    package var value: Demand { demand.withLock { $0 } }

    func add(energies: Int = 0, gradients: Int = 0) {
      demand.withLock { demand in
        demand.calls += 1
        demand.energies += energies
        demand.gradients += gradients
      }
    }
  }

  package init(_ inner: any Backend, counter: Counter = Counter()) {
    self.inner = inner
    self.counter = counter
  }

  package var name: String { inner.name }
  package var capabilities: BackendCapabilities { get async throws { try await inner.capabilities } }

  package func prepare(_ circuit: Circuit, observables: [PauliSum]) async throws -> PreparedCircuit {
    try await inner.prepare(circuit, observables: observables)
  }

  package func estimate(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> EstimatorResult {
    counter.add(energies: pubs.reduce(0) { $0 + $1.parameters.count })
    return try await inner.estimate(pubs, options: options)
  }

  package func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult {
    counter.add()
    return try await inner.sample(pubs, options: options)
  }

  package func gradients(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> GradientResult {
    counter.add(gradients: pubs.reduce(0) { $0 + $1.parameters.count })
    return try await inner.gradients(pubs, options: options)
  }

  package func withSession<R: Sendable>(_ body: (any Backend) async throws -> R) async throws -> R {
    try await inner.withSession { try await body(CountingBackend($0, counter: counter)) }
  }
}
