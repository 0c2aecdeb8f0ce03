import ArgumentParser
import Ritz

/// What is computed: the problem and its ansatz.
struct ProblemArguments: ParsableArguments {
  @Option(help: "The ansatz (default: uccsd for molecules, hva for Pauli sums).")
  var ansatz: AnsatzArgument?

  @Option(help: "The order of UCCSD's factors; only with uccsd (default: \(UCCSD.Order.doublesThenSingles.rawValue)).")
  var order: UCCSD.Order?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Layers; not with uccsd (default: 3; for hva half the number of qubits, rounded up).", valueName: "n"))
  var layers: Int?

  @Option(help: "How fermions are put on qubits; only for molecules (default: jordan-wigner).")
  var mapping: FermionMapping?

  @Flag(help: "Leave out the two qubits that hold the parities of the electrons; only with --mapping parity.")
  var reduceTwoQubits = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Orbitals of lowest energy to keep doubly occupied; only for molecules (default: 0).", valueName: "n"))
  var freezeCore: Int?

  @Option(
    help: ArgumentHelp(
      "Keep this many electrons in this many orbitals around the Fermi level; only for molecules (default: all).",
      valueName: "electrons,orbitals"),
    transform: ActiveSpaceArgument.init)
  var activeSpace: ActiveSpaceArgument?

  func validate() throws {
    if let layers, layers < 0 { throw ValidationError("--layers is \(layers); 0 or more are allowed.") }
    if order != nil, let ansatz, ansatz != .uccsd {
      throw ValidationError("--order belongs to uccsd; the ansatz is \(ansatz.rawValue).")
    }
    if layers != nil, ansatz == .uccsd { throw ValidationError("--layers does not apply to uccsd.") }
    if reduceTwoQubits, mapping != .parity {
      throw ValidationError("--reduce-two-qubits needs --mapping parity.")
    }
    if let freezeCore, freezeCore < 0 {
      throw ValidationError("--freeze-core is \(freezeCore); 0 or more are allowed.")
    }
    if freezeCore != nil && activeSpace != nil {
      throw ValidationError(
        "--freeze-core and --active-space exclude each other; an active space freezes what it leaves.")
    }
  }

  /// The options that were given.
  var given: [String] {
    let others = [
      ansatz.map { _ in "--ansatz" }, order.map { _ in "--order" }, layers.map { _ in "--layers" },
      reduceTwoQubits ? "--reduce-two-qubits" : nil,
    ]
    return others.compactMap { $0 } + moleculeOptions
  }

  /// The options that only a molecule can honour and that were given.
  var moleculeOptions: [String] {
    [
      mapping.map { _ in "--mapping" }, freezeCore.map { _ in "--freeze-core" },
      activeSpace.map { _ in "--active-space" },
    ].compactMap { $0 }
  }
}

/// How an energy is minimised, wherever that is done.
struct LoopArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The optimizer: \(OptimizerName.allCases.map(\.rawValue).joined(separator: ", ")) "
        + "(default: l-bfgs; spsa with --shots or --precision).",
      valueName: "name"),
    transform: OptimizerName.init(parsing:))
  var optimizer: OptimizerName?

  @Option(
    help: "How derivatives are found (default: adjoint, or parameter-shift with --shots or --precision).")
  var gradient: GradientArgument?

  @OptionGroup var measurement: MeasurementArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A bound on the standard error of the energy that a run with --shots or --precision ends with (default: none, it is "
        + "evaluated like the others).",
      valueName: "bound"))
  var finalPrecision: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Energies to evaluate at most, with or without gradient (default: the optimizer's own limits).", valueName: "n"))
  var maxEvaluations: Int?

  /// The options beside those of the measurement that were given.
  var given: [String] {
    [
      optimizer.map { _ in "--optimizer" }, gradient.map { _ in "--gradient" },
      finalPrecision.map { _ in "--final-precision" }, maxEvaluations.map { _ in "--max-evaluations" },
    ].compactMap { $0 }
  }

  var method: OptimizerName { optimizer ?? (measurement.isSampled ? .spsa : .lBFGS) }

  func validate() throws {
    if let finalPrecision {
      guard finalPrecision > 0 && finalPrecision.isFinite else {
        throw ValidationError("--final-precision is \(finalPrecision); positive numbers are allowed.")
      }
      guard measurement.isSampled else { throw ValidationError("--final-precision goes with --shots or --precision.") }
    }
    if let maxEvaluations, maxEvaluations < 1 {
      throw ValidationError("--max-evaluations is \(maxEvaluations); 1 or more are allowed.")
    }
    if gradient == .adjoint && measurement.isSampled {
      throw ValidationError("--gradient adjoint is exact and takes no --shots or --precision.")
    }
    if let gradient, !method.needsGradient {
      throw ValidationError(
        "\(method.rawValue) uses no gradients, so --gradient \(gradient.rawValue) cannot be honoured.")
    }
  }
}

/// How a run is made.
struct OptimizationArguments: ParsableArguments {
  @OptionGroup var loop: LoopArguments

  @Option(
    help: ArgumentHelp(
      "Where to start; mp2 only with uccsd (default: ansatz, what the ansatz itself suggests).", valueName: "point"))
  var initialPoint: InitialPointArgument?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Decides every random choice; 0 or more.", valueName: "n"))
  var seed: UInt64 = 0

  @OptionGroup var place: PlaceArguments

  @Option(
    help: ArgumentHelp(
      "How a service runs it: jobs on a reserved worker, a queued job for each iteration, or all as one job "
        + "(default: session).",
      valueName: "mode"))
  var mode: ModeArgument?

  @Option(
    help: ArgumentHelp(
      "Whether states are computed among those basis states alone that the circuit reaches, where these are few; off "
        + "keeps to all 2^n. Energies differ by rounding. Only with --backend local (default: on).",
      valueName: "on|off"))
  var symmetrySector: SwitchArgument?

  /// Where the runs are made.
  func connect() async throws -> Place {
    try await place.backend.place(mode: mode, usesSector: symmetrySector != .off)
  }

  func validate() throws {
    if place.backend == .local, let mode {
      throw ValidationError("--mode \(mode.rawValue) is for services and cannot be honoured with --backend local.")
    }
    if place.backend != .local, let symmetrySector {
      throw ValidationError(
        "--symmetry-sector \(symmetrySector.rawValue) is for --backend local and cannot be honoured by a service.")
    }
  }
}

/// What becomes of the result.
struct ReportArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Save the run to this file, every second and at its end, for --resume (default: none).", valueName: "path"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp("Go on from a file that --checkpoint wrote, given the same FILE and options.", valueName: "path")
  )
  var resume: String?

  @Option(help: ArgumentHelp("Write a record of the run for ritz replay (default: none).", valueName: "path"))
  var record: String?

  @Option(
    help: ArgumentHelp(
      "Draw as SVG how one FILE converged (its error where the exact energy is known), or with --table the curve.",
      valueName: "file.svg"))
  var plot: String?

  @Flag(help: "Compute a curve: one row for each FILE, started from the parameters of the FILE before.")
  var table = false

  @Flag(help: "Print one JSON object, with --table one per line.")
  var json = false
}
