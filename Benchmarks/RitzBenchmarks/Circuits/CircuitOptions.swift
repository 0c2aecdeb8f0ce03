import Foundation

/// The arguments of `RitzBenchmarks circuits`.
struct CircuitOptions {
  static let name = "circuits"
  static let usage = """
    usage: RitzBenchmarks circuits FILE... [--threads N] [--quick] [--json]
      FILE     OpenQASM (.qasm, .qasm3) or matrices on pairs of qubits (.json); the state of each is made from |0...0>
      --threads N  threads that work on a state (default: 1); goals are for one
      --quick  one sample each
      --json   one JSON object
    """

  private var files: [String] = []
  private var isJSON = false
  private var repetition = Repetition()
  private var threadCount = 1

  init(_ arguments: some Sequence<String>) throws(BenchmarkOptions.Invalid) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--threads":
        guard let count = rest.popFirst().flatMap({ Int($0) }), 1...1024 ~= count else {
          throw BenchmarkOptions.Invalid(reason: "--threads needs a number from 1 to 1024")
        }
        threadCount = count
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
      let result = try await CircuitBenchmark(path: file, threadCount: threadCount, repetition: repetition)
      results.append(result)
      if !isJSON { print(result.line) }
    }
    guard isJSON else { return print("Ratios above 1 are faster than the goal: \(Goal.source).") }
    try Report.printJSON(["circuits": results])
  }
}
