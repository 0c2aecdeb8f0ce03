public import QuantumBackends

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
    /// A bound on the standard error; nil leaves it to the options.
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

  public struct Options: Sendable, Hashable {
    /// The precision of pubs that have none of their own; 0.015625 where nothing else is asked for.
    public var defaultPrecision: Double?
    /// Shots for each observable; goes before `defaultPrecision`.
    public var defaultShots: Int?
    /// Every random choice follows from it; without it each run has its own.
    public var seed: UInt64?
    /// Exact values for pubs without a precision of their own, in the place of a default precision or shots.
    public var exact: Bool

    public init(
      defaultPrecision: Double? = nil, defaultShots: Int? = nil, seed: UInt64? = nil, exact: Bool = false
    ) {
      self.defaultPrecision = defaultPrecision
      self.defaultShots = defaultShots
      self.seed = seed
      self.exact = exact
    }
  }
}

extension EstimatorInputs {
  /// Inputs that ask a service for what a call of a backend asks for.
  ///
  /// - Parameter reference: How the circuit of a pub is named; a client keeps that in what it prepared.
  /// - Throws: What `reference` throws.
  public init(
    _ pubs: [EstimatorPub], options: EstimatorOptions, reference: (PreparedCircuit) throws -> CircuitReference
  ) rethrows {
    fatalError()
  }

  /// Inputs without our additions, which any service of the protocol reads: texts and observables in each pub.
  ///
  /// - Throws: `BackendError` for complex coefficients, and for exact values, which such a service has not.
  public init(plain pubs: [EstimatorPub], options: EstimatorOptions) throws(BackendError) {
    fatalError()
  }
}

extension EstimatorInputs: Codable {
  public init(from decoder: any Decoder) throws { fatalError() }
  public func encode(to encoder: any Encoder) throws { fatalError() }
}
