import Foundation
import Plots
import Ritz

/// How a run approached its energy: the error where the exact energy is known, the energy otherwise.
struct ConvergencePlot {
  private let outcome: RunOutcome

  init(_ outcome: RunOutcome) { self.outcome = outcome }

  private static let chemicalAccuracy = 1.6e-3  // hartree: 1 kcal/mol
  /// More points than this would be a thick line.
  private static let mostMarks = 80

  var svg: String {
    let steps = shownSteps
    let exact = outcome.exact.energy
    // Below this, an error is the rounding of the energies themselves.
    let floor = exact.map { max(1e-16, abs($0) * 1e-16) } ?? 0
    let points = steps.map { step in
      Plot.Point(
        x: Double(step.evaluations), y: exact.map { max(floor, abs(step.value - $0)) } ?? step.value)
    }
    let unit = outcome.task.molecule == nil ? "" : " / hartree"
    let name = URL(fileURLWithPath: outcome.task.path).lastPathComponent
    let plot = Plot(
      title: "\(name): \(outcome.result.ansatz), \(outcome.result.optimizer.rawValue)", xLabel: "evaluations",
      yLabel: (exact == nil ? "energy" : "|energy − exact|") + unit, yScale: exact == nil ? .linear : .logarithmic,
      series: [
        Plot.Series(
          label: "", points: points, style: points.count > Self.mostMarks ? .line : .lineWithPoints, color: Plot.blue)
      ],
      guides: exact != nil && outcome.task.molecule != nil
        ? [Plot.Guide(value: Self.chemicalAccuracy, label: "chemical accuracy")] : [])
    return plot.svg
  }

  /// Exact runs by the iterations that were accepted, noisy ones by all.
  private var shownSteps: [OptimizationStep] {
    let steps = outcome.result.steps
    guard outcome.result.standardError == nil else { return steps }
    let accepted = steps.filter(\.accepted)
    return accepted.isEmpty ? steps : accepted
  }
}

/// Energies along a curve, with the exact ones beside them.
struct CurvePlot {
  private let outcomes: [RunOutcome]

  init(_ outcomes: [RunOutcome]) { self.outcomes = outcomes }

  var svg: String {
    let positions = CurvePositions(outcomes.map(\.task.path))
    let points = zip(positions.values, outcomes).sorted { $0.0 < $1.0 }
    func series(
      _ label: String, _ style: Plot.Series.Style, _ color: String, _ energy: (RunOutcome) -> Double?
    ) -> Plot.Series? {
      let found = points.compactMap { x, outcome in energy(outcome).map { Plot.Point(x: x, y: $0) } }
      return found.isEmpty ? nil : Plot.Series(label: label, points: found, style: style, color: color)
    }
    let areMolecules = outcomes.allSatisfy { $0.task.molecule != nil }
    let ansatz = Set(outcomes.map(\.result.ansatz)).sorted().joined(separator: ", ")
    let plot = Plot(
      title: "Ground-state energy", xLabel: positions.areDistances ? "distance / Å" : "file, in the order given",
      yLabel: areMolecules ? "energy / hartree" : "energy", xScale: positions.areDistances ? .linear : .whole,
      series: [
        series("Hartree–Fock", .dashes, Plot.gray) { $0.task.molecule?.hartreeFockEnergy },
        series("exact", .line, Plot.orange) { $0.exact.energy },
        series("VQE (\(ansatz))", .points, Plot.blue) { $0.result.energy },
      ].compactMap { $0 })
    return plot.svg
  }
}
