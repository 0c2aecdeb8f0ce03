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

  @OptionGroup var measurement: MeasurementArguments

  @Option(parsing: .unconditional, help: "Where all random choices come from (default: another one each time).")
  var seed: UInt64?

  @OptionGroup var place: PlaceArguments

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    let isSampled = measurement.isSampled
    if !isSampled, seed != nil {
      throw Failure(.usage, "--seed has a meaning only with --shots or --precision; without them the value is exact")
    }
    let seed = seed ?? .random(in: .min ... .max)
    let options = try measurement.options(seed: seed)
    let circuit = try CircuitFile(circuit, inputs: parameters).circuit()
    let sum = try CircuitFile.observable(observable, on: circuit, of: self.circuit)
    let pub = EstimatorPub(circuit, observable: sum, parameters: [])
    let result: EstimatorPubResult
    let backend = try await place.backend.backend()
    do {
      result = try await backend.estimate([pub], options: options).pubs[0]
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
}
