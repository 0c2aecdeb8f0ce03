import ComplexModule
import Foundation
import Ritz
import Simulators

/// Times the state of a circuit from a file, made from |0…0⟩, beside the fastest other program.
struct CircuitBenchmark: Encodable {
  let name: String
  let qubits: Int
  let gates: Int
  let threads: Int
  /// Times that the state goes through memory.
  let passes: Int
  let timing: Timing
  /// Gates times amplitudes per second of wall time.
  let amplitudeUpdatesPerSecond: Double
  /// |⟨0…0|ψ⟩|² and the norm, to compare with other programs.
  let firstProbability: Double
  let norm: Double
  let goal: Goal?
  let ratioToGoal: Double?

  init(path: String, threadCount: Int, repetition: Repetition) async throws {
    let circuit = try CircuitInput.read(path)
    name = (path as NSString).lastPathComponent.components(separatedBy: ".")[0]
    qubits = circuit.qubitCount
    gates = circuit.operations.count
    let prepared = try StateCircuit(circuit, usesSector: false)
    passes = prepared.passCount
    goal = Goal.ofCircuit(name)
    let workspace = try Workspace(qubitCount: qubits)
    workspace.threadCount = threadCount
    threads = threadCount
    timing = try await repetition.timing { try prepared.run(in: workspace) }
    amplitudeUpdatesPerSecond = Double(gates) * Double(1 << qubits) * timing.rate
    let first = workspace.state.amplitudes
    firstProbability = first[0] * first[0] + first[1] * first[1]
    norm = workspace.state.overlap(with: workspace.state).real
    ratioToGoal = goal?.ratio(timing)
  }

  static let header =
    "circuit        qubits  gates  passes    CPU ms   wall ms  amplitudes/s   goal ms   ratio  |<0|a>|^2"

  var line: String {
    let names = name.padding(toLength: 14, withPad: " ", startingAt: 0)
    let goal = goal.map { String(format: "%9.1f%8.2f", $0.milliseconds, ratioToGoal ?? 0) } ?? "        -       -"
    return names + String(format: "%7d%7d%8d", qubits, gates, passes)
      + String(
        format: "%10.2f%10.2f%14.2e", timing.processorMilliseconds, timing.wallMilliseconds, amplitudeUpdatesPerSecond)
      + " " + goal + String(format: "  %.10e", firstProbability)
  }
}

extension Goal {
  /// The state of a circuit: the fastest other program in double precision, divided by what we want to be ahead.
  static func ofCircuit(_ name: String) -> Goal? {
    switch name {
    case "su4_n20": Goal(milliseconds: 903 / 4, holder: "scaluq 0.2.0 / 4")
    case "su4_n24": Goal(milliseconds: 16_947 / 3.5, holder: "scaluq 0.2.0 / 3.5")
    case "qft_n20": Goal(milliseconds: 215 / 4, holder: "pennylane-lightning 0.45.0 / 4")
    case "qft_n24": Goal(milliseconds: 6705 / 6, holder: "pennylane-lightning 0.45.0 / 6")
    case "hea_n20": Goal(milliseconds: 575 / 4, holder: "pennylane-lightning 0.45.0 / 4")
    case "hea_n24": Goal(milliseconds: 15_101 / 5, holder: "pennylane-lightning 0.45.0 / 5")
    default: nil
    }
  }
}
