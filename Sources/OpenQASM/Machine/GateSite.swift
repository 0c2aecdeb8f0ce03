import QuantumCircuits

/// A call of a gate in a program: what is known of it, and what the stack tells when it is executed.
struct GateSite: Sendable {
  /// An angle that is known, or comes from the stack.
  enum Angle: Sendable {
    case known(LinearForm)
    case computed
  }

  /// Qubits that are known, or come from the stack.
  enum Operand: Sendable {
    case known([Int], isRegister: Bool)
    case computed(isRegister: Bool)
  }

  var gate: OpenQASMGate
  /// One for each leading qubit: whether it must be 1 (ctrl) or 0 (negctrl).
  var controls: [Bool]
  /// Powers from the innermost on; `inv` is −1. Those that are nil come from the stack.
  var powers: [Double?]
  var angles: [Angle]
  var operands: [Operand]
  var position: SourcePosition

  /// How many values it takes from the stack.
  var computedCount: Int {
    angles.count { if case .computed = $0 { true } else { false } } + powers.count { $0 == nil }
      + operands.count { if case .computed = $0 { true } else { false } }
  }
}

/// A subroutine: where its instructions begin and what it needs.
struct SubroutineCode: Sendable {
  var name: String
  var start = 0
  var argumentCount: Int
  var slotCount = 0
  var bitCount = 0
  /// The elements of all its variables.
  var valueCount = 0
  /// The bits of parameters, which arguments on the stack go to; nil for parameters in slots.
  var parameterBits: [BitPlace?] = []
}
