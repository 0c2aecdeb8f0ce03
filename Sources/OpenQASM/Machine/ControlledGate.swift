import ComplexModule
import LinearAlgebra
import PauliAlgebra
import QuantumCircuits

/// Gates under controls as operations: gates with a name where there are some, else matrices.
struct ControlledGate {
  let limits: OpenQASMLimits
  let parameters: [Parameter]
  let position: SourcePosition
  private(set) var operations: [Circuit.Operation] = []

  init(limits: OpenQASMLimits, parameters: [Parameter], position: SourcePosition) {
    self.limits = limits
    self.parameters = parameters
    self.position = position
  }

  mutating func append(
    _ gate: OpenQASMGate, angles: [LinearForm], on qubits: [Int], under controls: [GateExpansion.Control],
    isInverse: Bool, steps: inout Int
  ) throws(OpenQASMError) {
    switch gate {
    case .native(.pauliRotation(let string)) where string.isIdentity:
      var angles = angles
      angles[0].scale(by: -0.5)
      try append(.phase, angles: angles, on: [], under: controls, isInverse: isInverse, steps: &steps)
    case .native(let kind):
      try append(kind, angles, on: qubits, under: controls, isInverse: isInverse, steps: &steps)
    case .euler(let phase):
      // What is a global phase elsewhere turns the controls here.
      try append(
        .phase, angles: [phase.phase(angles)], on: [], under: controls, isInverse: isInverse, steps: &steps)
      try append(.standard(.u), angles, on: qubits, under: controls, isInverse: isInverse, steps: &steps)
    case .phase:
      // A phase under a control is the gate p on the control, between two x when the control is negative.
      guard let last = controls.last else { return }
      if !last.isPositive { try appendPlain(.standard(.x), on: [last.qubit]) }
      try append(
        .standard(.p), angles, on: [last.qubit], under: controls.dropLast(), isInverse: isInverse, steps: &steps)
      if !last.isPositive { try appendPlain(.standard(.x), on: [last.qubit]) }
    case .defined, .withoutBody: preconditionFailure("Definitions are unfolded, gates without a body refused")
    }
  }

  private mutating func append(
    _ kind: Circuit.Operation.Kind, _ angles: [LinearForm], on qubits: [Int], under controls: [GateExpansion.Control],
    isInverse: Bool, steps: inout Int
  ) throws(OpenQASMError) {
    let inverted = controls.filter { !$0.isPositive }.map(\.qubit)
    let operation = try placed(
      kind, angles.map { $0.angle(parameters) }, qubits, under: controls.map(\.qubit), steps: &steps)
    for qubit in inverted { try appendPlain(.standard(.x), on: [qubit]) }
    operations.append(isInverse ? operation.inverse() : operation)
    for qubit in inverted { try appendPlain(.standard(.x), on: [qubit]) }
  }

  private mutating func appendPlain(_ kind: Circuit.Operation.Kind, on qubits: [Int]) throws(OpenQASMError) {
    operations.append(try OpenQASMGate.native(kind).plainOperation(angles: [], on: qubits, at: position))
  }

  /// A gate with controls as one operation.
  private func placed(
    _ kind: Circuit.Operation.Kind, _ angles: [ParameterExpression], _ qubits: [Int], under controls: [Int],
    steps: inout Int
  ) throws(OpenQASMError) -> Circuit.Operation {
    var kind = kind, angles = angles, qubits = qubits, controls = controls
    if kind == .standard(.id) { controls = [] }
    while let control = controls.last, case .standard(let gate) = kind, let controlled = gate.controlled {
      kind = .standard(controlled)
      // cu has a phase of its own.
      if controlled == .cu { angles.append(0) }
      qubits.insert(control, at: 0)
      controls.removeLast()
    }
    do {
      let operation = try Circuit.Operation(kind, qubits: qubits, angles: angles)
      guard !controls.isEmpty else { return operation }
      guard angles.allSatisfy(\.isConstant) else {
        throw position.error(
          found: "a controlled \(shortened(kind.name)) of an input", allowed: "numbers, or a gate with that control")
      }
      let count = operation.qubits.count + controls.count
      guard count <= limits.matrixQubitCount else {
        throw position.error(
          found: "a controlled \(shortened(kind.name)) on \(count) qubits",
          allowed: "\(limits.matrixQubitCount) with the controls")
      }
      // The product that shows a matrix to be unitary is dear: 8^count multiplications, 512 of them counted as a step. What
      // else there is to do counts as 64.
      steps -= max(64, 1 << max(0, 3 * count - 9))
      guard steps >= 0 else { throw limits.tooManySteps(at: position) }
      let matrix = try operation.matrix(angles.map(\.constant))
      var full = Matrix<Complex<Double>>.identity(1 << count)
      // The controls are the high bits.
      let offset = full.rows - matrix.rows
      for column in 0..<matrix.columns {
        for row in 0..<matrix.rows { full[offset + row, offset + column] = matrix[row, column] }
      }
      return try Circuit.Operation(.unitary(UnitaryGate(full)), qubits: operation.qubits + controls)
    } catch let error as OpenQASMError {
      throw error
    } catch {
      throw position.error(found: "\(error)", allowed: "a gate that fits the circuit")
    }
  }
}

extension StandardGate {
  /// The gate with one more control in front, where that has a name.
  fileprivate var controlled: StandardGate? {
    switch self {
    case .x: .cx
    case .cx: .ccx
    case .y: .cy
    case .z: .cz
    case .cz: .ccz
    case .h: .ch
    case .s: .cs
    case .sdg: .csdg
    case .sx: .csx
    case .sxdg: .csxdg
    case .p: .cp
    case .rx: .crx
    case .ry: .cry
    case .rz: .crz
    case .u: .cu
    case .swap: .cswap
    default: nil
    }
  }
}
