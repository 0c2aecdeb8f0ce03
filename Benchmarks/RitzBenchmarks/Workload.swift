import Foundation
import PhysicalFloors
import Ritz

/// What is timed for each molecule.
enum Workload: String, CaseIterable, Encodable {
  /// The energy at the test point, circuit and observable prepared.
  case energy
  /// The energy and its derivative by every parameter, the same way.
  case gradient
  /// A run from Hartree–Fock by L-BFGS until 1e-8 above its own minimum, preparation included.
  case vqe

  func measure(
    _ molecule: CoupledClusterCase, gates: CoupledClusterCase.Gates, repetition: Repetition,
    machine: MachineLimits
  ) async throws -> Measurement? {
    guard let ansatz = molecule.ansatze[gates] else { return nil }
    let circuit = ansatz.circuit
    let backend = LocalBackend()
    var result = Measurement(workload: self, molecule: molecule, gates: gates, operations: circuit.operations.count)
    // Both forms of the excitations are the same circuit, so they have the same floor.
    let floor = try molecule.ansatze[.excitations].flatMap {
      try Floor(energyOf: molecule.hamiltonian, in: $0.circuit, withGradient: self != .energy)
    }?.milliseconds(on: machine)
    let pub = EstimatorPub(
      try await backend.prepare(circuit, observables: [molecule.hamiltonian]), parameters: molecule.testPoint)
    switch self {
    case .energy:
      result.record(
        try await repetition.timing {
          result.value = try await backend.estimate([pub], options: .exact).pubs[0].values[0]
        }, floor: floor)
    case .gradient:
      result.record(
        try await repetition.timing {
          let pub = try await backend.gradients([pub], options: .exact).pubs[0]
          result.value = pub.values[0]
          result.gradientNorm = pub.gradients[0].reduce(0) { $0 + $1 * $1 }.squareRoot()
        }, floor: floor)
    case .vqe:
      let vqe = VQE(hamiltonian: molecule.hamiltonian, ansatz: ansatz)
      result.record(
        try await repetition.timingOfSamples {
          var trace: [(energy: Double, time: Elapsed)] = []
          let start = Elapsed.now
          let run = try await vqe.run(on: backend) { trace.append(($0.bestEnergy, Elapsed.now - start)) }
          let index = trace.firstIndex { $0.energy <= run.energy + 1e-8 } ?? trace.count - 1
          result.value = run.energy
          result.errorToExact = run.energy - molecule.exactEnergy
          result.evaluations = index + 1
          result.evaluationsInAll = run.evaluations
          return trace[index].time
        }, floor: floor)
    }
    return result
  }
}

/// One line of the report.
struct Measurement: Encodable {
  let workload: Workload
  let molecule: String
  let gates: String
  let qubits: Int
  let parameters: Int
  /// Gates of the circuit.
  let operations: Int
  private(set) var timing: Timing?
  /// Gates times amplitudes per second of wall time: once per gate for an energy, three times (forward, and both states
  /// backward) for a gradient.
  var amplitudeUpdatesPerSecond = 0.0
  /// The energy, in hartree.
  var value = 0.0
  var gradientNorm: Double?
  var errorToExact: Double?
  /// Until 1e-8 above the minimum, and until the optimizer stopped.
  var evaluations: Int?
  var evaluationsInAll: Int?
  let goal: Goal?
  private(set) var ratioToGoal: Double?
  /// Of a gradient for each evaluation, where it is a run.
  private(set) var floorMilliseconds: Double?
  /// How many times the floor the processor time is.
  private(set) var timesFloor: Double?

  init(
    workload: Workload, molecule: CoupledClusterCase, gates: CoupledClusterCase.Gates, operations: Int
  ) {
    self.workload = workload
    self.molecule = molecule.name
    self.gates = gates.rawValue
    qubits = molecule.qubitCount
    parameters = molecule.parameterCount
    self.operations = operations
    goal = Goal.of(workload, molecule: molecule.name)
  }

  /// - Parameter floor: Milliseconds of one energy, or one gradient.
  mutating func record(_ timing: Timing, floor: Double?) {
    self.timing = timing
    let sweeps = workload == .energy ? 1 : 3 * (evaluations ?? 1)
    amplitudeUpdatesPerSecond = timing.rate * Double(sweeps * operations) * Double(1 << qubits)
    ratioToGoal = goal?.ratio(timing)
    floorMilliseconds = floor.map { $0 * Double(evaluations ?? 1) }
    timesFloor = floorMilliseconds.map { timing.processorMilliseconds / $0 }
  }
}
