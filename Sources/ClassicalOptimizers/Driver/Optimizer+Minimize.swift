extension Optimizer {
  /// Minimises an objective from `start`, one batch of points at a time.
  ///
  /// When the task is cancelled between two batches, the result is the best point so far and says `interrupted`.
  /// - Parameters:
  ///   - evaluate: Answers every query of a batch, in order.
  ///   - onStep: Called after each iteration.
  /// - Throws: What `evaluate` throws, and ``OptimizationError``.
  public func minimize(
    from start: [Double], evaluate: ([Query]) async throws -> [Evaluation],
    onStep: (OptimizationStep) async throws -> Void = { _ in }
  ) async throws -> OptimizationResult {
    var run = try OptimizationRun(self, from: start)
    while !run.isOver {
      if Task.isCancelled && run.best != nil {
        run.interrupt()
        break
      }
      if let step = try run.advance(with: await evaluate(run.queries)) { try await onStep(step) }
    }
    return try run.result()
  }
}
