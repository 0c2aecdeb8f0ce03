import ArgumentParser
import JSONSchemas
import Ritz

/// `ritz replay`: makes a recorded run again and compares.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Make a recorded run again and compare every evaluation with the record.",
    discussion: """
      Status 0 when the run took the same way to energies that agree within 1e-9 of the Hamiltonian's one-norm, 1 when not. \
      Says whether the files that the run was made from have changed since.
      """)

  @Argument(help: "A file that ritz vqe --record wrote.")
  var record: String

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    let record = try RunRecord(contentsOf: self.record)
    guard record.backend == LocalBackend().name else {
      throw Failure(
        .input, "\(self.record): recorded on the backend '\(record.backend)'; only local can be replayed here")
    }
    let line = ProgressLine()
    defer { line.clear() }
    let report = try await record.replay(
      on: LocalBackend(memoryLimit: nil, usesSector: record.usesSector)
    ) { count in
      line.show { "replayed \(count) of \(record.evaluations.count) evaluations" }
    }
    line.clear()
    let outcome = ReplayOutcome(path: self.record, record: record, report: report)
    if let difference = outcome.difference { throw Failure(.work, "\(self.record): \(difference)") }
    Console.printResult(json ? outcome.json.text : outcome.text)
  }
}
