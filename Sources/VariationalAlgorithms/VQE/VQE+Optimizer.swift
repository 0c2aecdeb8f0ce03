internal import ClassicalOptimizers

extension VQE {
  /// The optimizer with what only the ansatz knows, where it was left open: L-BFGS's curvatures, NFT's frequencies.
  func resolvedOptimizer() throws(VQEError) -> any Optimizer {
    if var method = optimizer as? LBFGS, method.curvatures == nil {
      method.curvatures = ansatz.curvatures(of: hamiltonian)
      return method
    }
    if var method = optimizer as? NFT, method.frequencies == nil {
      method.frequencies = try ansatz.circuit.parameterFrequencies()
      return method
    }
    return optimizer
  }
}
