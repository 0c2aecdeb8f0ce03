package import ClassicalOptimizers

extension VQE {
  /// The optimizer with what only the run or the ansatz knows, where it was left open: the seed, curvatures near the
  /// start, the frequencies of an energy in each parameter.
  package func resolvedOptimizer() throws(VQEError) -> any Optimizer {
    if var method = optimizer as? any Optimizer & CurvatureAware, method.curvatures == nil {
      method.curvatures = ansatz.curvatures(of: hamiltonian)
      return method
    }
    if var method = optimizer as? SPSA, method.seed == nil {
      method.seed = seed
      return method
    }
    if var method = optimizer as? NFT, method.frequencies == nil {
      method.frequencies = try ansatz.circuit.parameterFrequencies()
      return method
    }
    return optimizer
  }
}
