/// What a name stands for.
enum Definition: Sendable {
  case constant(Value, ValueType)
  case variable(Slot, ValueType, isReadOnly: Bool)
  case bits(BitPlace)
  /// Qubits whose numbers are known.
  case qubits([Int], isSingle: Bool)
  /// Qubits that a parameter or an alias holds while the program runs.
  case qubitVariable(Slot, count: Int?, isSingle: Bool)
  case gate(GateSignature)
  case subroutine(Int)
  /// Declared, but defined nowhere.
  case external
  case opaque

  /// Whether subroutines and gates may name it, too, although it stands outside of them.
  var isVisibleInSubroutines: Bool {
    switch self {
    // An input without a value is no constant, and gates number parameters of their own.
    case .constant(.linear, _): false
    case .constant, .gate, .subroutine, .external, .opaque: true
    case .variable, .bits, .qubits, .qubitVariable: false
    }
  }
}

/// What an expression is: a constant, or instructions that leave its value on the stack.
struct Fragment: Sendable {
  var type: ValueType
  var constant: Value?
  var steps: [Step] = []
  var position: SourcePosition

  static func constant(_ value: Value, _ type: ValueType, at position: SourcePosition) -> Fragment {
    Fragment(type: type, constant: value, position: position)
  }

  /// Instructions that leave the value on the stack, for constants too.
  var pushed: [Step] {
    constant.map { [Step(instruction: .push($0), position: position)] } ?? steps
  }

  /// Makes a constant an instruction.
  mutating func materialize() {
    guard constant != nil else { return }
    steps = pushed
    constant = nil
  }

  mutating func append(_ instruction: Instruction, at position: SourcePosition) {
    steps.append(Step(instruction: instruction, position: position))
  }
}

/// The qubits that an expression names.
struct QubitFragment: Sendable {
  /// Their numbers, where these are known.
  var known: [Int]?
  /// Whether a gate is repeated over them.
  var isRegister: Bool
  /// How many they are, where that is known.
  var count: Int?
  var steps: [Step] = []
  var position: SourcePosition

  var pushed: [Step] {
    known.map { [Step(instruction: .push(.qubits($0)), position: position)] } ?? steps
  }
}
