public import ComplexModule
public import LinearAlgebra
public import RealModule
public import PauliAlgebra

extension Circuit {
  /// Appends an operation.
  ///
  /// - Throws: ``CircuitError/qubitOutOfRange(_:qubitCount:)`` when it does not fit; the circuit is unchanged.
  public mutating func append(_ operation: Operation) throws(CircuitError) {
    if let outside = operation.qubits.first(where: { $0 >= qubitCount }) {
      throw .qubitOutOfRange(outside, qubitCount: qubitCount)
    }
    append(checked: operation)
  }

  /// Appends a named gate: `circuit.append(.cx, on: 0, 1)`, `circuit.append(.rx, 2 * theta, on: 3)`.
  ///
  /// Controls come first. Angles are numbers, parameters or linear expressions, in radians.
  /// - Throws: ``CircuitError`` when the gate does not fit; the circuit is unchanged.
  public mutating func append(
    _ gate: StandardGate, _ angles: any AngleConvertible..., on qubits: Int...
  ) throws(CircuitError) {
    try append(gate, angles: angles.map(\.angle), on: qubits)
  }

  /// Appends a named gate whose angles and qubits are in arrays.
  ///
  /// - Throws: ``CircuitError`` when the gate does not fit; the circuit is unchanged.
  public mutating func append(
    _ gate: StandardGate, angles: [ParameterExpression] = [], on qubits: [Int]
  ) throws(CircuitError) {
    // The range is checked first, so that a negative qubit is reported with the size of this circuit.
    try checkRange(qubits)
    try append(Operation(.standard(gate), qubits: qubits, angles: angles))
  }

  /// Appends exp(−iθP/2) for a Pauli string as wide as the circuit.
  ///
  /// The identity is allowed: it multiplies the state by e^{−iθ/2}.
  /// - Throws: ``CircuitError`` when the string has another width or the angle is not finite.
  public mutating func append(
    pauliRotation string: PauliString, angle: some AngleConvertible
  ) throws(CircuitError) {
    guard string.qubitCount == qubitCount else {
      throw .wrongPauliStringWidth(found: string.qubitCount, allowed: qubitCount)
    }
    try append(Operation(.pauliRotation(string), qubits: Array(0..<qubitCount), angles: [angle.angle]))
  }

  /// Appends exp(θ(T − T†)), with T in the qubits of this circuit.
  ///
  /// - Throws: ``CircuitError`` when the excitation reaches beyond the circuit or the angle is not finite.
  public mutating func append(
    excitation gate: ExcitationGate, angle: some AngleConvertible
  ) throws(CircuitError) {
    try checkRange(gate.support)
    try append(Operation(.excitation(gate), qubits: Array(0..<qubitCount), angles: [angle.angle]))
  }

  /// Appends the single exponential exp(Σ θₖ(Tₖ − Tₖ†)), with the Tₖ in the qubits of this circuit.
  ///
  /// - Throws: ``CircuitError`` when there is none, angles do not match, or one reaches beyond the circuit.
  public mutating func append(
    exponentialOf gates: [ExcitationGate], angles: [ParameterExpression]
  ) throws(CircuitError) {
    for gate in gates { try checkRange(gate.support) }
    try append(Operation(.excitationExponential(gates), qubits: Array(0..<qubitCount), angles: angles))
  }

  /// Appends a gate given by its matrix; bit j of a matrix index is `qubits[j]`.
  ///
  /// - Throws: ``CircuitError`` when the matrix is not unitary, or its size is not that of the qubits.
  public mutating func append(
    unitary matrix: Matrix<Complex<Double>>, name: String = "unitary", on qubits: Int...
  ) throws(CircuitError) {
    try checkRange(qubits)
    try append(Operation(.unitary(UnitaryGate(matrix, name: name)), qubits: qubits))
  }

  private func checkRange(_ qubits: [Int]) throws(CircuitError) {
    if let outside = qubits.first(where: { !(0..<qubitCount).contains($0) }) {
      throw .qubitOutOfRange(outside, qubitCount: qubitCount)
    }
  }

  /// Appends all gates of another circuit.
  ///
  /// Parameters of the same name are the same; new ones come behind those that are there.
  /// - Parameters:
  ///   - other: The circuit whose gates come behind those that are there.
  ///   - qubits: Which qubit of this circuit each of the other's qubits becomes; nil keeps their numbers.
  /// - Throws: ``CircuitError`` when the qubits do not match or do not fit; the circuit is unchanged.
  public mutating func append(contentsOf other: Circuit, on qubits: [Int]? = nil) throws(CircuitError) {
    let numbers = qubits ?? Array(0..<other.qubitCount)
    guard numbers.count == other.qubitCount else {
      throw .wrongNumberOfQubits(gate: "circuit", found: numbers.count, allowed: other.qubitCount)
    }
    try checkRange(numbers)
    guard areDistinct(numbers) else { throw .duplicateQubits(gate: "circuit", qubits: numbers) }
    declare(other.parameters)
    for operation in other.operations {
      append(checked: qubits == nil ? operation : operation.renumbered(numbers))
    }
  }

  /// This circuit followed by another one.
  ///
  /// - Throws: ``CircuitError`` as ``append(contentsOf:on:)``.
  public func composed(with other: Circuit, on qubits: [Int]? = nil) throws(CircuitError) -> Circuit {
    var result = self
    try result.append(contentsOf: other, on: qubits)
    return result
  }

  /// The circuit that undoes this one: the inverse gates in reverse order, with the same parameters.
  public func inverse() -> Circuit {
    var result = emptied()
    for operation in operations.reversed() { result.append(checked: operation.inverse()) }
    return result
  }
}
