import PhysicalFloors

/// The arguments of `RitzBenchmarks exact`.
struct ExactOptions {
  static let name = "exact"
  static let usage = """
    usage: RitzBenchmarks exact FILE... [--quick] [--json]
      FILE     a molecule (FCIDUMP) or a Pauli sum (.json); its ground-state energy is computed from integrals or terms in
               memory, everything that is made from them included
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
    if files.isEmpty { throw BenchmarkOptions.Invalid(reason: "exact needs a file") }
  }

  func run() async throws {
    let machine = MachineLimits.measured(threads: 1)
    if !isJSON { print(ExactBenchmark.header) }
    var results: [ExactBenchmark] = []
    for file in files {
      let result = try await ExactBenchmark(path: file, repetition: repetition, machine: machine)
      results.append(result)
      if !isJSON { print(result.line) }
    }
    guard isJSON else { return print(Report.legend) }
    struct Output: Encodable {
      var exact: [ExactBenchmark]
      var machine: MachineLimits
    }
    try Report.printJSON(Output(exact: results, machine: machine))
  }
}
