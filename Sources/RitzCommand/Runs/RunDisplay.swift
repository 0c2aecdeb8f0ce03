import Ritz

/// The line that shows where a run is.
final class RunDisplay {
  private let line = ProgressLine()
  private let isSampled: Bool
  private let exact: Double?
  private var iteration = 0
  private var shownEnergy: Double?

  init(isSampled: Bool, exact: Double?) {
    self.isSampled = isSampled
    self.exact = exact
  }

  /// Shows a run after a batch of evaluations; from the first one on, the run has something to report.
  func show(_ step: OptimizationStep?, best: Double, _ elapsed: Duration) {
    Interruption.prepareToReport()
    iteration = step?.iteration ?? iteration
    // Of noisy values the lowest means nothing, so the present one is shown.
    show(isSampled ? step?.value ?? best : best, elapsed)
  }

  /// Shows a job after an iteration.
  func show(_ step: VQEInterimResult, _ elapsed: Duration) {
    iteration = step.iteration
    show(isSampled ? step.energy : step.bestEnergy, elapsed)
  }

  func clear() { line.clear() }

  /// One line of at most 79 letters; the change is that since the line before.
  private func show(_ energy: Double, _ elapsed: Duration) {
    line.show {
      var parts = ["iteration \(iteration)", "energy \(Numbers.energy(energy))"]
      if let shownEnergy { parts.append("change \(Numbers.shortDifference(energy - shownEnergy))") }
      if let exact { parts.append("error \(Numbers.shortDifference(energy - exact))") }
      parts.append(Numbers.seconds(elapsed.inSeconds))
      shownEnergy = energy
      return parts.joined(separator: "  ")
    }
  }
}
