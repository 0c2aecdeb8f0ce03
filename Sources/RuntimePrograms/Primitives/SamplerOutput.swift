public import QuantumBackends

/// What the program `sampler` returns.
public struct SamplerOutput: Sendable, Equatable {
  public var pubs: [Pub]
  /// The seed that random choices followed from; nil when a service does not say.
  public var seed: UInt64?

  public init(pubs: [Pub], seed: UInt64?) {
    self.pubs = pubs
    self.seed = seed
  }

  public struct Pub: Sendable, Equatable {
    /// In the order of the circuit's text.
    public var registers: [Register]
    /// The shape of the parameter sets; nil when a service does not say.
    public var shape: [Int]?
    /// Shots for each parameter set; nil when a service does not say.
    public var shots: Int?

    public init(registers: [Register], shape: [Int]?, shots: Int?) {
      self.registers = registers
      self.shape = shape
      self.shots = shots
    }
  }

  /// What a classical register held after each shot, parameter set after parameter set.
  public struct Register: Sendable, Equatable {
    public var name: String
    public var bitCount: Int
    /// Such as `0x3`, bit 0 in the lowest.
    public var samples: [String]

    public init(name: String, bitCount: Int, samples: [String]) {
      self.name = name
      self.bitCount = bitCount
      self.samples = samples
    }
  }

  /// The result of the call whose pubs these are; each has all its qubits measured into one register.
  ///
  /// - Parameter seed: The seed of the call, for a service that names none.
  /// - Throws: ``ProgramFailure`` when the output does not fit the pubs.
  public func result(for pubs: [SamplerPub], seed: UInt64) throws -> SamplerResult { fatalError() }
}

extension SamplerOutput: Codable {
  public init(from decoder: any Decoder) throws { fatalError() }
  public func encode(to encoder: any Encoder) throws { fatalError() }
}
