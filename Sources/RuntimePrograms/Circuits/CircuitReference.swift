internal import ComplexModule
public import JSONSchemas
internal import OpenQASM
public import PauliAlgebra
public import QuantumBackends
public import QuantumCircuits

/// How a prepared circuit is named in the inputs of a primitive: by its texts, or by the hashes of texts already sent.
///
/// A client makes one per prepared circuit and keeps it: `CircuitTexts` gives the texts, the client their hashes.
public struct CircuitReference: Hashable, Sendable {
  public var circuit: CircuitSource
  /// The observables of the prepared circuit in their order; pubs name them by position.
  public var observables: ObservablesSource.Text
  /// What the circuit's text calls each of its parameters, in their order.
  public var parameterNames: [String]

  public init(circuit: CircuitSource, observables: ObservablesSource.Text, parameterNames: [String]) {
    self.circuit = circuit
    self.observables = observables
    self.parameterNames = parameterNames
  }
}

/// The texts that stand for a circuit and its observables on the wire.
public struct CircuitTexts: Hashable, Sendable {
  /// OpenQASM 3.
  public var circuit: String
  /// The JSON of the observables: of one an object of labels and coefficients, of several a list of these.
  public var observables: String
  /// What the circuit's text calls each of its parameters, in their order.
  public var parameterNames: [String]

  /// The texts for an estimator.
  ///
  /// - Throws: `BackendError` with code `unsupported` for an observable with complex coefficients.
  public init(estimating circuit: Circuit, observables: [PauliSum]) throws(BackendError) {
    self.circuit = circuit.openQASM3
    self.observables = try JSONValue(observables: observables).text
    parameterNames = circuit.openQASM3ParameterNames
  }

  /// The text for a sampler: all qubits are measured into one register, and there are no observables.
  public init(sampling circuit: Circuit) {
    self.circuit = circuit.openQASM3(measuringInto: "meas")
    observables = "[]"
    parameterNames = circuit.openQASM3ParameterNames
  }
}

extension JSONValue {
  /// Of one observable an object of labels and coefficients, of several a list of these.
  ///
  /// - Throws: `BackendError` with code `unsupported` for complex coefficients.
  public init(observables: [PauliSum]) throws(BackendError) {
    if observables.count == 1 {
      self = try JSONValue(observable: observables[0])
    } else {
      var values: [JSONValue] = []
      for observable in observables { values.append(try JSONValue(observable: observable)) }
      self = .array(values)
    }
  }

  /// An object of labels and coefficients; the operator 0 has the identity with the coefficient 0.
  ///
  /// - Throws: `BackendError` with code `unsupported` for complex coefficients.
  public init(observable: PauliSum) throws(BackendError) {
    guard observable.isHermitian else {
      throw BackendError(.unsupported, "An observable has complex coefficients; they must be real.")
    }
    var members = JSONObject()
    for term in observable.terms { members[term.string.label] = .number(term.coefficient.real) }
    if observable.terms.isEmpty { members[PauliString(qubitCount: observable.qubitCount).label] = .number(0) }
    self = .object(members)
  }
}
