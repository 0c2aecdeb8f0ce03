import ArgumentParser
import Ritz

/// `ritz vqe`: the lowest energy an ansatz reaches.
struct VQECommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vqe",
    abstract: "Minimise the energy of a molecule or a lattice model over an ansatz.",
    discussion: """
      Prints the energy, its distance to the exact one where that is quickly known, the evaluations and the time. Energies \
      of molecules are in hartree, those of Pauli sums in the unit of their coefficients. An energy below the exact one is \
      an error. Ctrl-C prints the best energy so far.
      """)

  @Argument(help: "FCIDUMPs or Pauli sums; several need --table.")
  var files: [String]

  @OptionGroup(title: "Problem and ansatz") var problem: ProblemArguments
  @OptionGroup(title: "Optimisation") var optimization: OptimizationArguments
  @OptionGroup(title: "Results") var report: ReportArguments

  func validate() throws {
    if files.count > 1 && !report.table {
      throw ValidationError(
        "\(files.count) FILEs need --table, which starts each from the parameters of the one before.")
    }
    if report.table {
      for (option, value) in [
        ("--checkpoint", report.checkpoint), ("--resume", report.resume), ("--record", report.record),
      ] where value != nil {
        throw ValidationError("\(option) is for a single run and cannot be honoured with --table.")
      }
    }
    if optimization.mode == .program {
      for (option, value) in [
        ("--checkpoint", report.checkpoint), ("--resume", report.resume), ("--record", report.record),
      ] where value != nil {
        throw ValidationError(
          "\(option) needs the loop in this process and cannot be honoured with --mode program; take session.")
      }
    }
    if optimization.initialPoint == .mp2, let ansatz = problem.ansatz, ansatz != .uccsd {
      throw ValidationError("--initial-point mp2 belongs to uccsd; the ansatz is \(ansatz.rawValue).")
    }
  }

  func run() async throws {
    // All files are read and understood before the first is worked on.
    let tasks = try files.map { try VariationalTask($0, problem, start: optimization.initialPoint) }
    for path in [report.checkpoint, report.record, report.plot].compactMap({ $0 }) {
      try OutputFile.requireWritable(path)
    }
    if report.table {
      try await Curve(tasks: tasks, optimization: optimization, report: report).run()
    } else {
      try await SingleRun(task: tasks[0], optimization: optimization, report: report).run()
    }
  }
}
