import Foundation
import JSONSchemas
import LocalVersusRuntime
import Ritz

/// The arguments of `RitzBenchmarks local-vs-runtime`; `ritz bench local-vs-runtime` has the same and more.
struct LocalVersusRuntimeOptions {
  static let name = "local-vs-runtime"
  var comparison = ComparisonOptions()
  var isJSON = false

  static let usage = """
    usage: RitzBenchmarks local-vs-runtime [--molecule h2|lih-4|lih-12]... [--optimizer NAME]... [--shots N] [--runs N]
                                           [--quick] [--json]
      the same variational runs here and by a service that is started for it, side by side
    """

  init(_ arguments: some Sequence<String>) throws(BenchmarkOptions.Invalid) {
    let arguments = Array(arguments)
    if arguments.contains("--quick") { comparison = .quick }
    var molecules: [BenchmarkMolecule] = []
    var optimizers: [OptimizerName] = []
    var rest = arguments[...]
    func number(_ option: String) throws(BenchmarkOptions.Invalid) -> Int {
      guard let number = rest.popFirst().flatMap({ Int($0) }), number > 0 else {
        throw BenchmarkOptions.Invalid(reason: "\(option) needs a positive number")
      }
      return number
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--quick": break
      case "--json": isJSON = true
      case "--runs": comparison.runs = try number(argument)
      case "--shots": comparison.shots = try number(argument)
      case "--molecule":
        guard let molecule = rest.popFirst().flatMap({ BenchmarkMolecule(rawValue: $0) }) else {
          throw BenchmarkOptions.Invalid(reason: "--molecule needs one of h2, lih-4, lih-12")
        }
        molecules.append(molecule)
      case "--optimizer":
        guard let optimizer = rest.popFirst().flatMap({ OptimizerName(rawValue: $0) }) else {
          let names = OptimizerName.allCases.map(\.rawValue).joined(separator: ", ")
          throw BenchmarkOptions.Invalid(reason: "--optimizer needs one of \(names)")
        }
        optimizers.append(optimizer)
      default: throw BenchmarkOptions.Invalid(reason: "'\(argument)' is no option")
      }
    }
    if !molecules.isEmpty { comparison.molecules = molecules }
    if !optimizers.isEmpty { comparison.optimizers = optimizers }
  }

  func run() async throws {
    let ritz = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "ritz").path
    let report = try await Comparison.run(comparison, startingServiceFrom: ritz) { report in
      if !isJSON { print(report.text) }
    }
    print(isJSON ? report.json.text : report.summary)
  }
}
