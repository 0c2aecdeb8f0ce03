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
  public var standardErrors: ShapedArray<Double>?
  /// Shots spent on each value; nil when they are exact.
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
  /// For each pub its outcomes, in the shape of its parameter sets.
  public var pubs: [ShapedArray<Outcomes>]
  public var seed: UInt64

  public init(pubs: [ShapedArray<Outcomes>], seed: UInt64) {
    self.pubs = pubs
    self.seed = seed
  }
}

/// The outcomes of measuring all qubits of one circuit again and again, in the order in which they were drawn.
public struct Outcomes: Sendable, Equatable, Codable {
  public let qubitCount: Int
  /// One basis state per shot, qubit 0 in the lowest bit.
  public let basisStates: [UInt64]

  public init(qubitCount: Int, basisStates: [UInt64]) {
    self.qubitCount = qubitCount
    self.basisStates = basisStates
  }

  /// How often each bit string was seen; its rightmost character is qubit 0.
  public var counts: [String: Int] {
    var histogram: [UInt64: Int] = [:]
    for state in basisStates { histogram[state, default: 0] += 1 }
    return histogram.reduce(into: [:]) { counts, entry in
      let digits = String(entry.key, radix: 2)
      let label = qubitCount == 0 ? "" : String(repeating: "0", count: max(0, qubitCount - digits.count)) + digits
      counts[label] = entry.value
    }
  }
}
