internal import PauliAlgebra
internal import QuantumCircuits

extension Circuit.Operation {
  /// Whether it leaves alone what a measurement of one of its qubits gives.
  func keepsValue(of qubit: Int) -> Bool {
    guard let index = qubits.firstIndex(of: qubit) else { return true }
    switch kind {
    case .pauliRotation(let string): return string[index] == .z || string[index] == .i
    case .excitation, .excitationExponential, .unitary: return false
    case .standard(let gate):
      switch gate.structure {
      case .identity, .diagonalPhase: return true
      case .pauliRotation(let letters): return letters[index] == .z
      case .controlledX(let controls), .controlledSwap(let controls), .controlledOneQubit(let controls):
        return index < controls
      case .twoQubit: return false
      }
    }
  }
}
