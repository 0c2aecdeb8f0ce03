import ComplexModule
import LinearAlgebra
import QuantumCircuits

/// The operations that a call of a gate unfolds to, one after the other.
///
/// Only what is being unfolded is kept, a frame for each gate within another, so that a call of a billion operations takes
/// no memory; and it is a value, so that a machine can be copied in the midst of one.
struct GateExpansion: Sendable {
  /// A gate whose angles and qubits are known.
  struct Call: Sendable {
    var gate: OpenQASMGate
    var controls: [Control] = []
    /// From the innermost on.
    var powers: [Double] = []
    var angles: [LinearForm] = []
    var qubits: [Int]
    var position: SourcePosition
  }

  struct Control: Sendable {
    let qubit: Int
    let isPositive: Bool
  }

  private enum Frame: Sendable {
    case definition(DefinitionFrame)
    /// Operations that are repeated, and how often still.
    case repeated([Circuit.Operation], Int)
  }

  private struct DefinitionFrame: Sendable {
    let index: Int
    let isInverse: Bool
    let call: Call
    var position = 0
    var repetitions: Int
  }

  private var frames: [Frame] = []
  /// Operations that come next, the last first.
  private var ready: [Circuit.Operation] = []
  private let parameters: [Parameter]
  let limits: OpenQASMLimits
  /// Whether the phase of `U` counts although nothing controls it, as in a matrix that controls come to later.
  private let keepsPhase: Bool

  init(limits: OpenQASMLimits, parameters: [Parameter], keepsPhase: Bool = false) {
    self.limits = limits
    self.parameters = parameters
    self.keepsPhase = keepsPhase
  }

  /// Whether nothing is left.
  var isEmpty: Bool { frames.isEmpty && ready.isEmpty }

  /// The next operation; nil behind the last.
  ///
  /// - Parameter steps: How many more steps may be taken; copied terms of inputs count.
  mutating func next(
    _ definitions: [GateDefinition], steps: inout Int
  ) throws(OpenQASMError) -> Circuit.Operation? {
    while true {
      if let operation = ready.popLast() { return operation }
      switch frames.popLast() {
      case nil: return nil
      case .repeated(let operations, let count)?:
        guard count > 0 else { continue }
        frames.append(.repeated(operations, count - 1))
        ready = operations.reversed()
      case .definition(var frame)?:
        let calls = definitions[frame.index].calls
        guard frame.position < calls.count else {
          frame.repetitions -= 1
          frame.position = 0
          if frame.repetitions > 0, !calls.isEmpty { frames.append(.definition(frame)) }
          continue
        }
        let call = calls[frame.isInverse ? calls.count - 1 - frame.position : frame.position]
        frame.position += 1
        frames.append(.definition(frame))
        try begin(try placed(call, in: frame, steps: &steps), definitions, steps: &steps)
      }
    }
  }

  /// A statement of a definition with the angles and qubits of the call.
  private func placed(
    _ call: GateCall, in frame: DefinitionFrame, steps: inout Int
  ) throws(OpenQASMError) -> Call {
    let outer = frame.call
    let qubits = call.qubits.map { outer.qubits[$0] }
    let used = call.angles.reduce(0) { $0 + $1.coefficients.count }
    try spend(
      used * outer.angles.reduce(1) { max($0, $1.coefficients.count) } + qubits.count + 8 * call.computed.count,
      from: &steps, at: outer.position)
    var angles = call.angles.map { $0.substituting(outer.angles) }
    var powers = call.powers
    for number in call.computed {
      let form = try OperandStack.number(number.steps, parameters: outer.angles)
      switch number.role {
      case .angle(let index): angles[index] = form
      case .power(let index):
        guard form.isConstant else {
          throw call.position.error(
            found: "a power that depends on an input without a value", allowed: "numbers; give the input a value")
        }
        powers[index] = form.value
      }
    }
    if frame.isInverse { powers.append(-1) }
    let inner = zip(qubits, call.controls).map { Control(qubit: $0, isPositive: $1) }
    return Call(
      gate: call.gate, controls: outer.controls + inner, powers: powers, angles: angles,
      qubits: Array(qubits.dropFirst(inner.count)), position: outer.position)
  }

  private func spend(_ count: Int, from steps: inout Int, at position: SourcePosition) throws(OpenQASMError) {
    steps -= count > 4 ? 8 * count : 1
    guard steps >= 0 else { throw limits.tooManySteps(at: position) }
  }

  /// Unfolds a call before what is left.
  mutating func begin(
    _ call: Call, _ definitions: [GateDefinition], steps: inout Int
  ) throws(OpenQASMError) {
    guard call.powers.allSatisfy({ $0 == -1 }) else {
      return try begin(powered: call, definitions, steps: &steps)
    }
    let isInverse = !call.powers.count.isMultiple(of: 2)
    if case .defined(let index) = call.gate {
      frames.append(
        .definition(DefinitionFrame(index: index, isInverse: isInverse, call: call, repetitions: 1)))
    } else {
      ready = try operations(call, isInverse: isInverse, steps: &steps).reversed()
    }
  }

  /// A power other than 1 and −1.
  private mutating func begin(
    powered call: Call, _ definitions: [GateDefinition], steps: inout Int
  ) throws(OpenQASMError) {
    var whole = 1
    for power in call.powers {
      guard power.isFinite else {
        throw call.position.error(found: "the power \(power)", allowed: "finite powers")
      }
      guard let factor = Int(exactly: power), case let product = whole.multipliedReportingOverflow(by: factor),
        !product.overflow, product.partialValue.magnitude <= 1 << 52
      else { return try appendMatrixPower(call, definitions, steps: &steps) }
      whole = product.partialValue
    }
    guard whole != 0 else { return }
    if let angles = call.gate.angles(call.angles, power: whole) {
      var scaled = call
      scaled.angles = angles
      scaled.powers = []
      ready = try operations(scaled, isInverse: false, steps: &steps).reversed()
      return
    }
    if case .native(.standard(let gate)) = call.gate, gate.angleCount == 0 {
      whole %= OpenQASMGate.commonOrder
    }
    let isShort = whole.magnitude <= 16
    guard isShort || !call.angles.allSatisfy(\.isConstant) || width(of: call) > limits.matrixQubitCount else {
      return try appendMatrixPower(call, definitions, steps: &steps)
    }
    if case .defined(let index) = call.gate {
      guard whole != 0 else { return }
      frames.append(
        .definition(
          DefinitionFrame(index: index, isInverse: whole < 0, call: call, repetitions: Int(whole.magnitude))))
    } else {
      var plain = call
      plain.powers = []
      let once = try operations(plain, isInverse: whole < 0, steps: &steps)
      frames.append(.repeated(once, Int(whole.magnitude)))
    }
  }

  private func width(of call: Call) -> Int { call.qubits.count + call.controls.count }

  /// The power of a gate as a matrix.
  private mutating func appendMatrixPower(
    _ call: Call, _ definitions: [GateDefinition], steps: inout Int
  ) throws(OpenQASMError) {
    guard call.angles.allSatisfy(\.isConstant) else {
      throw call.position.error(
        found: "a fractional power of a gate with an input", allowed: "whole powers; or give the input a value")
    }
    guard width(of: call) <= limits.matrixQubitCount else {
      throw call.position.error(
        found: "such a power of a gate on \(width(of: call)) qubits",
        allowed: "\(limits.matrixQubitCount) with the controls, or a small whole power")
    }
    try spend(max(32, 1 << max(0, 3 * width(of: call) - 9)), from: &steps, at: call.position)
    do {
      let empty = try Circuit(qubitCount: max(1, call.qubits.count))
      var part = empty
      var matrix = Matrix<Complex<Double>>.identity(1 << part.qubitCount)
      var inner = GateExpansion(limits: limits, parameters: parameters, keepsPhase: true)
      var bare = call
      (bare.controls, bare.powers, bare.qubits) = ([], [], Array(0..<call.qubits.count))
      try inner.begin(bare, definitions, steps: &steps)
      while let operation = try inner.next(definitions, steps: &steps) {
        try spend(max(8, 1 << max(0, 2 * width(of: call) - 7)), from: &steps, at: call.position)
        part.append(checked: operation)
        // Part by part, so that a long gate takes no memory.
        guard part.operations.count == 256 else { continue }
        matrix = try part.unitaryMatrix() * matrix
        part = empty
      }
      matrix = try part.unitaryMatrix() * matrix
      for power in call.powers {
        matrix = try Int(exactly: power).map { matrix.power($0) } ?? matrix.fractionalPower(power)
      }
      if call.qubits.isEmpty {
        // A power of a phase is a phase.
        var phase = Call(gate: .phase, controls: call.controls, qubits: [], position: call.position)
        phase.angles = [.number(matrix[0, 0].phase)]
        ready = try operations(phase, isInverse: false, steps: &steps).reversed()
      } else {
        let unitary = try UnitaryGate(matrix)
        var plain = Call(
          gate: .native(.unitary(unitary)), controls: call.controls, qubits: call.qubits, position: call.position)
        plain.powers = []
        ready = try operations(plain, isInverse: false, steps: &steps).reversed()
      }
    } catch let error as OpenQASMError {
      throw error
    } catch {
      throw call.position.error(found: "\(error)", allowed: "a gate that has such a power")
    }
  }

  // MARK: Single gates

  private func operations(
    _ call: Call, isInverse: Bool, steps: inout Int
  ) throws(OpenQASMError) -> [Circuit.Operation] {
    try spend(call.angles.reduce(0) { $0 + $1.coefficients.count }, from: &steps, at: call.position)
    guard !call.controls.isEmpty else {
      var operations = [
        try call.gate.plainOperation(
          angles: call.angles.map { $0.angle(parameters) }, on: call.qubits, at: call.position)
      ]
      if keepsPhase, case .euler(let phase) = call.gate {
        let angles = [phase.phase(call.angles).angle(parameters)]
        operations.append(try OpenQASMGate.phase.plainOperation(angles: angles, on: [], at: call.position))
      }
      return isInverse ? operations.map { $0.inverse() } : operations
    }
    guard areDistinct(call.qubits + call.controls.map(\.qubit)) else {
      throw call.position.error(found: "a gate that names a qubit twice", allowed: "different qubits")
    }
    var builder = ControlledGate(limits: limits, parameters: parameters, position: call.position)
    try builder.append(
      call.gate, angles: call.angles, on: call.qubits, under: call.controls, isInverse: isInverse, steps: &steps)
    return builder.operations
  }
}
