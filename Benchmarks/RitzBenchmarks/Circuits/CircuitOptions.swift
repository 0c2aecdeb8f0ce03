import Foundation
import PhysicalFloors

/// The arguments of `RitzBenchmarks circuits`.
struct CircuitOptions {
  static let name = "circuits"
  static let usage = """
    usage: RitzBenchmarks circuits FILE... [--observable FILE [--sets N | --gradient] | --shots N | --read | --no-fusion]
                                   [--threads N] [--quick] [--json]
      FILE             OpenQASM (.qasm, .qasm3) or matrices on pairs of qubits (.json); the state of each is made from
                       |0...0>
      --observable F   the value of a Pauli sum (.json) in that state, made beforehand
      --gradient       its value and derivatives by all angles of the circuit, at the first of the sets below
      --sets N         its values at N parameter sets that take the place of the circuit's angles
      --shots N        outcomes from that state, made beforehand
      --read           the circuit, from its text in memory; its value is the number of gates
      --no-fusion      each gate in a pass of its own, beside a pass in place over the same memory; one thread
      --threads N      threads that work at once (default: 1); goals are for one
      --quick          one sample each
      --json           one JSON object
    """

  private var files: [String] = []
  private var isJSON = false
  private var repetition = Repetition()
  private var threadCount = 1
  private var isGateByGate = false
  private var task = CircuitTask.state

  /// - Throws: ``BenchmarkOptions/Invalid``, and what reading an observable throws.
  init(_ arguments: some Sequence<String>) throws {
    var rest = Array(arguments)[...]
    var observable: CircuitTask.Observable?
    var (sets, shots): (Int?, Int?)
    var (wantsGradient, isReading) = (false, false)
    func number(_ option: String, upTo limit: Int) throws -> Int {
      guard let count = rest.popFirst().flatMap({ Int($0) }), 1...limit ~= count else {
        throw BenchmarkOptions.Invalid(reason: "\(option) needs a number from 1 to \(limit)")
      }
      return count
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--threads": threadCount = try number(argument, upTo: 1024)
      case "--gradient": wantsGradient = true
      case "--sets": sets = try number(argument, upTo: 1 << 20)
      case "--shots": shots = try number(argument, upTo: 1 << 30)
      case "--observable":
        guard let path = rest.popFirst() else { throw BenchmarkOptions.Invalid(reason: "--observable needs a file") }
        observable = try CircuitTask.Observable(contentsOf: path)
      case "--read": isReading = true
      case "--no-fusion": isGateByGate = true
      case "--json": isJSON = true
      case "--quick": repetition = .quick
      case _ where argument.hasPrefix("-"): throw BenchmarkOptions.Invalid(reason: "'\(argument)' is no option")
      default: files.append(argument)
      }
    }
    if files.isEmpty { throw BenchmarkOptions.Invalid(reason: "circuits needs a file") }
    if isReading {
      let others = observable != nil || sets != nil || shots != nil || wantsGradient || isGateByGate
      guard !others, threadCount == 1, !files.contains(where: { $0.hasSuffix(".json") }) else {
        throw BenchmarkOptions.Invalid(
          reason: "--read is for OpenQASM and goes with no other task, and with one thread")
      }
      task = .reading
      return
    }
    switch (observable, sets, shots) {
    case (let observable?, nil, nil) where wantsGradient: task = .gradient(observable)
    case _ where wantsGradient:
      throw BenchmarkOptions.Invalid(reason: "--gradient goes with --observable, and not with --sets or --shots")
    case (nil, nil, nil): task = .state
    case (let observable?, nil, nil): task = .expectation(observable)
    case (let observable?, let count?, nil): task = .sets(observable, count: count)
    case (nil, nil, let count?): task = .shots(count)
    default: throw BenchmarkOptions.Invalid(reason: "--sets goes with --observable, --shots with neither")
    }
    if isGateByGate, threadCount != 1 || observable != nil || shots != nil {
      throw BenchmarkOptions.Invalid(reason: "--no-fusion goes with no other task, and with one thread")
    }
  }

  func run() async throws {
    if isGateByGate { return try sweep() }
    let machine = MachineLimits.measured(threads: threadCount)
    if !isJSON { print(CircuitBenchmark.header) }
    var results: [CircuitBenchmark] = []
    for file in files {
      let result = try await CircuitBenchmark(path: file, task: task, repetition: repetition, machine: machine)
      results.append(result)
      if !isJSON { print(result.line) }
    }
    guard isJSON else { return print(Report.legend) }
    struct Output: Encodable {
      var circuits: [CircuitBenchmark]
      var machine: MachineLimits
    }
    try Report.printJSON(Output(circuits: results, machine: machine))
  }

  private func sweep() throws {
    if !isJSON { print(GateSweep.header) }
    var results: [GateSweep] = []
    for file in files {
      let result = try GateSweep(path: file, repetition: repetition)
      results.append(result)
      if !isJSON { print(result.line) }
    }
    if isJSON { try Report.printJSON(["circuits": results]) }
  }
}
