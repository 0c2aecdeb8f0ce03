internal import ClassicalOptimizers
internal import PauliAlgebra
internal import QuantumBackends
internal import QuantumCircuits

extension SamplingVQE {
  /// The loop, with the optimizer's type at hand.
  func run<Method: Optimizer>(
    _ optimizer: Method, cost: DiagonalCost, on backend: some Backend, checkpoint policy: CheckpointPolicy?,
    resuming: VQECheckpoint?, onProgress: (SamplingVQEProgress) async throws -> Void
  ) async throws -> SamplingVQEResult {
    let clock = ContinuousClock()
    let started = clock.now
    var (saved, run, log, best) = try begin(
      optimizer, tolerance: cost.tolerance, resuming: resuming, usesSector: backend.usesSector)
    var writer = policy.map {
      CheckpointWriter($0, problem: problemFingerprint, usesSector: backend.usesSector)
    }
    /// How long the last batch took for each evaluation.
    var evaluationTime = Duration.zero

    return try await backend.withSession { session in
      var objective: SamplingObjective?
      do {
        let sampling = try await SamplingObjective(
          self, cost: cost, on: session, needsGradients: Method.name.needsGradient)
        objective = sampling
        while !run.isOver {
          try Task.checkCancellation()
          let queries = run.queries
          let begun = clock.now
          let (answers, samples) = try await sampling.evaluate(queries, evaluationsBefore: run.evaluations)
          evaluationTime = begun.duration(to: clock.now) / max(1, queries.count)
          let step = try run.advance(with: answers)
          for sample in samples { best.take(sample) }
          log.append(queries, answers, step: step)
          saved.append(queries, answers)
          try writer?.write(saved, beside: SavedOutcomes(bestOutcomes: best), unlessRecent: !run.isOver)
          try await onProgress(
            SamplingVQEProgress(
              evaluations: run.evaluations, gradientEvaluations: run.gradientEvaluations,
              bestEnergy: run.best?.value ?? answers[0].value, bestValue: best.value, step: step,
              elapsed: started.duration(to: clock.now)))
        }
      } catch {
        // A cancelled task makes backends fail in ways of their own.
        let isInterruption = error is CancellationError || Task.isCancelled
        if saved.evaluationCount > 0 {
          try writer?.write(saved, beside: SavedOutcomes(bestOutcomes: best), unlessRecent: false)
        }
        guard isInterruption else { throw error }
        guard run.best != nil else { throw CancellationError() }
        run.interrupt()
      }

      var found = try run.result()
      var last: CostSample?
      var finalSampleError: (any Error)?
      if let objective, found.stopReason != .interrupted || evaluationTime < Self.patience {
        // A task of its own is not cancelled with this one, which has a quarter of a second left.
        let (point, isInterrupted) = (found.parameters, found.stopReason == .interrupted)
        let sample = Task { try await objective.finalSample(at: point) }
        do {
          last = try await withTaskCancellationHandler {
            try await sample.value
          } onCancel: {
            if !isInterrupted { sample.cancel() }
          }
        } catch  where Task.isCancelled {
          found.stopReason = .interrupted
        } catch {
          // What was found would be lost with it.
          finalSampleError = error
        }
      }
      if let last { best.take(last) }
      let sampled = shots == nil ? nil : last?.conditionalValueAtRisk(alpha)
      return SamplingVQEResult(
        energy: sampled?.value ?? found.value, standardError: sampled?.standardError ?? found.standardError,
        isEnergyIndependent: shots == nil || last != nil, best: outcomes(best), bestCount: best.counts.count,
        distribution: outcomes(last), finalShots: last?.shots ?? 0, finalSampleError: finalSampleError,
        parameters: found.parameters, evaluations: found.evaluations, gradientEvaluations: found.gradientEvaluations,
        iterations: found.iterations,
        stopReason: found.stopReason, ansatz: ansatz.name, optimizer: Method.name, seed: seed, steps: log.steps,
        log: log.evaluations, limits: saved.limits, elapsed: started.duration(to: clock.now))
    }
  }

  /// The longest evaluation after which an interrupted run still draws its final outcomes.
  private static let patience = Duration.milliseconds(250)

  /// A run before its first evaluation, or where a checkpoint left it.
  private func begin<Method: Optimizer>(
    _ optimizer: Method, tolerance: Double, resuming checkpoint: VQECheckpoint?, usesSector: Bool
  ) throws -> (SavedRun<Method>, OptimizationRun<Method>, VQELog, BestOutcomes) {
    guard let checkpoint else {
      let start = try initialPoint.resolved(for: ansatz, seed: seed)
      let run = try OptimizationRun(optimizer, from: start)
      return (SavedRun(optimizer: optimizer, start: start), run, VQELog(), BestOutcomes(tolerance: tolerance))
    }
    var saved = try checkpoint.saved(problem: problemFingerprint, as: Method.self, usesSector: usesSector)
    let best = try checkpoint.part(SavedOutcomes.self).bestOutcomes
    let (run, log) = try checkpoint.restored(&saved, limits: optimizer.limits)
    return (saved, run, log, best)
  }

  // MARK: - Lists of the result

  private func outcomes(_ best: BestOutcomes) -> [SampledOutcome] {
    guard let value = best.value else { return [] }
    return listed(best.counts.map { CostSample.Entry(state: $0.key, value: value, count: $0.value) })
  }

  private func outcomes(_ sample: CostSample?) -> [SampledOutcome] { listed(sample?.entries ?? []) }

  /// The most frequent, of equally frequent ones the cheapest first.
  private func listed(_ entries: [CostSample.Entry]) -> [SampledOutcome] {
    entries.sorted { (-$0.count, $0.value, $0.state) < (-$1.count, $1.value, $1.state) }.prefix(outcomeLimit).map {
      SampledOutcome(state: $0.state, qubitCount: cost.qubitCount, value: $0.value, count: $0.count)
    }
  }
}

/// What a checkpoint of a sampling run holds beside its answers.
private struct SavedOutcomes: Codable {
  var bestOutcomes: BestOutcomes
}
