import PauliAlgebra
import QuantumCircuits

/// A gate as calls see it.
struct GateSignature: Sendable {
  var gate: OpenQASMGate
  var angleCount: Int
  var qubitCount: Int
  /// Angles that a name has of its own, in front of those that are given: π/2 for `u2`.
  var leadingAngles: [Double] = []
  /// Whether a program may define the gate again, as programs in version 2 do.
  var isReplaceable = false
}

extension GateSignature {
  init(native kind: Circuit.Operation.Kind) {
    let highest = kind.excitations.compactMap { $0.support.last }.max() ?? -1
    self.init(gate: .native(kind), angleCount: kind.angleCount, qubitCount: kind.qubitCount ?? highest + 1)
  }
}
