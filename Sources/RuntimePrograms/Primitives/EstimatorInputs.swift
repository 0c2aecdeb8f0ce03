internal import JSONSchemas
internal import OpenQASM
public import QuantumBackends
internal import QuantumCircuits

/// What the programs `estimator` and `estimator-gradient` are given.
public struct EstimatorInputs: Sendable, Equatable {
  public var pubs: [Pub]
  public var options: Options

  public init(pubs: [Pub], options: Options = Options()) {
    self.pubs = pubs
    self.options = options
  }

  /// A circuit, observables, parameter sets and a precision.
  public struct Pub: Sendable, Equatable {
    public var circuit: CircuitSource
    public var observables: ObservablesSource
    public var parameters: ParameterValues
    /// A bound on the standard error of each observable; nil leaves it to the options.
    public var precision: Double?

    public init(
      circuit: CircuitSource, observables: ObservablesSource, parameters: ParameterValues = .none,
      precision: Double? = nil
    ) {
      self.circuit = circuit
      self.observables = observables
      self.parameters = parameters
      self.precision = precision
    }
  }

  /// What holds for all pubs.
  public struct Options: Sendable, Hashable {
    /// The precision of pubs that have none of their own; 0.015625 where nothing else is asked for.
    public var defaultPrecision: Double?
    /// Shots for each observable of pubs without a precision of their own; goes before `defaultPrecision`.
    public var defaultShots: Int?
    /// Every random choice follows from it; without it each run has its own.
    public var seed: UInt64?
    /// Exact values for pubs without a precision of their own, in the place of a default precision or shots.
    public var exact: Bool
    /// Which strings of an observable share their shots.
    public var grouping: MeasurementGrouping

    public init(
      defaultPrecision: Double? = nil, defaultShots: Int? = nil, seed: UInt64? = nil, exact: Bool = false,
      grouping: MeasurementGrouping = .qubitWise
    ) {
      self.defaultPrecision = defaultPrecision
      self.defaultShots = defaultShots
      self.seed = seed
      self.exact = exact
      self.grouping = grouping
    }

    /// The precision where nothing else is asked for: that of 4096 shots of one Pauli string.
    public static let precisionByDefault = 0.015625
  }
}

extension EstimatorInputs {
  /// Inputs that ask a service for what a call of a backend asks for, of pubs that are valid.
  ///
  /// - Parameter reference: How the circuit of a pub is named; a client keeps that in what it prepared.
  /// - Throws: `BackendError` for parameter sets that do not fit, and what `reference` throws.
  public init(
    _ pubs: [EstimatorPub], options: EstimatorOptions, reference: (PreparedCircuit) throws -> CircuitReference
  ) throws {
    let isExact = options.shots == nil && options.precision == nil && !pubs.allSatisfy { $0.precision != nil }
    self.init(
      pubs: try pubs.map { pub in
        let reference = try reference(pub.circuit)
        let count = pub.circuit.observables.count
        let isWhole =
          pub.observables.shape == (count == 1 ? [] : [count]) && pub.observables.elements.elementsEqual(0..<count)
        return Pub(
          circuit: reference.circuit,
          observables: ObservablesSource(reference.observables, positions: isWhole ? nil : pub.observables),
          parameters: try ParameterValues(pub.parameters, names: reference.parameterNames), precision: pub.precision)
      },
      options: Options(
        defaultPrecision: options.precision, defaultShots: options.shots, seed: options.seed, exact: isExact,
        grouping: options.grouping))
  }

  /// Inputs without additions of ours, which any service of the protocol reads: texts and observables in each pub.
  ///
  /// - Throws: `BackendError` for complex coefficients and parameter sets that do not fit, and with code `unsupported` for
  ///   exact values, which such a service has not, and for a choice of groups, which it makes by itself.
  public init(plain pubs: [EstimatorPub], options: EstimatorOptions) throws(BackendError) {
    guard options.grouping == .qubitWise else {
      throw BackendError(
        .unsupported,
        "Groups of strings were asked for as '\(options.grouping.rawValue)'; this service makes its own, "
          + "'\(MeasurementGrouping.qubitWise.rawValue)' or like it.")
    }
    var inputs: [Pub] = []
    for pub in pubs {
      guard pub.precision != nil || options.shots != nil || options.precision != nil else {
        throw BackendError(
          .unsupported, "This service has no exact expectation values; estimate with shots or a precision.")
      }
      let circuit = pub.circuit.circuit
      var observables: [JSONValue] = []
      for position in pub.observables.elements {
        observables.append(try JSONValue(observable: pub.circuit.observables[position]))
      }
      let box = ShapedArray(uncheckedShape: pub.observables.shape, elements: observables)
      inputs.append(
        Pub(
          circuit: .text(circuit.openQASM3), observables: ObservablesSource(.inline(box.nested { $0 })),
          parameters: try ParameterValues(pub.parameters, names: circuit.openQASM3ParameterNames),
          precision: pub.precision))
    }
    self.init(
      pubs: inputs,
      options: Options(defaultPrecision: options.precision, defaultShots: options.shots, seed: options.seed))
  }
}
