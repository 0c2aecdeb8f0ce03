import ComplexModule
import LinearAlgebra
import PauliAlgebra

extension OpenQASMParser {
  /// Appends what a call on qubits of the circuit unfolds to.
  mutating func append(_ call: GateCall, on qubits: [Int], at token: OpenQASMToken) throws(OpenQASMError) {
    var count = 1
    if case .defined(let index) = call.gate { count = sizes[index].count }
    try spend(gates: count, at: token)
    try spend(steps: qubits.count, at: token)
    guard areDistinct(qubits) else {
      throw token.error(found: "a gate that names a qubit twice", allowed: "different qubits")
    }
    let controls = Array(zip(qubits, call.controls).map { Control(qubit: $0, isPositive: $1) })
    try expand(
      call.gate, controls: controls, isInverse: call.isInverse, angles: call.angles,
      on: Array(qubits.dropFirst(controls.count)), at: token)
  }

  struct Control {
    let qubit: Int
    let isPositive: Bool
  }

  private mutating func expand(
    _ gate: OpenQASMGate, controls: [Control], isInverse: Bool, angles: [LinearForm], on qubits: [Int],
    at token: OpenQASMToken
  ) throws(OpenQASMError) {
    guard case .defined(let index) = gate else {
      return try appendPlain(gate, controls: controls, isInverse: isInverse, angles: angles, on: qubits, at: token)
    }
    let calls = definitions[index].calls
    for position in calls.indices {
      let call = calls[isInverse ? calls.count - 1 - position : position]
      let placed = call.qubits.map { qubits[$0] }
      let used = call.angles.reduce(0) { $0 + $1.coefficients.count }
      try spend(steps: used * angles.reduce(1) { max($0, $1.coefficients.count) } + placed.count, at: token)
      let inner = zip(placed, call.controls).map { Control(qubit: $0, isPositive: $1) }
      try expand(
        call.gate, controls: controls + inner, isInverse: isInverse != call.isInverse,
        angles: call.angles.map { $0.substituting(angles) }, on: Array(placed.dropFirst(inner.count)), at: token)
    }
  }

  private mutating func appendPlain(
    _ gate: OpenQASMGate, controls: [Control], isInverse: Bool, angles: [LinearForm], on qubits: [Int],
    at token: OpenQASMToken
  ) throws(OpenQASMError) {
    try spend(steps: angles.reduce(0) { $0 + $1.coefficients.count }, at: token)
    var kind = Circuit.Operation.Kind.pauliRotation(PauliString(qubitCount: 0))
    var angles = angles, qubits = qubits, controls = controls
    switch gate {
    case .native(.pauliRotation(let string)) where string.isIdentity && !controls.isEmpty:
      angles[0].scale(by: -0.5)
      return try appendPlain(.phase, controls: controls, isInverse: isInverse, angles: angles, on: [], at: token)
    case .native(let native): kind = native
    case .phase:
      if let last = controls.popLast() {
        // A phase under a control is the gate p on the control, between two x when the control is negative.
        if !last.isPositive { try appendOperation(.standard(.x), on: [last.qubit], at: token) }
        try appendPlain(
          .native(.standard(.p)), controls: controls, isInverse: isInverse, angles: angles, on: [last.qubit], at: token)
        if !last.isPositive { try appendOperation(.standard(.x), on: [last.qubit], at: token) }
        return
      }
      // The rotation about the identity by θ is the phase −θ/2.
      angles[0].scale(by: -2)
      qubits = []
    case .defined, .withoutBody: preconditionFailure("Definitions are unfolded, gates without a body refused")
    }
    let inverted = controls.filter { !$0.isPositive }.map(\.qubit)
    let operation = try placed(
      kind, angles.map { $0.angle(parameters) }, qubits, under: controls.map(\.qubit), at: token)
    for qubit in inverted { try appendOperation(.standard(.x), on: [qubit], at: token) }
    operations.append(isInverse ? operation.inverse() : operation)
    for qubit in inverted { try appendOperation(.standard(.x), on: [qubit], at: token) }
  }

  private mutating func appendOperation(
    _ kind: Circuit.Operation.Kind, on qubits: [Int], at token: OpenQASMToken
  ) throws(OpenQASMError) {
    operations.append(try placed(kind, [], qubits, under: [], at: token))
  }

  /// A gate with controls as one operation: a gate with a name where there is one, else a matrix.
  private mutating func placed(
    _ kind: Circuit.Operation.Kind, _ angles: [ParameterExpression], _ qubits: [Int], under controls: [Int],
    at token: OpenQASMToken
  ) throws(OpenQASMError) -> Circuit.Operation {
    var kind = kind, qubits = qubits, controls = controls
    if kind == .standard(.id) { controls = [] }
    while let control = controls.last, case .standard(let gate) = kind, let controlled = gate.controlled {
      kind = .standard(controlled)
      qubits.insert(control, at: 0)
      controls.removeLast()
    }
    do {
      let operation = try Circuit.Operation(kind, qubits: qubits, angles: angles)
      guard !controls.isEmpty else { return operation }
      guard kind != .standard(.u) else {
        throw token.error(found: "U under a control", allowed: "cu, or rz and ry, whose phase all readers agree on")
      }
      guard angles.allSatisfy(\.isConstant) else {
        throw token.error(
          found: "a controlled \(shortened(kind.name)) of an input", allowed: "numbers, or a gate with that control")
      }
      let count = operation.qubits.count + controls.count
      guard count <= Self.maximumControlledQubitCount else {
        throw token.error(
          found: "a controlled \(shortened(kind.name)) on \(count) qubits",
          allowed: "\(Self.maximumControlledQubitCount) with the controls")
      }
      // The product that shows a matrix to be unitary is dear: 8^count multiplications, 512 of them counted as a step.
      try spend(steps: 1 << max(0, 3 * count - 9), at: token)
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
      throw token.error(found: "\(error)", allowed: "a gate that fits the circuit")
    }
  }

  /// The widest gate that a control without a named gate makes.
  private static let maximumControlledQubitCount = 5
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
    case .swap: .cswap
    default: nil
    }
  }
}
