internal import ClassicalOptimizers
public import VariationalAlgorithms

/// The program `vqe`: a whole variational run beside the backend, as `VQE.run` makes it.
///
/// Publishes a ``VQEInterimResult`` for each completed iteration.
public struct VQEProgram: RuntimeProgram {
  public init() {}

  public var metadata: ProgramMetadata { Self.description }

  public func run(_ inputs: VQEInputs, in context: ProgramContext<VQEInterimResult>) async throws -> VQEOutput {
    let vqe = try await inputs.vqe(circuits: context.circuits)
    let backend = RememberingBackend(context.backend, in: context.circuits)
    let result = try await vqe.runToTheEnd(on: backend) { progress in
      guard let step = progress.step else { return }
      try await context.publish(VQEInterimResult(step, bestEnergy: progress.bestEnergy))
    }
    return VQEOutput(result, includesLog: inputs.includesLog ?? false)
  }
}

extension VQE {
  /// Runs the whole loop as one job beside the backend, with the same numbers as ``run(on:checkpoint:resuming:onProgress:)``.
  ///
  /// - Parameter includesLog: Whether the output holds every evaluation, not only every iteration.
  /// - Throws: ``VQEError`` and `OptimizationError` for what a run would refuse, and what the host refuses.
  public func submit(
    to host: some ProgramHost, options: JobOptions = JobOptions(), includesLog: Bool = false
  ) async throws -> JobHandle<VQEProgram> {
    try await host.submit(VQEProgram(), inputs: VQEInputs(self, includesLog: includesLog), options: options)
  }
}
