internal import ComplexModule
internal import PauliAlgebra
internal import QuantumBackends
internal import QuantumCircuits
internal import Synchronization

/// A circuit compiled for the state vector: made once, bound to new angles in every iteration.
///
/// Binding evaluates the angles' linear expressions into a table; nothing else depends on them.
final class StateVectorPlan: Sendable {
  let qubitCount: Int
  let parameterCount: Int
  let steps: [PlanStep]
  /// The angles that steps refer to, by position.
  let angles: [IndexedExpression]
  /// The largest number of targets of a fixed matrix, for its scratch memory.
  let widestMatrix: Int
  /// The first step with an angle that depends on a parameter: the backward sweep of a gradient ends there.
  let firstParameterizedStep: Int
  let observables: [CompiledObservable]
  /// States that are not in use, kept so that an evaluation allocates nothing.
  let workspaces = Mutex<[Workspace]>([])

  /// - Throws: ``BackendError`` when the circuit is too wide or an observable does not fit it.
  init(_ circuit: Circuit, observables: [PauliSum]) throws(BackendError) {
    guard circuit.qubitCount <= 57 else {
      throw BackendError(
        .insufficientMemory, "A state of \(circuit.qubitCount) qubits was asked for; a state vector holds at most 57.")
    }
    for (index, observable) in observables.enumerated() where observable.qubitCount != circuit.qubitCount {
      throw BackendError(
        .invalidPub,
        "Observable \(index) has \(observable.qubitCount) qubits and the circuit \(circuit.qubitCount); they must be equal."
      )
    }
    qubitCount = circuit.qubitCount
    parameterCount = circuit.parameters.count
    var compiler = PlanCompiler()
    for operation in circuit.operations {
      compiler.append(operation, angles: operation.angles.map(circuit.indexed))
    }
    steps = compiler.steps
    angles = compiler.angles
    widestMatrix = compiler.widestMatrix
    firstParameterizedStep = compiler.firstParameterizedStep ?? compiler.steps.count
    var compiled: [CompiledObservable] = []
    for observable in observables { compiled.append(try CompiledObservable(observable)) }
    self.observables = compiled
  }

  /// How many states a gradient needs: the state, its adjoint, and the terms of the longest series.
  var gradientStateCount: Int {
    let hasExponential = steps.contains { if case .exponential = $0 { true } else { false } }
    return 2 + (hasExponential ? ExcitationExponential.maximumOrder + 2 : 0)
  }

  /// How many states an expectation value needs.
  var stateCount: Int {
    let hasExponential = steps.contains { if case .exponential = $0 { true } else { false } }
    return hasExponential ? 4 : 1
  }

  /// Runs `body` with states of this plan's width, its own for as long as it runs.
  func withWorkspace<R>(_ body: (Workspace) throws -> R) throws -> R {
    let workspace =
      try workspaces.withLock { $0.popLast() } ?? Workspace(qubitCount: qubitCount, widestMatrix: widestMatrix)
    defer { workspaces.withLock { $0.append(workspace) } }
    return try body(workspace)
  }

  /// The table of angles at a parameter set.
  func bind(_ parameters: [Double], into table: inout [Double]) {
    table.removeAll(keepingCapacity: true)
    parameters.withUnsafeBufferPointer { values in
      for angle in angles {
        table.append(values.baseAddress.map { angle.value(at: $0) } ?? angle.constant)
      }
    }
  }
}

/// What one evaluation works on.
///
/// `@unchecked Sendable`: a workspace is taken out of its plan's list under a lock, used by one job, and put back.
final class Workspace: @unchecked Sendable {
  let state: StateVector
  /// States beyond the first are made when a gradient first needs them.
  private var extra: [StateVector] = []
  var angles: [Double] = []
  var angleDerivatives: [Double] = []
  var scratch: [Double]

  init(qubitCount: Int, widestMatrix: Int) throws(BackendError) {
    state = try StateVector(qubitCount: qubitCount)
    scratch = [Double](repeating: 0, count: 16 << widestMatrix)
  }

  /// A further state; its content is whatever it was.
  func extraState(_ index: Int) throws(BackendError) -> StateVector {
    while extra.count <= index { extra.append(try StateVector(qubitCount: state.qubitCount)) }
    return extra[index]
  }
}

/// Turns operations into steps.
struct PlanCompiler {
  private(set) var steps: [PlanStep] = []
  private(set) var angles: [IndexedExpression] = []
  private(set) var widestMatrix = 0
  private(set) var firstParameterizedStep: Int?

  mutating func append(_ operation: Circuit.Operation, angles operationAngles: [IndexedExpression]) {
    let firstAngle = angles.count
    let isConstant = operationAngles.allSatisfy(\.isConstant)
    if !isConstant && firstParameterizedStep == nil { firstParameterizedStep = steps.count }
    switch operation.kind {
    case .standard(let gate):
      let constants = isConstant ? operationAngles.map(\.constant) : nil
      if let step = step(gate, qubits: operation.qubits, constants: constants, firstAngle: firstAngle) {
        steps.append(step)
      }
    case .pauliRotation(let string):
      let axis = (0..<string.qubitCount).map { (qubit: operation.qubits[$0], pauli: string[$0]) }
      steps.append(rotation(axis, angle: firstAngle))
    case .excitation(let gate):
      steps.append(.excitation(CompiledExcitation(gate.mapped(onto: operation.qubits)), angle: firstAngle))
    case .excitationExponential(let gates):
      let compiled = gates.map { CompiledExcitation($0.mapped(onto: operation.qubits)) }
      steps.append(.exponential(compiled, firstAngle: firstAngle))
    case .unitary(let gate):
      steps.append(fixed(gate.matrix, targets: operation.qubits))
    }
    angles += operationAngles
  }

  /// - Parameter constants: The angles where none depends on a parameter.
  private mutating func step(
    _ gate: StandardGate, qubits: [Int], constants: [Double]?, firstAngle: Int
  ) -> PlanStep? {
    let last = Int32(qubits[qubits.count - 1])
    switch gate.structure {
    case .identity:
      return nil
    case .diagonalPhase:
      if let constants, let phase = gate.phase(constants) { return .phase(mask: mask(qubits), phase) }
      return .parameterizedPhase(mask: mask(qubits), angle: firstAngle)
    case .pauliRotation(let letters):
      return rotation(zip(qubits, letters).map { ($0, $1) }, angle: firstAngle)
    case .controlledX(let controls):
      return .flip(controls: mask(qubits.prefix(controls)), qubit: last)
    case .controlledSwap(let controls):
      return .swap(controls: mask(qubits.prefix(controls)), Int32(qubits[controls]), last)
    case .controlledOneQubit(let controls):
      let controlMask = mask(qubits.prefix(controls))
      if let constants {
        return .matrix1(controls: controlMask, qubit: last, FixedMatrix(gate.baseMatrix(constants)))
      }
      return .parameterized(gate, controls: controlMask, targets: [last], angle: firstAngle)
    case .twoQubit:
      if let constants { return fixed(gate.baseMatrix(constants), targets: qubits) }
      return .parameterized(gate, controls: 0, targets: qubits.map { Int32($0) }, angle: firstAngle)
    }
  }

  private func rotation(_ axis: [(qubit: Int, pauli: Pauli)], angle: Int) -> PlanStep {
    let x = axis.filter { $0.pauli == .x || $0.pauli == .y }.map(\.qubit)
    let z = axis.filter { $0.pauli == .z || $0.pauli == .y }.map(\.qubit)
    return .pauliRotation(xMask: mask(x), zMask: mask(z), angle: angle)
  }

  private mutating func fixed(_ matrix: SmallMatrix, targets: [Int]) -> PlanStep {
    switch targets.count {
    case 1: return .matrix1(controls: 0, qubit: Int32(targets[0]), FixedMatrix(matrix))
    case 2: return .matrix2(Int32(targets[0]), Int32(targets[1]), FixedMatrix(matrix))
    default:
      widestMatrix = max(widestMatrix, targets.count)
      return .matrix(targets: targets.map { Int32($0) }, FixedMatrix(matrix))
    }
  }
}
