internal import ClassicalOptimizers
internal import QuantumBackends
internal import QuantumCircuits

extension VQE {
  /// The loop, with the optimizer's type at hand.
  ///
  /// - Parameters:
  ///   - schedule: Limits to set on the way, when a recorded run is made again.
  ///   - keepsInterrupted: Whether a cancelled run answers with the best so far; else it ends at once, and throws.
  func run<Method: Optimizer>(
    _ optimizer: Method, on backend: some Backend, checkpoint policy: CheckpointPolicy? = nil,
    resuming: VQECheckpoint? = nil, schedule: [LimitChange] = [], keepsInterrupted: Bool = true,
    onProgress: (VQEProgress) async throws -> Void
  ) async throws -> VQEResult {
    let clock = ContinuousClock()
    let started = clock.now
    var (saved, run, log) = try begin(optimizer, resuming: resuming, usesSector: backend.usesSector)
    var writer = policy.map { CheckpointWriter($0, problem: problemFingerprint, usesSector: backend.usesSector) }
    var schedule = schedule[...]
    /// How long the last batch took for each evaluation.
    var evaluationTime = Duration.zero

    return try await backend.withSession { session in
      var objective: EnergyObjective?
      do {
        let energies = try await EnergyObjective(self, on: session, needsGradients: Method.name.needsGradient)
        objective = energies
        while true {
          while let change = schedule.popDue(at: run.evaluations) {
            try run.setLimits(change.limits)
            saved.limitsChanged(to: change.limits)
          }
          guard !run.isOver else { break }
          try Task.checkCancellation()
          let queries = run.queries
          let begun = clock.now
          let answers = try await energies.evaluate(queries, evaluationsBefore: run.evaluations)
          evaluationTime = begun.duration(to: clock.now) / max(1, queries.count)
          let step = try run.advance(with: answers)
          log.append(queries, answers, step: step)
          saved.append(queries, answers)
          try writer?.write(saved, unlessRecent: !run.isOver)
          try await onProgress(
            VQEProgress(
              evaluations: run.evaluations, gradientEvaluations: run.gradientEvaluations,
              bestEnergy: run.best?.value ?? answers[0].value, step: step, elapsed: started.duration(to: clock.now)))
        }
      } catch {
        // A cancelled task makes backends fail in ways of their own.
        let isInterruption = error is CancellationError || Task.isCancelled
        if saved.evaluationCount > 0 { try writer?.write(saved, unlessRecent: false) }
        guard isInterruption else { throw error }
        guard run.best != nil, keepsInterrupted else { throw CancellationError() }
        run.interrupt()
      }

      var found = try run.result()
      var final = Evaluation(value: found.value, standardError: found.standardError)
      var isIndependent = !isSampled
      if isSampled, let objective, found.stopReason != .interrupted || evaluationTime < Self.patience {
        // The lowest of many noisy values lies too low; what is reported is a fresh one at the same point. A task of its
        // own is not cancelled with this one, which has a quarter of a second left.
        let point = found.parameters
        // Who interrupts does not wait for a precision of its own.
        let precision = found.stopReason == .interrupted ? nil : finalPrecision
        let evaluation = Task { try await objective.independentEvaluation(at: point, precision: precision) }
        do {
          final =
            try await found.stopReason == .interrupted
            ? evaluation.value
            : withTaskCancellationHandler {
              try await evaluation.value
            } onCancel: {
              evaluation.cancel()
            }
          isIndependent = true
        } catch  where Task.isCancelled {
          guard keepsInterrupted else { throw CancellationError() }
          found.stopReason = .interrupted
        }
      }
      return VQEResult(
        energy: final.value, isEnergyIndependent: isIndependent, standardError: final.standardError,
        parameters: found.parameters, evaluations: found.evaluations, gradientEvaluations: found.gradientEvaluations,
        iterations: found.iterations, stopReason: found.stopReason, ansatz: ansatz.name, optimizer: Method.name,
        seed: seed, steps: log.steps, log: log.evaluations, limits: saved.limits,
        elapsed: started.duration(to: clock.now))
    }
  }

  /// The longest evaluation that an interrupted run still makes.
  private static let patience = Duration.milliseconds(250)

  /// A run before its first evaluation, or where a checkpoint left it.
  private func begin<Method: Optimizer>(
    _ optimizer: Method, resuming checkpoint: VQECheckpoint?, usesSector: Bool
  ) throws -> (SavedRun<Method>, OptimizationRun<Method>, VQELog) {
    guard let checkpoint else {
      let start = try initialPoint.resolved(for: ansatz, seed: seed)
      return (SavedRun(optimizer: optimizer, start: start), try OptimizationRun(optimizer, from: start), VQELog())
    }
    var saved = try checkpoint.saved(problem: problemFingerprint, as: Method.self, usesSector: usesSector)
    let (run, log) = try checkpoint.restored(&saved, limits: optimizer.limits)
    return (saved, run, log)
  }
}
