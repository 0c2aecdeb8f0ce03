/// What a call in an OpenQASM text names.
enum OpenQASMGate: Hashable {
  /// A gate of ours.
  case native(Circuit.Operation.Kind)
  /// `gphase`
  case phase
  /// A gate that the text defines, by its position among the definitions.
  case defined(Int)
  /// The gate that stands for a body that cannot be written.
  case withoutBody
}

/// One statement of a gate's body, on the gate's own qubits, with angles linear in its own parameters.
struct GateCall {
  var gate: OpenQASMGate
  /// One for each leading qubit: whether it must be 1 (ctrl) or 0 (negctrl).
  var controls: [Bool] = []
  var isInverse = false
  var angles: [LinearForm] = []
  var qubits: [Int]

  init(
    _ gate: OpenQASMGate, controls: [Bool] = [], isInverse: Bool = false, angles: [LinearForm] = [], on qubits: [Int]
  ) {
    self.gate = gate
    self.controls = controls
    self.isInverse = isInverse
    self.angles = angles
    self.qubits = qubits
  }

  init(_ gate: StandardGate, _ angles: LinearForm..., on qubits: Int...) {
    self.init(.native(.standard(gate)), angles: angles, on: qubits)
  }

  func isClose(to other: GateCall, tolerance: Double) -> Bool {
    gate == other.gate && controls == other.controls && isInverse == other.isInverse && qubits == other.qubits
      && angles.count == other.angles.count
      && zip(angles, other.angles).allSatisfy { $0.isClose(to: $1, tolerance: tolerance) }
  }
}

/// A `gate` statement: what two texts that define the same gate in the same way have in common.
struct GateDefinition {
  var parameterCount: Int
  var qubitCount: Int
  var calls: [GateCall]

  /// Whether both are the same statements, with no number farther apart than `tolerance`.
  func isClose(to other: GateDefinition, tolerance: Double = 0) -> Bool {
    parameterCount == other.parameterCount && qubitCount == other.qubitCount && calls.count == other.calls.count
      && zip(calls, other.calls).allSatisfy { $0.isClose(to: $1, tolerance: tolerance) }
  }

  /// The statement that defines the gate.
  ///
  /// - Precondition: No call is of a gate that another text defines.
  func openQASM(name: String) -> String {
    let parameters = (0..<parameterCount).map { "t\($0)" }, qubits = (0..<qubitCount).map { "q\($0)" }
    var text = "gate \(name)"
    if !parameters.isEmpty { text += "(\(parameters.joined(separator: ", ")))" }
    text += " \(qubits.joined(separator: ", ")) {\n"
    for call in calls { text += "  \(call.openQASM(parameters: parameters, qubits: qubits))\n" }
    return text + "}\n"
  }
}

extension GateCall {
  fileprivate func openQASM(parameters: [String], qubits names: [String]) -> String {
    var text = isInverse ? "inv @ " : ""
    for control in controls { text += control ? "ctrl @ " : "negctrl @ " }
    switch gate {
    case .native(let kind): text += kind.name == StandardGate.u.name ? "U" : kind.name
    case .phase: text += "gphase"
    case .withoutBody: text += OpenQASMNames.withoutBody
    case .defined: preconditionFailure("A definition of ours calls gates of stdgates.inc only")
    }
    if !angles.isEmpty { text += "(\(angles.map { $0.openQASM(parameters) }.joined(separator: ", ")))" }
    if !qubits.isEmpty { text += " " + qubits.map { names[$0] }.joined(separator: ", ") }
    return text + ";"
  }
}
