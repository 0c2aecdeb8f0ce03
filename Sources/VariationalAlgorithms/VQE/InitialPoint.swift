internal import QuantumCircuits
internal import RandomStreams

/// Where an optimisation starts.
public enum InitialPoint: Hashable, Sendable, Codable {
  /// What the ansatz suggests.
  case ansatz
  /// All angles zero.
  case zeros
  /// Uniform in [−π, π), from the seed of the run.
  case random
  /// One angle in radians per parameter.
  case values([Double])

  func resolved(for ansatz: some Ansatz, seed: UInt64) throws(VQEError) -> [Double] {
    let count = ansatz.circuit.parameters.count
    switch self {
    case .ansatz:
      return ansatz.initialPoint(seed: seed)
    case .zeros:
      return Array(repeating: 0, count: count)
    case .random:
      return Self.uniform(count: count, halfWidth: .pi, seed: seed)
    case .values(let values):
      try Self.validate(values, parameterCount: count)
      return values
    }
  }

  /// Angles uniform in [−halfWidth, halfWidth).
  static func uniform(count: Int, halfWidth: Double, seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, stream: RandomPurpose.initialPoint.rawValue)
    return (0..<count).map { _ in (2 * random.uniform() - 1) * halfWidth }
  }

  static func validate(_ values: [Double], parameterCount: Int) throws(VQEError) {
    guard values.count == parameterCount else {
      throw .initialPointLength(found: values.count, allowed: parameterCount)
    }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .nonFiniteInitialPoint(index: index, value: values[index])
    }
  }
}

/// What the random numbers of a run are for: each purpose has a stream of its own.
enum RandomPurpose: UInt32 {
  case initialPoint = 1
  case evaluation = 2
  case gradientDirection = 3
  case finalEvaluation = 4
}
