internal import PauliAlgebra
internal import QuantumBackends
internal import QuantumCircuits

/// A backend that keeps what it has compiled in a library, so that the next run of the same problem need not wait for it.
struct RememberingBackend: Backend {
  private let base: any Backend
  private let library: CircuitLibrary

  init(_ base: any Backend, in library: CircuitLibrary) {
    self.base = base
    self.library = library
  }

  var name: String { base.name }
  var usesSector: Bool { base.usesSector }
  var capabilities: BackendCapabilities { get async throws { try await base.capabilities } }

  func prepare(_ circuit: Circuit, observables: [PauliSum]) async throws -> PreparedCircuit {
    try await library.prepared(circuit, observables: observables, on: base)
  }

  func estimate(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> EstimatorResult {
    try await base.estimate(pubs, options: options)
  }

  func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult {
    try await base.sample(pubs, options: options)
  }

  func gradients(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> GradientResult {
    try await base.gradients(pubs, options: options)
  }

  func withSession<R: Sendable>(_ body: (any Backend) async throws -> R) async throws -> R {
    try await base.withSession { try await body(RememberingBackend($0, in: library)) }
  }
}
