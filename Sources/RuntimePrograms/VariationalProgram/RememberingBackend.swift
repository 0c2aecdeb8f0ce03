internal import PauliAlgebra
internal import QuantumBackends
internal import QuantumCircuits

/// A backend that compiles the circuit of a variational run once for all jobs that name it by the same texts.
struct RememberingBackend: Backend {
  private let base: any Backend
  private let circuit: CircuitSource
  private let observables: ObservablesSource
  private let library: CircuitLibrary

  init(_ base: any Backend, _ inputs: VQEInputs, in library: CircuitLibrary) {
    self.init(base, inputs.ansatz.circuit, inputs.hamiltonian.source, in: library)
  }

  private init(
    _ base: any Backend, _ circuit: CircuitSource, _ observables: ObservablesSource, in library: CircuitLibrary
  ) {
    self.base = base
    self.circuit = circuit
    self.observables = observables
    self.library = library
  }

  var name: String { base.name }
  var capabilities: BackendCapabilities { get async throws { try await base.capabilities } }

  func prepare(_ circuit: Circuit, observables: [PauliSum]) async throws -> PreparedCircuit {
    if let known = library.preparation(of: self.circuit, self.observables, on: base), known.circuit == circuit,
      known.observables == observables
    {
      return known
    }
    let prepared = try await base.prepare(circuit, observables: observables)
    library.keep(prepared, of: self.circuit, self.observables, on: base)
    return prepared
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
    try await base.withSession { try await body(RememberingBackend($0, circuit, observables, in: library)) }
  }
}
