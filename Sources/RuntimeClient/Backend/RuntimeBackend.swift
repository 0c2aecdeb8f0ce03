public import QuantumBackends
public import QuantumCircuits
public import PauliAlgebra
internal import RuntimeAPI

/// A backend of a runtime service: each call is a job there, and the numbers are those of the same call in this process.
public struct RuntimeBackend: Backend {
  public let service: RuntimeService
  public let name: String
  public let mode: ExecutionMode
  let configuration: BackendConfiguration

  init(service: RuntimeService, configuration: BackendConfiguration, mode: ExecutionMode) {
    self.service = service
    self.configuration = configuration
    self.mode = mode
    name = configuration.name
  }

  public var capabilities: BackendCapabilities {
    BackendCapabilities(
      maximumQubitCount: configuration.qubitCount,
      supportsExactExpectationValues: configuration.ritz?.supportsExactExpectationValues ?? false,
      supportsAdjointGradients: configuration.ritz?.supportsGradients ?? false)
  }

  public func prepare(_ circuit: Circuit, observables: [PauliSum]) async throws -> PreparedCircuit {
    PreparedCircuit(circuit, observables: observables)
  }

  public func estimate(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> EstimatorResult {
    throw BackendError(.unsupported, "not yet")
  }

  public func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult {
    throw BackendError(.unsupported, "not yet")
  }
}
