internal import ComplexModule
internal import PauliAlgebra
internal import QuantumBackends
internal import QuantumCircuits
internal import Synchronization

/// A circuit compiled for the state vector: made once, bound to new angles in every iteration.
///
/// Binding evaluates the angles' linear expressions into a table; nothing else depends on them.
final class StateVectorPlan: SizedPayload {
  let circuit: Circuit
  /// The observables as they were given.
  let sums: [PauliSum]
  let steps: [PlanStep]
  /// The same circuit as it is applied to |0…0⟩, or another state that it was made for: neighbours fused, and taken together
  /// by blocks of the state.
  let passes: [StatePass]
  /// The angles that steps refer to, by position.
  let angles: [IndexedExpression]
  let angleTable: AngleTable
  /// The largest number of targets of a fixed matrix, for its scratch memory.
  let widestMatrix: Int
  /// The first step with an angle that depends on a parameter: the backward sweep of a gradient ends there.
  private let firstParameterizedStep: Int
  let hasExponential: Bool
  let observables: [CompiledObservable]
  /// Where exact values and derivatives are computed, if that is less work than in the full register.
  let sector: Sector?
  /// What a gradient goes through backwards in the full register, made when that is first asked for.
  private let backwardPassesMade = Mutex<[StatePass]?>(nil)
  /// The order in which outcomes are drawn in the sector, made when that is first asked for.
  private let outcomeOrderMade = Mutex<[Int32]?>(nil)
  /// How observables are measured, made when shots are first asked for.
  private let measurements = Mutex<[Measurement: MeasurementPlan]>([:])
  /// What differentiates sampled values, made when that is first asked for.
  let shiftRule = Mutex<ParameterShiftRule?>(nil)

  /// The widest circuit that a state vector holds, whatever the memory.
  static let maximumQubitCount = 57

  /// - Parameter start: The states that passes are made for.
  /// - Throws: ``BackendError`` when the circuit is too wide or an observable does not fit it.
  init(
    _ circuit: Circuit, observables: [PauliSum], usesSector: Bool = true, from start: PassSchedule.Start = .zeros
  ) throws(BackendError) {
    guard circuit.qubitCount <= Self.maximumQubitCount else {
      throw BackendError(
        .insufficientMemory,
        "A state of \(circuit.qubitCount) qubits was asked for; a state vector holds at most \(Self.maximumQubitCount)."
      )
    }
    for (index, observable) in observables.enumerated() where observable.qubitCount != circuit.qubitCount {
      throw BackendError(
        .invalidPub,
        "Observable \(index) has \(observable.qubitCount) qubits and the circuit \(circuit.qubitCount); they must be equal."
      )
    }
    self.circuit = circuit
    sums = observables
    var compiler = PlanCompiler()
    for operation in circuit.operations {
      compiler.append(operation, angles: operation.angles.map(circuit.indexed))
    }
    steps = compiler.steps
    let relabelled = start == .zeros ? SwapRelabelling.withoutSwaps(steps, qubitCount: circuit.qubitCount) : steps
    let fused = GateFusion.fused(relabelled, qubitCount: circuit.qubitCount)
    passes = PassSchedule(fused, qubitCount: circuit.qubitCount, from: start).passes
    angles = compiler.angles
    angleTable = AngleTable(compiler.angles)
    widestMatrix = compiler.widestMatrix
    firstParameterizedStep = compiler.firstParameterizedStep ?? compiler.steps.count
    hasExponential = compiler.steps.contains { if case .exponential = $0 { true } else { false } }
    var compiled: [CompiledObservable] = []
    for observable in observables { compiled.append(try CompiledObservable(observable)) }
    self.observables = compiled
    sector =
      usesSector
      ? Sector(compiler.steps, angles: compiler.angles, qubitCount: circuit.qubitCount, observables: observables) : nil
  }

  var qubitCount: Int { circuit.qubitCount }

  /// Of its tables; a step, forward, backward or as it was given, or a string counts as 160 bytes.
  package var byteCount: Int {
    160 * (3 * steps.count + observables.reduce(0) { $0 + $1.termCount }) + (sector?.byteCount ?? 0)
  }

  /// Whether this is the plan of a prepared circuit. Equal values mostly share their memory: then it costs nothing to see.
  func isPlan(of prepared: PreparedCircuit) -> Bool {
    circuit == prepared.circuit && sums == prepared.observables
  }

  /// The width of the states that exact values and derivatives need.
  var exactQubitCount: Int { sector?.memoryQubitCount ?? qubitCount }

  /// How many states a gradient of `observables` observables at once needs: the state, an adjoint for each, and the terms
  /// of the longest series.
  func gradientStateCount(observables: Int) -> Int {
    1 + max(1, observables) + (hasExponential && sector == nil ? ExcitationExponential.maximumOrder + 2 : 0)
  }

  /// What the full register needs beside its states: a block to work on, or the amplitudes of the sector.
  var blockBytes: Int {
    sector.map { StateVector.bytes(qubitCount: $0.memoryQubitCount) } ?? PassSchedule.blockBytes(of: qubitCount)
  }

  /// How many states the full register needs for the circuit.
  var stateCount: Int { hasExponential ? 4 : 1 }

  /// Whether a pass over the state is long enough for several threads.
  var isLarge: Bool { sector == nil && PassSchedule.blockBytes(of: qubitCount) > 0 }

  /// How many states an exact value needs.
  var exactStateCount: Int { sector == nil ? stateCount : 1 }

  /// Such as "2 states of 4 qubits", for messages.
  func phrase(states: Int, inSector: Bool) -> String {
    let start = "\(states == 1 ? "A state" : "\(states) states") of \(qubitCount) qubits"
    guard inSector, let sector else { return start }
    return "\(start) among \(sector.stateCount) basis states"
  }

  /// The positions of a sector by the names of their basis states; empty where there is none.
  var outcomeOrder: [Int32] {
    outcomeOrderMade.withLock { made in
      if let made { return made }
      let order = sector?.positionsByName ?? []
      made = order
      return order
    }
  }

  /// The steps of a gradient's backward sweep, unfused, in the order of the circuit: those from the first one on that depends
  /// on a parameter.
  var backwardPasses: [StatePass] {
    backwardPassesMade.withLock { made in
      if let made { return made }
      let passes = PassSchedule(
        steps[firstParameterizedStep...].map { .step($0) }, qubitCount: qubitCount, from: .anyState
      ).passes
      made = passes
      return passes
    }
  }

  private struct Measurement: Hashable {
    var observable: Int
    var grouping: MeasurementGrouping
  }

  /// How an observable is measured.
  func measurement(
    of observable: Int, grouping: MeasurementGrouping, cancellation: CancellationFlag
  ) throws -> MeasurementPlan {
    let key = Measurement(observable: observable, grouping: grouping)
    if let plan = measurements.withLock({ $0[key] }) { return plan }
    // Not under the lock, for which others would wait; who asks at the same time makes the same plan.
    let plan = try MeasurementPlan(sums[observable], grouping: grouping) { try cancellation.check() }
    measurements.withLock { $0[key] = plan }
    return plan
  }

  /// Whether it is known already how these observables are measured.
  func isMeasured(_ wanted: Set<Int>, grouping: MeasurementGrouping) -> Bool {
    measurements.withLock { plans in
      wanted.allSatisfy { plans[Measurement(observable: $0, grouping: grouping)] != nil }
    }
  }

  /// Writes the angles at a parameter set into a table.
  ///
  /// - Throws: ``BackendError`` for an angle that is not finite, as it is when a linear expression overflows.
  func bind(_ parameters: [Double], into table: inout [Double]) throws(BackendError) {
    angleTable.evaluate(at: parameters, into: &table)
    if let index = table.firstIndex(where: { !$0.isFinite }) {
      throw BackendError(
        .invalidPub, "Angle \(index) of the circuit is \(table[index]) at these parameters; angles must be finite.")
    }
  }

  func notFinite(_ observable: Int, _ value: Double) -> BackendError {
    BackendError(
      .notFinite,
      "Observable \(observable) has the value \(value), or a derivative or error like it; scale its coefficients down.")
  }
}
