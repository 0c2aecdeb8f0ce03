import Ritz

/// A variational run that shows where it is on a terminal: iteration, energy, change.
struct WatchedRun {
  let task: VariationalTask
  /// The exact energy, if known.
  let exact: Double?

  func run(
    _ vqe: VQE, on backend: some Backend, checkpoint: CheckpointPolicy? = nil, resuming: VQECheckpoint? = nil
  ) async throws -> VQEResult {
    let line = ProgressLine()
    var last: OptimizationStep?
    var change: Double?
    if Console.isWatched { Console.note(task.summary(type(of: vqe.optimizer).name)) }
    defer { line.clear() }
    do {
      return try await vqe.run(on: backend, checkpoint: checkpoint, resuming: resuming) { progress in
        Interruption.prepareToReport()
        if let step = progress.step {
          change = last.map { step.value - $0.value }
          last = step
        }
        line.show(describe(progress, last, change: change))
      }
    } catch {
      throw Failure.about(task.path, error)
    }
  }

  private func describe(_ progress: VQEProgress, _ step: OptimizationStep?, change: Double?) -> String {
    let energy = step?.value ?? progress.bestEnergy
    var parts = ["iteration \(step?.iteration ?? 0)", "energy \(Numbers.energy(energy))"]
    if let change { parts.append("change \(Numbers.difference(change))") }
    if let exact { parts.append("error \(Numbers.difference(energy - exact))") }
    parts.append(Numbers.seconds(progress.elapsed.inSeconds))
    return parts.joined(separator: "  ")
  }
}
