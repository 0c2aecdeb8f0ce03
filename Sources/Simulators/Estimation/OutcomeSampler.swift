internal import QuantumBackends
internal import RandomStreams

/// Draws basis states by their probabilities, in constant expected time each.
///
/// Shots are drawn in blocks of fixed size, each from a stream of its own, so the outcomes do not depend on how many are
/// drawn at once.
struct OutcomeSampler {
  /// Cumulative probabilities: entry b is the probability of all states up to and including b.
  private let cumulative: [Double]
  /// For each of as many slices of [0, 1) as there are states, the first state that can be meant.
  private let guide: [Int]

  static let shotsPerBlock = 4096

  /// - Parameter probabilities: Not negative, their sum close to 1.
  init(probabilities: [Double]) {
    var cumulative = probabilities
    var sum = 0.0
    for index in cumulative.indices {
      sum += cumulative[index]
      cumulative[index] = sum
    }
    // Rounding in the sum must not leave a gap above the last possible state.
    let last = probabilities.lastIndex { $0 > 0 } ?? 0
    for index in cumulative.indices {
      cumulative[index] = index >= last ? 1 : cumulative[index] / sum
    }
    var guide = [Int](repeating: 0, count: cumulative.count)
    var state = 0
    for slice in guide.indices {
      let lower = Double(slice) / Double(guide.count)
      while cumulative[state] <= lower { state += 1 }
      guide[slice] = state
    }
    self.cumulative = cumulative
    self.guide = guide
  }

  /// Calls `body` with each outcome, in order.
  ///
  /// - Parameter stream: Seed of the blocks: block k of `shotsPerBlock` shots has substream k.
  func draw(
    _ shots: Int, seed: UInt64, stream: UInt32, cancellation: CancellationFlag, _ body: (UInt64) -> Void
  ) throws {
    var left = shots
    var block: UInt32 = 0
    while left > 0 {
      try cancellation.check()
      var random = RandomStream(seed: seed, stream: stream, substream: block)
      for _ in 0..<min(left, Self.shotsPerBlock) { body(outcome(at: random.uniform())) }
      left -= Self.shotsPerBlock
      block &+= 1
    }
  }

  private func outcome(at uniform: Double) -> UInt64 {
    var state = guide[Int(uniform * Double(guide.count))]
    while cumulative[state] <= uniform { state += 1 }
    return UInt64(state)
  }
}

/// The seed of everything random about one parameter set of one pub.
func derivedSeed(_ seed: UInt64, pub: Int, binding: Int) -> UInt64 {
  var stream = RandomStream(
    seed: seed, stream: UInt32(truncatingIfNeeded: pub), substream: UInt32(truncatingIfNeeded: binding))
  return stream.next()
}
