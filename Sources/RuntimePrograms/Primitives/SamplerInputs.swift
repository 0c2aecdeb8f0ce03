public import QuantumBackends

/// What the program `sampler` is given.
public struct SamplerInputs: Sendable, Equatable {
  public var pubs: [Pub]
  public var options: Options

  public init(pubs: [Pub], options: Options = Options()) {
    self.pubs = pubs
    self.options = options
  }

  /// A circuit with measurements, parameter sets and a number of shots.
  public struct Pub: Sendable, Equatable {
    public var circuit: CircuitSource
    public var parameters: ParameterValues
    /// Shots for each parameter set; nil leaves it to the options.
    public var shots: Int?

    public init(circuit: CircuitSource, parameters: ParameterValues = .none, shots: Int? = nil) {
      self.circuit = circuit
      self.parameters = parameters
      self.shots = shots
    }
  }

  public struct Options: Sendable, Hashable {
    /// Shots of pubs that have no number of their own; 4096 where nothing is said.
    public var defaultShots: Int?
    /// Every random choice follows from it; without it each run has its own.
    public var seed: UInt64?

    public init(defaultShots: Int? = nil, seed: UInt64? = nil) {
      self.defaultShots = defaultShots
      self.seed = seed
    }
  }
}

extension SamplerInputs {
  /// Inputs that ask a service for what a call of a backend asks for.
  ///
  /// - Parameter reference: How the circuit of a pub, with a measurement of all qubits, is named; see
  ///   ``CircuitTexts/init(sampling:)``.
  /// - Throws: What `reference` throws.
  public init(
    _ pubs: [SamplerPub], options: SamplerOptions, reference: (PreparedCircuit) throws -> CircuitReference
  ) rethrows {
    fatalError()
  }

  /// Inputs without our additions, which any service of the protocol reads.
  public init(plain pubs: [SamplerPub], options: SamplerOptions) {
    fatalError()
  }
}

extension SamplerInputs: Codable {
  public init(from decoder: any Decoder) throws { fatalError() }
  public func encode(to encoder: any Encoder) throws { fatalError() }
}
