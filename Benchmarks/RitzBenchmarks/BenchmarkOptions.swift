/// The arguments of the benchmark program.
struct BenchmarkOptions {
  var inputs: String?
  var isJSON = false
  var isQuick = false
  var only: String?

  private static let names = ["h2", "lih", "h2o"]

  var molecules: [String] { only.map { [$0] } ?? (isQuick ? ["h2", "lih"] : Self.names) }

  static let usage = """
    usage: RitzBenchmarks [--inputs DIR] [--only h2|lih|h2o] [--quick] [--json]
      --inputs DIR  read Hamiltonians and circuits from DIR/NAME_jw.json and DIR/NAME_uccsd.json, which other programs
                    can read too; without it, the molecules of the repository
      --only NAME   one molecule
      --quick       H2 and LiH unless --only says otherwise, one sample each: to see that it works
      --json        one JSON object
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
      default: throw Invalid(reason: "'\(argument)' is no option")
      }
    }
  }
}
