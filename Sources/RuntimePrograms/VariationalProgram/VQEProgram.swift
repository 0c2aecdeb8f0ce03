internal import JSONSchemas
public import VariationalAlgorithms

/// The whole variational loop as one program: `vqe`.
public struct VQEProgram: RuntimeProgram {
  public init() {}

  public var metadata: ProgramMetadata {
    ProgramMetadata(
      id: "vqe", name: "vqe", description: "The lowest energy of a Hamiltonian that an ansatz reaches.",
      version: "1.0.0",
      maximumExecutionTime: 86_400,
      spec: ProgramSpecification(parameters: .any, returnValues: .any, interimResults: .any))
  }

  public func run(_ inputs: VQEInputs, in context: ProgramContext<VQEInterimResult>) async throws -> VQEOutput {
    throw ProgramFailure(code: "program-error", message: "not yet")
  }
}

extension VQE {
  /// Runs the whole loop as one job beside the backend, with the same numbers as ``run(on:checkpoint:resuming:onProgress:)``.
  ///
  /// - Parameter includesLog: Whether the output holds every evaluation, not only every iteration.
  public func submit(
    to host: some ProgramHost, options: JobOptions = JobOptions(), includesLog: Bool = false
  ) async throws -> JobHandle<VQEProgram> {
    try await host.submit(VQEProgram(), inputs: VQEInputs(self, includesLog: includesLog), options: options)
  }
}
