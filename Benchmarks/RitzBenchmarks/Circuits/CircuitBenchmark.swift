import Foundation
import PhysicalFloors
import QuantumBackends
import Ritz
import Simulators

/// Times a task with a circuit from a file, beside the fastest other program.
struct CircuitBenchmark: Encodable {
  let name: String
  let task: String
  let qubits: Int
  let gates: Int
  let threads: Int
  /// Of an observable, what is made of its terms in memory before it can be evaluated.
  let setUp: Timing?
  let timing: Timing
  /// States, values or outcomes a second of wall time.
  let perSecond: Double
  /// To compare with other programs: |⟨0…0|ψ⟩|² of a state, the value of an observable (at the first parameter set of
  /// several), the mean of Z on qubit 0 over outcomes, the number of gates that were read.
  let value: Double
  /// Of a state, real and imaginary parts of the amplitudes at 0, 1, 2, 3, 2ⁿ − 1, 2ⁿ/3 and 2ⁿ/5.
  let amplitudes: [[Double]]?
  let floorMilliseconds: Double?
  /// How many times the floor the time is: of the processor for one thread, of the wall clock for several.
  let timesFloor: Double?
  let goal: Goal?
  let ratioToGoal: Double?
  /// Of a circuit's state or a gradient, everything that is set up for it included.
  let memory: MemoryUse?

  init(path: String, task: CircuitTask, repetition: Repetition, machine: MachineLimits) async throws {
    let threadCount = machine.threads
    var circuit = try CircuitInput.read(path)
    name = CircuitInput.name(path)
    self.task = task.name
    qubits = circuit.qubitCount
    gates = circuit.operations.count
    threads = threadCount
    goal = Goal.of(task, circuit: name)
    let timing: Timing
    var value = 0.0
    var amplitudes: [[Double]]?
    var memory: MemoryUse?
    var setUp: Timing?
    switch task {
    case .state:
      memory = try MemoryUse(qubitCount: qubits, goal: MemoryUse.stateGoal) {
        let (prepared, workspace) = try Self.prepare(circuit, threadCount: threadCount)
        try prepared.run(in: workspace)
      }
      let (prepared, workspace) = try Self.prepare(circuit, threadCount: threadCount)
      timing = try await repetition.timing { try prepared.run(in: workspace) }
      let state = workspace.state.amplitudes
      value = state[0] * state[0] + state[1] * state[1]
      let count = 1 << circuit.qubitCount
      amplitudes = [0, 1, 2, 3, count - 1, count / 3, count / 5].filter { $0 < count }
        .map { [state[2 * $0], state[2 * $0 + 1]] }
    case .expectation(let observable):
      let (prepared, workspace) = try Self.prepare(circuit, observables: [observable.sum], threadCount: threadCount)
      try prepared.run(in: workspace)
      setUp = try await Self.setUpTiming(of: observable.sum, repetition)
      timing = try await repetition.timing { value = try prepared.expectation(of: 0, in: workspace) }
    case .gradient(let observable):
      circuit = try CircuitInput.withParameters(circuit)
      let point = CircuitInput.parameterSets(1, of: circuit).elements[0]
      func prepare() throws -> (StateCircuit, Workspace) {
        try Self.prepare(circuit, observables: [observable.sum], threadCount: threadCount)
      }
      memory = try MemoryUse(qubitCount: qubits, goal: MemoryUse.gradientGoal) {
        let (prepared, workspace) = try prepare()
        _ = try prepared.gradients(of: [0], at: point, in: workspace)
      }
      let (prepared, workspace) = try prepare()
      timing = try await repetition.timing {
        value = try prepared.gradients(of: [0], at: point, in: workspace)[0].value
      }
    case .sets(let observable, let count):
      circuit = try CircuitInput.withParameters(circuit)
      let backend = LocalBackend(ledger: .machine(), threads: ComputeThreads(count: threadCount))
      let prepared = try await backend.prepare(circuit, observables: [observable.sum])
      let pub = EstimatorPub(
        prepared, observables: ShapedArray(0), parameters: CircuitInput.parameterSets(count, of: circuit))
      timing = try await repetition.timing {
        value = try await backend.estimate([pub], options: .exact).pubs[0].values[0]
      }
    case .shots(let count):
      let (prepared, workspace) = try Self.prepare(circuit, threadCount: threadCount)
      try prepared.run(in: workspace)
      var (buffer, outcomes): ([UInt64], [UInt64]) = ([], [])
      timing = try await repetition.timing {
        outcomes = []
        outcomes.reserveCapacity(count)
        let flag = CancellationFlag()
        try OutcomeSampler(workspace.state, cancellation: flag).draw(
          count, seed: 1, cancellation: flag, buffer: &buffer
        ) { outcomes += $0 }
      }
      value = outcomes.reduce(0.0) { $0 + ($1 & 1 == 0 ? 1 : -1) } / Double(count)
    case .reading:
      let text = try CircuitInput.text(path)
      timing = try await repetition.timing { value = Double(try Circuit(openQASM: text).operations.count) }
    }
    self.timing = timing
    self.setUp = setUp
    self.value = value
    self.amplitudes = amplitudes
    self.memory = memory
    floorMilliseconds = try task.floor(of: circuit)?.milliseconds(on: machine)
    timesFloor = floorMilliseconds.map { timing.milliseconds(threads: threadCount) / $0 }
    perSecond = Double(task.count) * timing.rate
    ratioToGoal = goal?.ratio(timing)
  }

  private static func prepare(
    _ circuit: Circuit, observables: [PauliSum] = [], threadCount: Int
  ) throws -> (StateCircuit, Workspace) {
    let workspace = try Workspace(qubitCount: circuit.qubitCount)
    workspace.threadCount = threadCount
    return (try StateCircuit(circuit, observables: observables, usesSector: false), workspace)
  }

  /// The time from the terms of an observable to one that is compiled.
  private static func setUpTiming(of sum: PauliSum, _ repetition: Repetition) async throws -> Timing {
    let terms = sum.terms
    let empty = try Circuit(qubitCount: sum.qubitCount)
    return try await repetition.timing {
      _ = try StateCircuit(
        empty, observables: [PauliSum(qubitCount: sum.qubitCount, terms: terms)], usesSector: false)
    }
  }

  static let header =
    "circuit     task               qubits  gates set-up ms    CPU ms   wall ms  per second  floor ms x floor   goal ms   ratio"
    + "  states  goal  value"

  var line: String {
    let floor = floorMilliseconds.map { String(format: "%10.3f%8.1f", $0, timesFloor ?? 0) } ?? "         -       -"
    var line = name.column(12) + task.column(19) + String(format: "%6d%7d", qubits, gates)
    line += setUp.map { String(format: "%10.3f", $0.processorMilliseconds) } ?? "         -"
    line += String(format: "%10.3f%10.3f%12.3e", timing.processorMilliseconds, timing.wallMilliseconds, perSecond)
    line += floor + " " + Goal.columns(goal, timing)
    return line + MemoryUse.columns(memory) + String(format: "  %.10e", value)
  }
}
