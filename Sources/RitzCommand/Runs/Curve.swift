import ArgumentParser
import Foundation
import JSONSchemas
import LocalVersusRuntime
import Ritz

/// `ritz vqe --table`: one run for each FILE, started where the one before ended if both have as many parameters.
struct Curve {
  let tasks: [VariationalTask]
  let optimization: OptimizationArguments
  let report: ReportArguments

  func run() async throws {
    let place = try await optimization.connect()
    var outcomes: [RunOutcome] = []
    var isInterrupted = false
    for task in tasks {
      do {
        let start = outcomes.last.flatMap { last -> InitialPoint? in
          let isContinuable = last.result.parameters.count == task.ansatz.circuit.parameters.count
          return isContinuable ? .values(last.result.parameters) : nil
        }
        let exact = try ExactReference(for: task)
        try Task.checkCancellation()
        let result = try await WatchedRun(task: task, exact: exact.energy).run(
          task.vqe(optimization, start: start), at: place)
        try exact.requirePossible(result, of: task)
        outcomes.append(RunOutcome(task: task, result: result, exact: exact))
        if Console.isWatched {
          Console.note("  energy \(Numbers.energy(result.energy)), \(result.evaluations) evaluations")
        }
        isInterrupted = result.stopReason == .interrupted
      } catch  where Task.isCancelled && !outcomes.isEmpty {
        isInterrupted = true
      }
      if isInterrupted { break }
    }

    if let path = report.plot { try OutputFile.write(CurvePlot(outcomes).svg, to: path) }
    Console.printResult(
      report.json ? outcomes.map(\.json.text).joined(separator: "\n") : Self.table(outcomes))
    if isInterrupted {
      let rest = tasks.count - outcomes.count { $0.result.stopReason != .interrupted }
      Console.note("interrupted; \(rest) of \(tasks.count) FILEs are not done: give them again to go on")
      throw ExitCode(Failure.Kind.interrupted.rawValue)
    }
  }

  static func table(_ outcomes: [RunOutcome]) -> String {
    let positions = CurvePositions(outcomes.map(\.task.path))
    var table = TextTable()
    table.append(positions.heading, "energy", "exact", "error", "evaluations", "time", "stopped")
    for (index, outcome) in outcomes.enumerated() {
      let result = outcome.result
      table.append(
        positions.labels[index], Numbers.energy(result.energy, standardError: result.standardError),
        outcome.exact.energy.map { Numbers.energy($0) } ?? "-", outcome.error.map(Numbers.difference) ?? "-",
        "\(result.evaluations)", Numbers.seconds(result.seconds), result.stopReason.rawValue)
    }
    return table.text
  }
}

/// Where the points of a curve lie: at the distances in the names of their files, or else at 1, 2, 3, …
struct CurvePositions {
  let values: [Double]
  /// Whether the names of all files hold a distance, as in `lih_sto3g_r1.6.fcidump`.
  let areDistances: Bool
  /// How the rows of a table begin.
  let labels: [String]

  var heading: String { areDistances ? "r/Å" : "file" }

  init(_ paths: [String]) {
    let names = paths.map { URL(fileURLWithPath: $0).lastPathComponent }
    let distances = names.map { name -> Substring? in
      guard let match = name.matches(of: /_r([0-9]+(?:\.[0-9]+)?)/).last else { return nil }
      return match.1
    }
    areDistances = !distances.contains(nil)
    values = areDistances ? distances.map { Double($0 ?? "") ?? 0 } : paths.indices.map { Double($0 + 1) }
    labels = areDistances ? distances.map { String($0 ?? "") } : names
  }
}
