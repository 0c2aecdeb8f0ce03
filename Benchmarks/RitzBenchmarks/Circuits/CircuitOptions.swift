import Foundation

/// The arguments of `RitzBenchmarks circuits`.
struct CircuitOptions {
  static let name = "circuits"
  static let usage = """
    usage: RitzBenchmarks circuits FILE... [--quick] [--json]
      FILE     OpenQASM (.qasm, .qasm3) or matrices on pairs of qubits (.json); the state of each is made from |0...0>
      --quick  one sample each
      --json   one JSON object
    """

  private var files: [String] = []
  private var isJSON = false
  private var repetition = Repetition()

  init(_ arguments: some Sequence<String>) throws(BenchmarkOptions.Invalid) {
    for argument in arguments {
      switch argument {
      case "--json": isJSON = true
      case "--quick": repetition = .quick
      case _ where argument.hasPrefix("-"): throw BenchmarkOptions.Invalid(reason: "'\(argument)' is no option")
      default: files.append(argument)
      }
    }
    if files.isEmpty { throw BenchmarkOptions.Invalid(reason: "circuits needs a file") }
  }

  func run() async throws {
    if !isJSON { print(CircuitBenchmark.header) }
    var results: [CircuitBenchmark] = []
    for file in files {
      let result = try await CircuitBenchmark(path: file, repetition: repetition)
      results.append(result)
      if !isJSON { print(result.line) }
    }
    guard isJSON else { return print("Ratios above 1 are faster than the goal: \(Goal.source).") }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    print(String(decoding: try encoder.encode(["circuits": results]), as: UTF8.self))
  }
}
