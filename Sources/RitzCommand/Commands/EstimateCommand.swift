import ArgumentParser
import Foundation
import JSONSchemas
import Ritz

/// `ritz estimate`: an expectation value in the state that a circuit prepares.
struct EstimateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Compute or estimate the expectation value of an observable behind a circuit in OpenQASM.",
    discussion: "Without --shots and --precision the value is exact. With either, it comes with its standard error.")

  @Argument(help: "A file in OpenQASM 2 or 3, without measurements.")
  var circuit: String

  @Option(
    help: ArgumentHelp(
      "A Pauli sum's file, or a label such as ZZI, whose last letter is qubit 0.", valueName: "file|label"))
  var observable: String

  @Option(help: ArgumentHelp("Values of inputs, such as '{\"theta\": 0.5}'.", valueName: "json"))
  var parameters: String?

  @Option(parsing: .unconditional, help: "How many shots to spend.")
  var shots: Int?

  @Option(
    parsing: .unconditional, help: "A bound on the standard error, in the observable's unit; shots follow from it.")
  var precision: Double?

  @Option(parsing: .unconditional, help: "Where all random choices come from (default: another one each time).")
  var seed: UInt64?

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    let isSampled = shots != nil || precision != nil
    if !isSampled, seed != nil {
      throw Failure(.usage, "--seed has a meaning only with --shots or --precision; without them the value is exact")
    }
    let seed = seed ?? .random(in: .min ... .max)
    let options: EstimatorOptions
    do {
      options = try EstimatorOptions(shots: shots, precision: precision, seed: seed)
    } catch {
      throw Failure(.usage, "\(error)")
    }
    let circuit = try CircuitFile(circuit, inputs: parameters).circuit()
    let pub = EstimatorPub(circuit, observable: try observable(qubitCount: circuit.qubitCount), parameters: [])
    let result: EstimatorPubResult
    do {
      result = try await LocalBackend().estimate([pub], options: options).pubs[0]
    } catch {
      throw Failure.about(self.circuit, error)
    }
    let (value, error, spent) = (result.values[0], result.standardErrors?[0], result.shots?[0])
    if json {
      return Console.printResult(
        JSONValue.object([
          "value": .number(value), "standard_error": .number(error), "shots": spent.map { .integer($0) } ?? .null,
          "seed": isSampled ? .seed(seed) : .null,
        ]).text)
    }
    var text = "\(value)"
    if let error, let spent { text += " ± \(error)  (\(count(spent, "shot")), seed \(seed))" }
    Console.printResult(text)
  }

  private func observable(qubitCount: Int) throws -> PauliSum {
    let sum: PauliSum
    if let string = try? PauliString(observable), !observable.isEmpty {
      sum = try PauliSum(qubitCount: string.qubitCount, terms: [PauliTerm(string, coefficient: 1)])
    } else {
      switch try HamiltonianFile(contentsOf: observable) {
      case .pauliSum(let found): sum = found
      case .molecule(let dump): sum = dump.molecule.problem().hamiltonian
      }
    }
    guard sum.qubitCount == qubitCount else {
      throw Failure(
        .input, "\(observable): an observable of \(count(sum.qubitCount, "qubit")); \(circuit) has \(qubitCount)")
    }
    return sum
  }
}
