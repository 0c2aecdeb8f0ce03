import PhysicalFloors

/// The arguments of the benchmark program.
struct BenchmarkOptions {
  var inputs: String?
  var isJSON = false
  var isQuick = false
  var only: String?
  var workload: Workload?

  private static let names = ["h2", "lih", "h2o"]

  var molecules: [String] { only.map { [$0] } ?? (isQuick ? ["h2", "lih"] : Self.names) }

  static let usage = """
    usage: RitzBenchmarks [--inputs DIR] [--only h2|lih|h2o] [--workload energy|gradient|vqe] [--quick]
                          [--json]
      --inputs DIR   read Hamiltonians and circuits from DIR/NAME_jw.json and DIR/NAME_uccsd.json, which other programs
                     can read too; without it, the molecules of the repository
      --only NAME    one molecule
      --workload W   one workload
      --quick        H2 and LiH unless --only says otherwise, one sample each: to see that it works
      --json         one JSON object
    """

  struct Invalid: Error {
    var reason: String
  }

  init(_ arguments: some Sequence<String>) throws(Invalid) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--json": isJSON = true
      case "--quick": isQuick = true
      case "--inputs":
        guard let folder = rest.popFirst() else { throw Invalid(reason: "--inputs needs a folder") }
        inputs = folder
      case "--only":
        guard let name = rest.popFirst(), Self.names.contains(name) else {
          throw Invalid(reason: "--only needs one of h2, lih, h2o")
        }
        only = name
      case "--workload":
        guard let name = rest.popFirst().flatMap({ Workload(rawValue: $0) }) else {
          throw Invalid(reason: "--workload needs one of energy, gradient, vqe")
        }
        workload = name
      default: throw Invalid(reason: "'\(argument)' is no option")
      }
    }
  }

  func run() async throws {
    var report = Report(isJSON: isJSON, machine: .measured(threads: 1))
    report.begin()
    for name in molecules {
      let molecule = try inputs.map { try CoupledClusterCase(name, inputs: $0) } ?? CoupledClusterCase(name)
      try await molecule.requireAgreement()
      for workload in workload.map({ [$0] }) ?? Workload.allCases where workload == .vqe || name != "h2" {
        for gates in CoupledClusterCase.Gates.allCases {
          if let measurement = try await workload.measure(
            molecule, gates: gates, repetition: isQuick ? .quick : Repetition(), machine: report.machine)
          {
            report.add(measurement)
          }
        }
      }
    }
    try report.end()
  }
}
