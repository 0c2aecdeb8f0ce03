/// How expectation values are estimated. Without shots and precision they are exact.
public struct EstimatorOptions: Hashable, Sendable {
  /// Shots for each whole observable, divided among its groups of strings; exactly so many are spent, and
  /// none on an observable that is a constant.
  public private(set) var shots: Int?
  /// A bound on the standard error of each whole observable; shots follow from it. A pub's own precision goes first.
  public private(set) var precision: Double?
  /// Which strings share their shots; of no account for exact values.
  public var grouping: MeasurementGrouping
  /// Every random choice follows from it.
  public var seed: UInt64

  /// - Parameter grouping: Qubit by qubit unless said otherwise: these circuits gain no gates of two qubits, and any service
  ///   measures so.
  /// - Throws: ``BackendError`` for both shots and a precision, or one that is not positive.
  public init(
    shots: Int? = nil, precision: Double? = nil, grouping: MeasurementGrouping = .qubitWise, seed: UInt64 = 0
  ) throws(BackendError) {
    if let shots, shots <= 0 {
      throw BackendError(.invalidOption, "\(shots) shots were asked for; the number must be positive.")
    }
    if let precision { try requireValid(precision: precision) }
    if shots != nil && precision != nil {
      throw BackendError(.invalidOption, "Both shots and a precision were asked for; give one, the other follows.")
    }
    self.shots = shots
    self.precision = precision
    self.grouping = grouping
    self.seed = seed
  }

  /// Exact expectation values.
  public static let exact = EstimatorOptions()

  private init() {
    grouping = .qubitWise
    seed = 0
  }

  /// These options with a seed of its own for one pub of several.
  package func derived(forPub index: Int) -> EstimatorOptions {
    var options = self
    options.seed = mixed(mixed(seed) &+ UInt64(index))
    return options
  }
}

extension EstimatorOptions: Codable {
  private enum CodingKeys: String, CodingKey { case shots, precision, grouping, seed }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      shots: container.decodeIfPresent(Int.self, forKey: .shots),
      precision: container.decodeIfPresent(Double.self, forKey: .precision),
      // Options from before there was a choice do not have it.
      grouping: container.decodeIfPresent(MeasurementGrouping.self, forKey: .grouping) ?? .qubitWise,
      seed: container.decode(UInt64.self, forKey: .seed))
  }
}

/// How measurement outcomes are drawn.
public struct SamplerOptions: Hashable, Sendable {
  /// Shots for each parameter set of a pub that names no number of its own.
  public private(set) var shots: Int
  /// Every random choice follows from it.
  public var seed: UInt64

  /// 1024 shots.
  public init(seed: UInt64 = 0) {
    shots = 1024
    self.seed = seed
  }

  /// - Throws: ``BackendError`` for a negative number of shots.
  public init(shots: Int, seed: UInt64 = 0) throws(BackendError) {
    try requireValid(shots: shots)
    self.shots = shots
    self.seed = seed
  }
}

extension SamplerOptions: Codable {
  private enum CodingKeys: String, CodingKey { case shots, seed }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      shots: container.decode(Int.self, forKey: .shots), seed: container.decode(UInt64.self, forKey: .seed))
  }
}

func requireValid(precision: Double) throws(BackendError) {
  guard precision > 0 && precision.isFinite else {
    throw BackendError(.invalidOption, "A precision of \(precision) was asked for; it must be positive and finite.")
  }
}

func requireValid(shots: Int) throws(BackendError) {
  guard shots >= 0 else {
    throw BackendError(.invalidOption, "\(shots) shots were asked for; the number must not be negative.")
  }
}

/// A bijection of 64-bit words in which every bit of the argument changes half of the result's.
/// - Note: The finalizer of SplitMix64, Steele, Lea and Flood, OOPSLA 2014.
private func mixed(_ word: UInt64) -> UInt64 {
  var z = word &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
