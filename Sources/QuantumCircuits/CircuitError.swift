/// Why a circuit, a gate or an angle was refused. What was to be changed is unchanged.
public enum CircuitError: Error, Hashable, Sendable {
  case qubitCountOutOfRange(Int)
  case qubitOutOfRange(Int, qubitCount: Int)
  case duplicateQubits(gate: String, qubits: [Int])
  case wrongNumberOfQubits(gate: String, found: Int, allowed: Int)
  case wrongNumberOfAngles(gate: String, found: Int, allowed: Int)
  case nonFiniteAngle(gate: String, angle: String)
  case duplicateParameter(Parameter)
  case wrongNumberOfValues(found: Int, allowed: Int)
  case nonFiniteValue(Parameter, Double)
  case unboundParameters([Parameter])
  case wrongPauliStringWidth(found: Int, allowed: Int)
  case notUnitary(gate: String, deviation: Double)
  case invalidMatrixShape(rows: Int, columns: Int)
  case invalidExcitation(String)
  case anglesTooLarge(gate: String, sum: Double)
  case circuitTooWide(qubitCount: Int, allowed: Int)
}

extension CircuitError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .qubitCountOutOfRange(let count):
      "A circuit of \(count) qubits was asked for; 0 to \(Circuit.maximumQubitCount) are possible."
    case .qubitOutOfRange(let qubit, let count):
      count == 0
        ? "Qubit \(qubit) was named; the circuit has no qubits."
        : "Qubit \(qubit) is outside 0..<\(count). Widen the circuit or renumber the gate."
    case .duplicateQubits(let gate, let qubits):
      "The gate \(gate) was put on qubits \(qubits); each qubit may stand there once."
    case .wrongNumberOfQubits(let gate, let found, let allowed):
      "The gate \(gate) was given \(counted(found, "qubit")); it acts on \(allowed)."
    case .wrongNumberOfAngles(let gate, let found, let allowed):
      "The gate \(gate) was given \(counted(found, "angle")); it takes \(allowed)."
    case .nonFiniteAngle(let gate, let angle):
      "The gate \(gate) was given the angle \(angle); angles and coefficients must be finite."
    case .duplicateParameter(let parameter):
      "The parameter \(parameter) was declared twice; names must differ."
    case .wrongNumberOfValues(let found, let allowed):
      "\(counted(found, "value")) given for \(counted(allowed, "parameter")); one each is needed."
    case .nonFiniteValue(let parameter, let value):
      "The parameter \(parameter) was given the value \(value); values must be finite."
    case .unboundParameters(let parameters):
      "The circuit has unbound parameters (\(parameters.map(\.name).joined(separator: ", "))); bind them first."
    case .wrongPauliStringWidth(let found, let allowed):
      "A Pauli string on \(counted(found, "qubit")) was given; the circuit has \(allowed)."
    case .notUnitary(let gate, let deviation):
      "The matrix of \(gate) is not unitary: U†U differs from 1 by \(deviation); at most \(UnitaryGate.tolerance) is allowed."
    case .invalidMatrixShape(let rows, let columns):
      "A matrix of \(rows) rows and \(columns) columns was given; a gate needs 2^k of each, k from 1 to \(UnitaryGate.maximumQubitCount)."
    case .invalidExcitation(let reason):
      reason
    case .anglesTooLarge(let gate, let sum):
      "The angles of \(gate) add up to \(sum); its dense matrix is made for at most 2^20, beyond which digits are lost."
    case .circuitTooWide(let count, let allowed):
      "The circuit has \(counted(count, "qubit")); its dense matrix is made for at most \(allowed)."
    }
  }
}

private func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
