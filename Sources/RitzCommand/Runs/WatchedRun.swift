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
    if Console.isWatched { Console.note(task.summary(type(of: vqe.optimizer).name)) }
    defer { line.clear() }
    let isSampled = vqe.shots != nil || vqe.precision != nil
    var iteration = 0
    var shownEnergy: Double?
    do {
      return try await vqe.run(on: backend, checkpoint: checkpoint, resuming: resuming) { progress in
        Interruption.prepareToReport()
        iteration = progress.step?.iteration ?? iteration
        line.show {
          // Of noisy values the lowest means nothing, so the present one is shown.
          let energy = isSampled ? progress.step?.value ?? progress.bestEnergy : progress.bestEnergy
          defer { shownEnergy = energy }
          return describe(energy, iteration: iteration, change: shownEnergy.map { energy - $0 }, progress.elapsed)
        }
      }
    } catch {
      throw Failure.about(task.path, error)
    }
  }

  /// One line of at most 79 letters; the change is that since the line before.
  private func describe(_ energy: Double, iteration: Int, change: Double?, _ elapsed: Duration) -> String {
    var parts = ["iteration \(iteration)", "energy \(Numbers.energy(energy))"]
    if let change { parts.append("change \(Numbers.shortDifference(change))") }
    if let exact { parts.append("error \(Numbers.shortDifference(energy - exact))") }
    parts.append(Numbers.seconds(elapsed.inSeconds))
    return parts.joined(separator: "  ")
  }
}
