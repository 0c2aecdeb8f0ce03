import QuantumCircuits

/// What a compiled program consists of.
struct ProgramParts: Sendable {
  var steps: [Step] = []
  var operations: [Circuit.Operation] = []
  var gateSites: [GateSite] = []
  var definitions: [GateDefinition] = []
  /// For each definition: how deep definitions are nested in it.
  var depths: [Int] = []
  var subroutines: [SubroutineCode] = []
  var subroutineSteps: [[Step]] = []
  var slotCount = 0
  var bitCount = 0

  var qubitCount = 0
  /// Those that a gate may act on, where all operands of gates are known beforehand.
  var gatedQubits: Set<Int> = []
  /// Whether an operand follows from values.
  var gatesAnyQubit = false
  var usesPhysicalQubits = false
  var usesRegisters = false
  /// Parameters that inputs without values became, and what the text calls them.
  var parameters: [Parameter] = []
  var inputNames: [String] = []
  var inputs: [Input] = []
  var registers: [Register] = []
  var outputs: [Output] = []
  var hasDeclaredOutputs = false

  struct Input: Sendable {
    var name: String
    var type: ValueType
    /// Where its value goes: variables and bits have different places.
    var slot: Slot?
    var bits: BitPlace?
    var position: SourcePosition
  }

  struct Register: Sendable {
    var name: String
    var bits: BitPlace
    var position: SourcePosition
  }

  struct Output: Sendable {
    var name: String
    var type: ValueType
    var slot: Slot?
    var bits: BitPlace?
    var isDeclared: Bool
  }
}
