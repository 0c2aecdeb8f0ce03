import QuantumCircuits

/// What a call in an OpenQASM text names.
enum OpenQASMGate: Hashable, Sendable {
  /// A gate of ours.
  case native(Circuit.Operation.Kind)
  /// `gphase`
  case phase
  /// A gate that the text defines, by its position among the definitions.
  case defined(Int)
  /// `U`, `u2` or `u3`: the gate u with another phase, which matters under controls.
  case euler(EulerPhase)
  /// The gate that stands for a body that cannot be written.
  case withoutBody
}

/// The phases that gates with the matrix of `u(θ, φ, λ)` have beside it.
enum EulerPhase: Sendable {
  /// `U`: θ/2.
  case half
  /// `u3` and `u2`: −(φ + λ)/2.
  case symmetric

  /// - Parameter angles: θ, φ and λ.
  func phase(_ angles: [LinearForm]) -> LinearForm {
    var sum = angles[0]
    if self == .symmetric {
      sum = angles[1]
      sum.add(angles[2])
    }
    sum.scale(by: self == .half ? 0.5 : -0.5)
    return sum
  }
}

/// One statement of a gate's body, on the gate's own qubits, with angles that follow from its own parameters.
struct GateCall: Sendable {
  var gate: OpenQASMGate
  /// One for each leading qubit: whether it must be 1 (ctrl) or 0 (negctrl).
  var controls: [Bool] = []
  /// Powers from the innermost on; `inv` is −1.
  var powers: [Double] = []
  var angles: [LinearForm] = []
  /// Instructions for angles and powers that are not linear in the parameters; the places of these angles hold 0.
  var computed: [ComputedNumber] = []
  var qubits: [Int]
  var position = SourcePosition.start

  init(_ gate: OpenQASMGate, controls: [Bool] = [], angles: [LinearForm] = [], on qubits: [Int]) {
    self.gate = gate
    self.controls = controls
    self.angles = angles
    self.qubits = qubits
  }

  init(_ gate: StandardGate, _ angles: LinearForm..., on qubits: Int...) {
    self.init(.native(.standard(gate)), angles: angles, on: qubits)
  }

  func isClose(to other: GateCall, tolerance: Double) -> Bool {
    gate == other.gate && controls == other.controls && powers == other.powers && qubits == other.qubits
      && computed.isEmpty && other.computed.isEmpty && angles.count == other.angles.count
      && zip(angles, other.angles).allSatisfy { $0.isClose(to: $1, tolerance: tolerance) }
  }
}

/// An angle or a power in a gate's body that takes more than sums of parameters.
struct ComputedNumber: Sendable {
  enum Role: Hashable, Sendable {
    case angle(Int), power(Int)
  }
  var role: Role
  var steps: [Step]
}

/// A `gate` statement: what two texts that define the same gate in the same way have in common.
struct GateDefinition: Sendable {
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
    var text = ""
    for control in controls { text += control ? "ctrl @ " : "negctrl @ " }
    switch gate {
    case .native(let kind): text += kind.name
    case .euler: text += "U"
    case .phase: text += "gphase"
    case .withoutBody: text += OpenQASMNames.withoutBody
    case .defined: preconditionFailure("A definition of ours calls gates of stdgates.inc only")
    }
    if !angles.isEmpty { text += "(\(angles.map { $0.openQASM(parameters) }.joined(separator: ", ")))" }
    if !qubits.isEmpty { text += " " + qubits.map { names[$0] }.joined(separator: ", ") }
    return text + ";"
  }
}
