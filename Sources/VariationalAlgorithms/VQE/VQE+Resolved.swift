internal import ClassicalOptimizers
package import QuantumBackends
internal import QuantumCircuits

extension VQE {
  /// The same run with everything written out that only its ansatz knows: a circuit, the angles it starts at, an
  /// optimizer that was told the curvatures or frequencies. Nothing else of the ansatz is needed to make it elsewhere.
  ///
  /// - Throws: ``VQEError`` for what ``run(on:checkpoint:resuming:onProgress:)`` would refuse.
  package func resolved() throws(VQEError) -> VQE {
    try validate()
    var run = self
    let start = try initialPoint.resolved(for: ansatz, seed: seed)
    run.optimizer = try resolvedOptimizer()
    run.ansatz = try CircuitAnsatz(ansatz.circuit, name: ansatz.name, initialPoint: start)
    run.initialPoint = .ansatz
    return run
  }

  /// Minimises the energy for a caller that has no use for a cancelled run: cancelled, it ends at once.
  ///
  /// - Throws: As ``run(on:checkpoint:resuming:onProgress:)``, and `CancellationError` whenever cancelled.
  package func runToTheEnd(
    on backend: some Backend, onProgress: (VQEProgress) async throws -> Void
  ) async throws -> VQEResult {
    try validate()
    return try await run(resolvedOptimizer(), on: backend, keepsInterrupted: false, onProgress: onProgress)
  }
}
