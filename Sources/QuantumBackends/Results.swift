/// Expectation values, one entry per pub.
public struct EstimatorResult: Sendable, Equatable, Codable {
  public var pubs: [EstimatorPubResult]
  public var seed: UInt64

  public init(pubs: [EstimatorPubResult], seed: UInt64) {
    self.pubs = pubs
    self.seed = seed
  }
}

/// The expectation values of one pub, in the broadcast shape.
public struct EstimatorPubResult: Sendable, Equatable, Codable {
  /// In the observable's unit.
  public var values: ShapedArray<Double>
  /// Standard errors of `values`; nil when they are exact.
  ///
  /// They follow from the spread of the outcomes, so one is 0 where all outcomes came out alike: what is rarer than one in as
  /// many shots does not show in it.
  public var standardErrors: ShapedArray<Double>?
  /// Shots spent on each value; nil when they are exact.
  ///
  /// Entries with the same observable and parameters come from the same shots, which each of them counts.
  public var shots: ShapedArray<Int>?

  public init(values: ShapedArray<Double>, standardErrors: ShapedArray<Double>? = nil, shots: ShapedArray<Int>? = nil) {
    self.values = values
    self.standardErrors = standardErrors
    self.shots = shots
  }
}

/// Expectation values and their derivatives, one entry per pub.
public struct GradientResult: Sendable, Equatable, Codable {
  public var pubs: [GradientPubResult]
  public var seed: UInt64

  public init(pubs: [GradientPubResult], seed: UInt64) {
    self.pubs = pubs
    self.seed = seed
  }
}

/// The expectation values of one pub with their derivatives, in the broadcast shape.
public struct GradientPubResult: Sendable, Equatable, Codable {
  public var values: ShapedArray<Double>
  /// For each value its derivatives by `circuit.parameters`, in the observable's unit per radian.
  public var gradients: ShapedArray<[Double]>
  /// Standard errors of `values`; nil when they are exact.
  public var standardErrors: ShapedArray<Double>?

  public init(
    values: ShapedArray<Double>, gradients: ShapedArray<[Double]>, standardErrors: ShapedArray<Double>? = nil
  ) {
    self.values = values
    self.gradients = gradients
    self.standardErrors = standardErrors
  }
}

/// Measurement outcomes, one entry per pub.
public struct SamplerResult: Sendable, Equatable, Codable {
  public var pubs: [SamplerPubResult]
  public var seed: UInt64

  public init(pubs: [SamplerPubResult], seed: UInt64) {
    self.pubs = pubs
    self.seed = seed
  }
}

/// What the classical registers of one pub held, kept apart.
public struct SamplerPubResult: Sendable, Equatable, Codable {
  public struct Register: Sendable, Equatable, Codable {
    public var name: String
    public var bitCount: Int
    /// In the shape of the pub's parameter sets.
    public var bits: ShapedArray<BitArray>

    public init(name: String, bitCount: Int, bits: ShapedArray<BitArray>) {
      self.name = name
      self.bitCount = bitCount
      self.bits = bits
    }
  }

  /// In the order of their declaration. A circuit without classical bits has one, ``allQubits``, of all its qubits.
  public var registers: [Register]

  /// The name of the register that all qubits of a circuit are measured into when it names none.
  public static let allQubits = "meas"

  public init(registers: [Register]) { self.registers = registers }

  /// The register of this name, nil where there is none.
  public subscript(name: String) -> ShapedArray<BitArray>? { registers.first { $0.name == name }?.bits }

  /// All registers side by side at one parameter set, the first one in the lowest bits.
  ///
  /// Without registers there are no shots.
  /// - Precondition: There is a parameter set at this position, of which all registers have equally many shots.
  public subscript(set: Int) -> BitArray {
    if registers.isEmpty { return BitArray(uncheckedBitCount: 0, words: []) }
    do {
      return try .concatenatingBits(registers.map { $0.bits[set] })
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
