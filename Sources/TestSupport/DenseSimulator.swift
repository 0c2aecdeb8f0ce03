public import ComplexModule
public import LinearAlgebra
public import PauliAlgebra
public import QuantumCircuits
public import RealModule

/// A slow simulator that is obviously right: every gate becomes a dense matrix on all qubits, from its definition.
///
/// It shares no code with the simulators it checks, nor with the gate matrices they use. Meant for up to 8 qubits; each
/// gate of a state costs 4ⁿ, of a unitary 8ⁿ.
public enum DenseSimulator {
  /// The unitary of a circuit; bit q of a row or column index is qubit q.
  ///
  /// - Throws: `CircuitError` when `parameters` are not one finite number for each of the circuit's.
  public static func unitary(of circuit: Circuit, parameters: [Double] = []) throws(CircuitError) -> DenseMatrix {
    try checkCount(parameters, circuit)
    return circuit.operations.reduce(.identity(1 << circuit.qubitCount)) { product, operation in
      matrix(of: operation, in: circuit, parameters: parameters) * product
    }
  }

  /// The state that the circuit makes of `initial`, or of |0…0⟩.
  ///
  /// - Throws: `CircuitError` when `parameters` are not one finite number for each of the circuit's.
  public static func state(
    of circuit: Circuit, parameters: [Double] = [], initial: [Complex<Double>]? = nil
  ) throws(CircuitError) -> [Complex<Double>] {
    try checkCount(parameters, circuit)
    let zero = (0..<(1 << circuit.qubitCount)).map { Complex<Double>($0 == 0 ? 1 : 0) }
    return circuit.operations.reduce(initial ?? zero) { state, operation in
      matrix(of: operation, in: circuit, parameters: parameters) * state
    }
  }

  /// ⟨ψ|O|ψ⟩, term by term; each string is applied qubit by qubit.
  ///
  /// - Precondition: The state has 2^qubitCount amplitudes.
  public static func expectation(of observable: PauliSum, in state: [Complex<Double>]) -> Complex<Double> {
    precondition(state.count == 1 << observable.qubitCount, "The observable and the state differ in size")
    return observable.terms.reduce(Complex(0)) { sum, term in
      var image = state
      for qubit in 0..<observable.qubitCount where term.string[qubit] != .i {
        let letter = DenseMatrix.pauli(term.string[qubit])
        let old = image
        for index in old.indices {
          let row = index >> qubit & 1
          image[index] = letter[row, 0] * old[index & ~(1 << qubit)] + letter[row, 1] * old[index | 1 << qubit]
        }
      }
      return sum + term.coefficient * zip(state, image).reduce(Complex(0)) { $0 + $1.0.conjugate * $1.1 }
    }
  }

  /// ⟨O⟩ behind a circuit that starts in |0…0⟩.
  ///
  /// - Throws: `CircuitError` when `parameters` are not one finite number for each of the circuit's.
  public static func expectation(
    of observable: PauliSum, behind circuit: Circuit, parameters: [Double] = []
  ) throws(CircuitError) -> Double {
    expectation(of: observable, in: try state(of: circuit, parameters: parameters)).real
  }

  /// The gradient of ⟨O⟩ by central differences of fourth order; right to about 10 digits of the observable's norm.
  ///
  /// - Throws: `CircuitError` when `parameters` are not one finite number for each of the circuit's.
  public static func gradient(
    of observable: PauliSum, behind circuit: Circuit, parameters: [Double]
  ) throws(CircuitError) -> [Double] {
    let step = 1e-3
    var gradient: [Double] = []
    for index in parameters.indices {
      func value(_ offset: Double) throws(CircuitError) -> Double {
        var shifted = parameters
        shifted[index] += offset
        return try expectation(of: observable, behind: circuit, parameters: shifted)
      }
      let near = try value(step) - value(-step), far = try value(2 * step) - value(-2 * step)
      gradient.append((8 * near - far) / (12 * step))
    }
    return gradient
  }

  private static func matrix(
    of operation: Circuit.Operation, in circuit: Circuit, parameters: [Double]
  ) -> DenseMatrix {
    let values = Dictionary(uniqueKeysWithValues: zip(circuit.parameters, parameters))
    // Every parameter of an operation is one of its circuit's.
    let angles = operation.angles.map { $0.evaluated { values[$0] ?? .nan } }
    return DenseMatrix.of(operation, angles: angles)
      .embedded(on: operation.qubits, qubitCount: circuit.qubitCount)
  }

  private static func checkCount(_ parameters: [Double], _ circuit: Circuit) throws(CircuitError) {
    guard parameters.count == circuit.parameters.count else {
      throw .wrongNumberOfValues(found: parameters.count, allowed: circuit.parameters.count)
    }
    for (parameter, value) in zip(circuit.parameters, parameters) where !value.isFinite {
      throw .nonFiniteValue(parameter, value)
    }
  }
}
