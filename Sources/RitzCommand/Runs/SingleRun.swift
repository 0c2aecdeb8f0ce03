import ArgumentParser
import Foundation
import JSONSchemas
import Ritz

/// `ritz vqe` with one FILE.
struct SingleRun {
  let task: VariationalTask
  let optimization: OptimizationArguments
  let report: ReportArguments

  func run() async throws {
    let vqe = task.vqe(optimization)
    let resumed = try report.resume.map { try VQECheckpoint(contentsOf: $0) }
    let inputs = try report.record.map { _ in [try RunRecord.Input(hashing: task.path)] } ?? []
    let exact = try ExactReference(for: task)
    let place = try await optimization.connect()
    let run = WatchedRun(task: task, exact: exact.energy)
    let result: RunResult
    switch place {
    case .job:
      // Options that need the loop to be here have been refused.
      result = try await run.run(vqe, at: place)
      try exact.requirePossible(result, of: task)
    case .loop(let backend):
      let found = try await run.run(
        vqe, on: backend, checkpoint: report.checkpoint.map { CheckpointPolicy(path: $0) }, resuming: resumed)
      result = RunResult(found)
      try exact.requirePossible(result, of: task)
      try write(RunRecord(found, of: vqe, on: backend, inputs: inputs))
    }
    let outcome = RunOutcome(task: task, result: result, exact: exact)
    if let path = report.plot { try OutputFile.write(ConvergencePlot(outcome).svg, to: path) }
    Console.printResult(report.json ? outcome.json.text : outcome.text)
    if result.stopReason == .interrupted {
      Console.note(resumeHint)
      throw ExitCode(Failure.Kind.interrupted.rawValue)
    }
  }

  /// Writes the record, if one was asked for.
  private func write(_ record: @autoclosure () -> RunRecord) throws {
    guard let path = report.record else { return }
    do {
      try record().write(to: path)
    } catch {
      throw Failure(.work, "\(path): \(error)")
    }
  }

  private var resumeHint: String {
    guard optimization.mode != .program else {
      return "interrupted; the job was cancelled: what it has found by then is kept with it (ritz jobs ls)"
    }
    guard let checkpoint = report.checkpoint else {
      return "interrupted; nothing was saved: a run with --checkpoint PATH can be resumed"
    }
    // The same command, going on from the checkpoint in place of what it went on from before.
    var words: [String] = []
    var skipsNext = false
    for word in CommandLine.arguments.dropFirst() {
      if skipsNext {
        skipsNext = false
      } else if word == "--resume" {
        skipsNext = true
      } else if !word.hasPrefix("--resume=") {
        words.append(word)
      }
    }
    words = ["ritz"] + words + ["--resume", checkpoint]
    return "interrupted; resume with: " + words.map(Self.shellQuoted).joined(separator: " ")
  }

  private static func shellQuoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy { scalar in
        scalar.properties.isAlphabetic || "0123456789-_./=,:+@%".unicodeScalars.contains(scalar)
      }
    return isPlain ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
