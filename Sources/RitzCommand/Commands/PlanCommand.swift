import ArgumentParser
import JSONSchemas
import Ritz

/// `ritz plan`: what work would take, before any of it is done.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Tell the qubits, groups, shots, memory and time that work would take.",
    discussion: """
      A FILE is planned as ritz vqe would run it; a circuit or program in OpenQASM as ritz sample would, or with --observable \
      as ritz estimate would. Circuits are compiled, but nothing is simulated. Times are good to a factor of two or so, on a \
      machine that does nothing else. Work that does not fit the memory is planned like the rest, with what it would need.
      """)

  @Argument(help: "FCIDUMPs, Pauli sums, circuits or programs in OpenQASM.")
  var files: [String]

  @OptionGroup(title: "Circuits") var circuit: CircuitArguments
  @OptionGroup(title: "Problems and ansatzes") var problem: ProblemArguments
  @OptionGroup(title: "Optimisation and measurement") var loop: LoopArguments

  @Option(help: "Whether states may be computed among those basis states alone that the circuit reaches (default: on).")
  var symmetrySector: SwitchArgument?

  @Flag(help: "Print one JSON object for each FILE, one per line.")
  var json = false

  func run() async throws {
    let backend = try LocalBackend(memoryLimit: nil, usesSector: symmetrySector != .off)
    var texts: [String] = []
    for file in files {
      let outcome: PlanOutcome
      do {
        outcome =
          CircuitFile.isOpenQASM(file)
          ? try await circuit.plan(file, problem: problem, loop: loop, on: backend)
          : try await plan(file, on: backend)
      } catch {
        throw Failure.about(file, error)
      }
      texts.append(json ? outcome.json.text + "\n" : outcome.text)
    }
    Console.printResult(texts.joined(separator: json ? "" : "\n"))
  }

  private func plan(_ file: String, on backend: LocalBackend) async throws -> PlanOutcome {
    if let option = circuit.given.first {
      throw Failure(.usage, "\(file): no circuit in OpenQASM, so that \(option) cannot be honoured")
    }
    return try await VariationalTask(file, problem, start: nil).plan(loop, on: backend)
  }
}

/// What belongs to a circuit in OpenQASM.
struct CircuitArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A Pauli sum's file, or a label such as ZZI, to plan its expectation value (default: none, outcomes are planned).",
      valueName: "file|label"))
  var observable: String?

  @Option(help: ArgumentHelp("Values of inputs, such as '{\"theta\": 0.5}'.", valueName: "json"))
  var parameters: String?

  /// The options that were given.
  var given: [String] {
    [observable.map { _ in "--observable" }, parameters.map { _ in "--parameters" }].compactMap { $0 }
  }

  fileprivate func plan(
    _ path: String, problem: ProblemArguments, loop: LoopArguments, on backend: LocalBackend
  ) async throws -> PlanOutcome {
    let file = try CircuitFile(path, inputs: parameters)
    let measurement = loop.measurement
    var refused = problem.given + loop.given
    if observable == nil {
      refused += [
        measurement.precision.map { _ in "--precision" }, measurement.grouping.map { _ in "--grouping" },
      ].compactMap { $0 }
    }
    if let option = refused.first {
      let kind = observable == nil ? "a circuit without --observable" : "a circuit"
      throw Failure(.usage, "\(path): \(kind), for which \(option) cannot be honoured")
    }
    guard let observable else {
      let shots = measurement.shots ?? SamplerOptions().shots
      let pub = try file.samplerPub(shots: shots)
      return PlanOutcome(
        summary: "\(path): " + summary(pub), value: try await backend.resources(sampling: [pub]), label: "outcomes")
    }
    let circuit = try file.circuit()
    let sum = try CircuitFile.observable(observable, on: circuit, of: path)
    let value = try await backend.resources(
      estimating: [EstimatorPub(circuit, observable: sum, parameters: [])], options: measurement.options())
    return PlanOutcome(
      summary: "\(path): \(summary(circuit)); \(count(sum.termCount(), "term"))", value: value, label: "value",
      termCount: sum.termCount())
  }

  private func summary(_ pub: SamplerPub) -> String {
    switch pub.source {
    case .circuit(let prepared, _): summary(prepared.circuit)
    case .program(let program, _):
      "\(count(program.qubitCount, "qubit")), a program whose measurements decide what follows"
    }
  }

  private func summary(_ circuit: Circuit) -> String {
    "\(count(circuit.qubitCount, "qubit")), \(count(circuit.operations.count, "gate"))"
  }
}
