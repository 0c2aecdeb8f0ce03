internal import ComplexModule
internal import PauliAlgebra
internal import QuantumCircuits

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
      if let constants, let phase = gate.phase(constants) { return .phase(mask: UInt64(bits: qubits), phase) }
      return .parameterizedPhase(mask: UInt64(bits: qubits), angle: firstAngle)
    case .pauliRotation(let letters):
      return rotation(zip(qubits, letters).map { ($0, $1) }, angle: firstAngle)
    case .controlledX(let controls):
      return .flip(controls: UInt64(bits: qubits.prefix(controls)), qubit: last)
    case .controlledSwap(let controls):
      return .swap(controls: UInt64(bits: qubits.prefix(controls)), Int32(qubits[controls]), last)
    case .controlledOneQubit(let controls):
      let controlMask = UInt64(bits: qubits.prefix(controls))
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
    return .pauliRotation(xMask: UInt64(bits: x), zMask: UInt64(bits: z), angle: angle)
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
