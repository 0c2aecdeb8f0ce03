internal import CStateVectorKernels
internal import QuantumBackends
internal import RandomStreams

/// Draws basis states by their probabilities.
///
/// It keeps the sums over chunks of amplitudes, not a table entry for each: a shot is a search among the sums and a walk
/// inside one chunk. Few shots then cost one pass over the state, many cost little more than a table would.
/// Shots are drawn in blocks of fixed size, each from a stream of its own, so the outcomes do not depend on how many are
/// drawn at once.
package struct OutcomeSampler {
  private let state: StateVector
  /// Entry c is the probability of all states in the chunks up to and including c.
  private let cumulative: [Double]
  /// The last chunk with a probability above zero.
  private let lastChunk: Int
  private let total: Double

  package static let shotsPerBlock = 4096
  /// 32 amplitudes are a chunk.
  private static let chunkBits = 5

  /// Bytes of the sums for a state.
  static func bytes(qubitCount: Int) -> Int {
    8 << max(0, qubitCount - chunkBits)
  }

  /// - Precondition: The state does not change as long as this is in use. Its norm need not be 1.
  /// - Throws: ``BackendError`` when the norm is zero or not finite.
  package init(_ state: StateVector, cancellation: CancellationFlag) throws {
    self.state = state
    let bits = min(Self.chunkBits, state.qubitCount)
    let count = 1 << (state.qubitCount - bits)
    var cumulative = [Double](repeating: 0, count: count)
    var sum = 0.0
    var lastChunk = 0
    for chunk in 0..<count {
      if chunk & 0xFFFF == 0 { try cancellation.check() }
      let probability = csv_norm_squared(state.amplitudes + chunk << (bits + 1), Int32(bits))
      if sum + probability > sum { lastChunk = chunk }
      sum += probability
      cumulative[chunk] = sum
    }
    guard sum.isFinite && sum > 0 else {
      throw BackendError(
        .notFinite, "The probabilities of the outcomes add up to \(sum); an angle or a matrix is out of range.")
    }
    self.cumulative = cumulative
    self.lastChunk = lastChunk
    total = sum
  }

  /// Calls `body` with blocks of outcomes in the order in which they were drawn; it may change the block.
  package func draw(
    _ shots: Int, seed: UInt64, cancellation: CancellationFlag, buffer: inout [UInt64],
    _ body: (inout [UInt64]) -> Void
  ) throws {
    var left = shots
    // Two words of counter: more blocks than a 32-bit one can tell apart.
    var block: UInt64 = 0
    while left > 0 {
      try cancellation.check()
      var random = RandomStream(
        seed: seed, stream: UInt32(truncatingIfNeeded: block >> 32), substream: UInt32(truncatingIfNeeded: block))
      buffer.removeAll(keepingCapacity: true)
      for _ in 0..<min(left, Self.shotsPerBlock) { buffer.append(outcome(at: random.uniform())) }
      body(&buffer)
      left -= Self.shotsPerBlock
      block += 1
    }
  }

  private func outcome(at uniform: Double) -> UInt64 {
    let target = uniform * total
    // The first chunk that ends above the target.
    var low = 0, high = lastChunk
    while low < high {
      let middle = (low + high) >> 1
      if cumulative[middle] > target { high = middle } else { low = middle + 1 }
    }
    var rest = low == 0 ? target : target - cumulative[low - 1]
    let bits = min(Self.chunkBits, state.qubitCount)
    let first = low << bits
    var found = first
    for basisState in first..<first + 1 << bits {
      let (re, im) = (state.amplitudes[2 * basisState], state.amplitudes[2 * basisState + 1])
      let probability = re * re + im * im
      guard probability > 0 else { continue }
      // Rounding may carry the walk past the end: then it is the last state that is possible.
      found = basisState
      if rest < probability { break }
      rest -= probability
    }
    return UInt64(found)
  }
}

/// The seed of everything random about one parameter set of one pub.
func derivedSeed(_ seed: UInt64, pub: Int, binding: Int) -> UInt64 {
  var stream = RandomStream(
    seed: seed, stream: UInt32(truncatingIfNeeded: pub), substream: UInt32(truncatingIfNeeded: binding))
  return stream.next()
}
