public import OpenQASM
public import PauliAlgebra
public import QuantumCircuits

/// A primitive unified bloc for expectation values: a circuit, some of its observables, parameter sets, a precision.
///
/// The shape of the outcome is the broadcast of the observables' shape and the parameter sets' shape, as in Qiskit's V2
/// primitives: one observable of shape `[]` against sets of shape `[n]` gives `n` values.
public struct EstimatorPub: Sendable {
  public var circuit: PreparedCircuit
  /// Positions in `circuit.observables`.
  public var observables: ShapedArray<Int>
  /// Parameter sets, each with one angle in radians per parameter, in the order of `circuit.circuit.parameters`.
  public var parameters: ShapedArray<[Double]>
  /// A bound on the standard error of each whole observable; nil leaves it to the options.
  public var precision: Double?

  /// All observables of the circuit (a single one as a scalar) at one parameter set.
  public init(_ circuit: PreparedCircuit, parameters: [Double], precision: Double? = nil) {
    self.init(circuit, parameters: ShapedArray(parameters), precision: precision)
  }

  /// The observables at `observables`, or all of them (a single one as a scalar), against parameter sets of any shape.
  public init(
    _ circuit: PreparedCircuit, observables: ShapedArray<Int>? = nil, parameters: ShapedArray<[Double]>,
    precision: Double? = nil
  ) {
    self.circuit = circuit
    let count = circuit.observables.count
    self.observables = observables ?? (count == 1 ? ShapedArray(0) : ShapedArray(row: Array(0..<count)))
    self.parameters = parameters
    self.precision = precision
  }

  /// An uncompiled circuit with one observable at one parameter set.
  public init(_ circuit: Circuit, observable: PauliSum, parameters: [Double], precision: Double? = nil) {
    self.init(PreparedCircuit(circuit, observables: [observable]), parameters: parameters, precision: precision)
  }
}

/// A primitive unified bloc for sampling: a circuit or a program, parameter sets, a number of shots.
public struct SamplerPub: Sendable {
  public enum Source: Sendable {
    /// A circuit whose qubits are measured at its end: into registers, or all of them into
    /// ``SamplerPubResult/allQubits`` where there are none.
    case circuit(PreparedCircuit, registers: [ClassicalRegister]?)
    /// A program with measurements anywhere, and what follows from them. Inputs without a value here take theirs from
    /// parameter sets.
    case program(OpenQASMProgram, values: [String: OpenQASMValue])
  }

  public var source: Source
  /// Parameter sets, each with one number per parameter of a circuit or input of a program, in their order.
  public var parameters: ShapedArray<[Double]>
  /// Shots for each parameter set; nil leaves it to the options.
  public var shots: Int?

  public init(_ source: Source, parameters: ShapedArray<[Double]>, shots: Int? = nil) {
    self.source = source
    self.parameters = parameters
    self.shots = shots
  }

  /// All qubits of a circuit.
  public init(_ circuit: PreparedCircuit, parameters: ShapedArray<[Double]>, shots: Int? = nil) {
    self.init(.circuit(circuit, registers: nil), parameters: parameters, shots: shots)
  }

  /// All qubits of a circuit at one parameter set.
  public init(_ circuit: Circuit, parameters: [Double] = [], shots: Int? = nil) {
    self.init(PreparedCircuit(circuit), parameters: ShapedArray(parameters), shots: shots)
  }

  /// The registers of a circuit at one parameter set, or all of its qubits where it has none.
  public init(_ circuit: MeasuredCircuit, parameters: [Double] = [], shots: Int? = nil) {
    let registers = circuit.registers.isEmpty ? nil : circuit.registers
    self.init(
      .circuit(PreparedCircuit(circuit.circuit), registers: registers), parameters: ShapedArray(parameters),
      shots: shots)
  }

  /// A program with one set of values for its inputs, in their order.
  public init(_ program: OpenQASMProgram, parameters: [Double] = [], shots: Int? = nil) {
    self.init(.program(program, values: [:]), parameters: ShapedArray(parameters), shots: shots)
  }

  /// A program with values of all its inputs by name.
  public init(_ program: OpenQASMProgram, inputs: [String: OpenQASMValue], shots: Int? = nil) {
    self.init(.program(program, values: inputs), parameters: ShapedArray([]), shots: shots)
  }

  /// The circuit, nil for a program.
  public var circuit: PreparedCircuit? {
    if case .circuit(let circuit, _) = source { circuit } else { nil }
  }
}

extension EstimatorPub {
  /// Which observable meets which parameter set.
  ///
  /// - Throws: ``BackendError`` when shapes, counts, positions or values are not possible.
  package func validated() throws(BackendError) -> Broadcast {
    for index in observables.elements where !circuit.observables.indices.contains(index) {
      throw BackendError(
        .invalidPub, "Observable \(index) was asked for; the circuit was prepared with \(circuit.observables.count).")
    }
    if let precision { try requireValid(precision: precision) }
    try validate(parameters, for: circuit.circuit)
    return try Broadcast(observables.shape, parameters.shape)
  }
}

extension SamplerPub {
  /// - Throws: ``BackendError`` when shots, counts, values or registers are not possible.
  package func validated() throws(BackendError) {
    if let shots { try requireValid(shots: shots) }
    switch source {
    case .circuit(let prepared, let registers):
      try validate(parameters, for: prepared.circuit)
      var names: Set<String> = []
      for register in registers ?? [] {
        guard names.insert(register.name).inserted else {
          throw BackendError(
            .invalidPub, "There are two registers of the name \(register.name); each needs a name of its own.")
        }
        for qubit in register.qubits {
          guard let qubit, !(0..<prepared.circuit.qubitCount).contains(qubit) else { continue }
          throw BackendError(
            .invalidPub,
            "The register \(register.name) reads qubit \(qubit); the circuit has \(prepared.circuit.qubitCount) qubits."
          )
        }
      }
    case .program(let program, let values):
      let count = program.inputNames.count { values[$0] == nil }
      try validate(parameters, count: count, of: "the program", "inputs without a value")
    }
  }
}

private func validate(_ parameters: ShapedArray<[Double]>, for circuit: Circuit) throws(BackendError) {
  try validate(parameters, count: circuit.parameters.count, of: "the circuit", "parameters")
}

private func validate(
  _ parameters: ShapedArray<[Double]>, count: Int, of owner: String, _ names: String
) throws(BackendError) {
  for set in parameters.elements {
    guard set.count == count else {
      throw BackendError(.invalidPub, "A parameter set has \(set.count) values; \(owner) has \(count) \(names).")
    }
    if let index = set.firstIndex(where: { !$0.isFinite }) {
      throw BackendError(.invalidPub, "Parameter \(index) is \(set[index]); angles must be finite.")
    }
  }
}
