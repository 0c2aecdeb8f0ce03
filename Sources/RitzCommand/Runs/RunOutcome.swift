import JSONSchemas
import Ritz

/// A finished or interrupted run with what it is compared to.
struct RunOutcome {
  let task: VariationalTask
  let result: RunResult
  let exact: ExactReference

  var error: Double? { exact.energy.map { result.energy - $0 } }

  var json: JSONValue {
    .object([
      "energy": .number(result.energy),
      "standard_error": .number(result.standardError),
      "exact_energy": .number(exact.energy),
      "error_vs_exact": .number(error),
      "evaluations": .integer(result.evaluations),
      "gradient_evaluations": .integer(result.gradientEvaluations),
      "parameters": .numbers(result.parameters),
      "stop_reason": .string(result.stopReason.rawValue),
      "ansatz": .string(result.ansatz),
      "optimizer": .string(result.optimizer.rawValue),
      "seed": .seed(result.seed),
      "seconds": .number(result.seconds),
      "history": .array(result.steps.map(Self.json)),
      "file": .string(task.path),
      "n_qubits": .integer(task.hamiltonian.qubitCount),
      "n_terms": .integer(task.hamiltonian.termCount()),
      "fock_energy": .number(exact.fockEnergy),
    ])
  }

  private static func json(_ step: OptimizationStep) -> JSONValue {
    .object([
      "iteration": .integer(step.iteration),
      "energy": .number(step.value),
      "standard_error": .number(step.standardError),
      "evaluations": .integer(step.evaluations),
      "gradient_evaluations": .integer(step.gradientEvaluations),
      "accepted": .bool(step.accepted),
    ])
  }

  var text: String {
    var table = LabelledLines()
    // A person at a terminal has read this line when the run began.
    if !Console.isShownTogether { table.append("problem", task.summary(result.optimizer)) }
    table.append("energy", Numbers.energy(result.energy, standardError: result.standardError) + task.unit)
    if let energy = exact.energy, let error {
      let place = task.molecule.map { " (\($0.electronCount) electrons, 2Sz = \($0.twiceSz))" } ?? ""
      table.append("exact", Numbers.energy(energy) + task.unit + place)
      if let fock = exact.fockEnergy, fock < energy {
        table.append(
          "", Numbers.energy(fock) + task.unit + " with any number of electrons, which this ansatz can reach")
      }
      table.append("error", Numbers.difference(error) + task.unit)
    } else {
      table.append("exact", "not computed: too large to be quick; see ritz exact")
    }
    table.append("evaluations", "\(result.evaluations), of these \(result.gradientEvaluations) with gradient")
    table.append("time", Numbers.seconds(result.seconds))
    table.append("stopped", result.stopReason.rawValue + (result.stopReason.isConverged ? "" : " (not converged)"))
    return table.text
  }
}

/// Lines of `label  text` with the texts below each other.
struct LabelledLines {
  private(set) var text = ""
  /// Letters before the texts.
  private let width: Int

  init(width: Int = 13) { self.width = width }

  mutating func append(_ label: String, _ line: String) {
    text += label + String(repeating: " ", count: max(1, width - label.count)) + line + "\n"
  }
}
