import Foundation
import JSONSchemas
import Ritz

/// How a run made again compares with its record.
struct ReplayOutcome {
  let path: String
  let record: RunRecord
  let report: ReplayReport

  private var tolerance: Double { 1e-9 * record.vqe.hamiltonian.oneNorm }

  /// Why the record cannot stand; nil when it does.
  var difference: String? {
    let place = report.firstDifference.map { " (first at evaluation \($0 + 1))" } ?? ""
    if !(report.largestDifference <= tolerance) {
      return "an energy differs by \(report.largestDifference)\(place); at most \(tolerance) is rounding"
    }
    // On another kind of processor sums round differently; what an optimizer makes of that stays far below this.
    if !(report.largestPointDifference <= 1e-6) || report.evaluationsMade != report.evaluationsCompared {
      return "the optimizer went another way\(place), although energies differ by \(report.largestDifference) at most"
    }
    if report.firstDifference == nil && !report.isIdentical {
      return
        "all \(report.evaluationsCompared) evaluations are the same, but the run ends elsewhere or with another result"
    }
    return nil
  }

  var json: JSONValue {
    .object([
      "identical": .bool(report.isIdentical),
      "evaluations": .integer(report.evaluationsCompared),
      "largest_difference": .number(report.largestDifference),
      "largest_point_difference": .number(report.largestPointDifference),
      "energy": .number(record.energy),
      "standard_error": .number(record.standardError),
      "stop_reason": .string(record.stopReason.rawValue),
      "ansatz": .string(record.vqe.ansatz.name),
      "optimizer": .string(type(of: record.vqe.optimizer).name.rawValue),
      "seed": .seed(record.vqe.seed),
      "inputs": .array(
        record.inputs.map {
          .object(["file": .string($0.path), "hash": .string($0.hash), "state": .string(Self.state(of: $0))])
        }),
    ])
  }

  var text: String {
    var lines = LabelledLines()
    lines.append(
      "record",
      "\(path): \(record.vqe.ansatz.name), \(type(of: record.vqe.optimizer).name.rawValue), seed \(record.vqe.seed)")
    lines.append("energy", Numbers.energy(record.energy, standardError: record.standardError))
    lines.append("evaluations", "\(report.evaluationsCompared)")
    lines.append(
      "replay",
      report.isIdentical
        ? "identical to the last bit"
        : "energies within \(report.largestDifference), angles within \(report.largestPointDifference) of the record's")
    for input in record.inputs { lines.append("input", "\(input.path): \(Self.state(of: input))") }
    return lines.text
  }

  /// Whether a file is still what the run was made from.
  private static func state(of input: RunRecord.Input) -> String {
    guard let now = try? RunRecord.Input(hashing: input.path) else { return "missing" }
    return now.hash == input.hash ? "unchanged" : "changed"
  }
}
