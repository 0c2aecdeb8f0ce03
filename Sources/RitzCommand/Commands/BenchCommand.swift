public import ArgumentParser
import JSONSchemas
public import LocalVersusRuntime
import Ritz
import RuntimeClient

extension BenchmarkMolecule: ExpressibleByArgument {}

/// `ritz bench`: measurements beside their goals.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure what Ritz takes.", subcommands: [LocalVersusRuntimeCommand.self])
}

/// `ritz bench local-vs-runtime`
struct LocalVersusRuntimeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "local-vs-runtime",
    abstract: "Make the same variational runs here and by a service, and show both side by side.",
    discussion: """
      Four arms: local; per-iteration, a queued job for each iteration; session, the same on a reserved worker; program, \
      all as one job. Times, round trips and bytes are measured. What a quantum computer and the way to it would add is \
      modelled, marked so, and stands apart. Without --backend a service is started for the comparison and ended after it.
      """)

  @Option(help: ArgumentHelp("A molecule; may be given again (default: all).", valueName: "name"))
  var molecule: [BenchmarkMolecule] = []

  @Option(
    help: ArgumentHelp(
      "An optimizer; may be given again (default: l-bfgs, spsa and cobyla).", valueName: "name"),
    transform: OptimizerName.init(parsing:))
  var optimizer: [OptimizerName] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Shots for each energy (default: none, exact energies).", valueName: "n"))
  var shots: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timed runs of each arm, after one to warm up (default: 5; 1 with --quick).", valueName: "n"))
  var runs: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Energies of each run at most (default: 1000).", valueName: "n"))
  var maxEvaluations: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp("Decides every random choice; 0 or more.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Shots of the modelled device for each circuit (default: 1000).", valueName: "n"))
  var deviceShots: Int?

  @Option(
    help: ArgumentHelp(
      "A saved service to measure in place of one started for it, such as http://127.0.0.1:8000.",
      valueName: "url[#name]"),
    transform: BackendArgument.init)
  var backend: BackendArgument?

  @Flag(help: "Small molecules, L-BFGS, one run: to see that it works.")
  var quick = false

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    for (option, value) in [
      ("--shots", shots), ("--runs", runs), ("--max-evaluations", maxEvaluations), ("--device-shots", deviceShots),
    ] {
      if let value, value < 1 { throw ValidationError("\(option) is \(value); 1 or more are allowed.") }
    }
    if backend == .local {
      throw ValidationError("--backend local is measured in any case; give the URL of a service.")
    }
  }

  private var options: ComparisonOptions {
    var options = quick ? .quick : ComparisonOptions()
    if !molecule.isEmpty { options.molecules = molecule }
    if !optimizer.isEmpty { options.optimizers = optimizer }
    options.shots = shots
    options.seed = seed
    options.runs = runs ?? options.runs
    options.maximumEvaluations = maxEvaluations ?? options.maximumEvaluations
    options.shotsPerCircuit = deviceShots ?? options.shotsPerCircuit
    return options
  }

  func run() async throws {
    // From here on an interruption ends the service that was started, too.
    Interruption.prepareToReport()
    func show(_ report: CaseReport) { if !json { Console.printResult(report.text) } }
    let report: ComparisonReport
    if let backend {
      let (service, name) = try await backend.service()
      report = try await Comparison(options, on: service, backend: name).run(onCase: show)
    } else {
      report = try await Comparison.run(options, startingServiceFrom: Executable.path, onCase: show)
    }
    Console.printResult(json ? report.json.text : report.summary)
    if !report.isIdentical { throw Failure(.work, "the arms do not agree to the last bit") }
  }
}
