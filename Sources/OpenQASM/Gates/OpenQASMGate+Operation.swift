import PauliAlgebra
import QuantumCircuits

extension OpenQASMGate {
  /// Whether one operation says it all.
  var isPlain: Bool {
    switch self {
    case .native, .euler, .phase: true
    case .defined, .withoutBody: false
    }
  }

  /// The gate as an operation, up to the global phase of `U`, which nothing shows.
  func plainOperation(
    angles: [ParameterExpression], on qubits: [Int], at position: SourcePosition
  ) throws(OpenQASMError) -> Circuit.Operation {
    guard areDistinct(qubits) else {
      throw position.error(found: "a gate that names a qubit twice", allowed: "different qubits")
    }
    do throws(CircuitError) {
      switch self {
      case .native(let kind): return try Circuit.Operation(kind, qubits: qubits, angles: angles)
      case .euler: return try Circuit.Operation(.standard(.u), qubits: qubits, angles: angles)
      default:
        // The rotation about the identity by θ is the phase −θ/2.
        return try Circuit.Operation(
          .pauliRotation(PauliString(qubitCount: 0)), qubits: [], angles: angles.map { -2 * $0 })
      }
    } catch {
      throw position.error(found: "\(error)", allowed: "a gate that fits the circuit")
    }
  }
}
