internal import CStateVectorKernels
internal import QuantumBackends
internal import RandomStreams

/// Draws basis states by their probabilities.
///
/// It keeps the sums over chunks of amplitudes, not a table entry for each: a shot is a look into a guide to the sums and
/// a walk inside one chunk. Few shots then cost one pass over the state, many cost little more than a table would.
/// Shots are drawn in blocks of fixed size, each from a stream of its own, so the outcomes do not depend on how many are
/// drawn at once.
package struct OutcomeSampler {
  private let state: StateVector
  /// Entry c is the probability of all states in the chunks up to and including c.
  private let cumulative: [Double]
  /// The last chunk with a probability above zero.
  private let lastChunk: Int
  private let total: Double
  /// Entry g is the first chunk that ends above the fraction g of so many of the total, where a search may begin.
  ///
  /// - Note: Chen and Asau, AIIE Transactions 6, 163 (1974).
  private let guide: [UInt32]

  package static let shotsPerBlock = 4096
  /// 32 amplitudes are a chunk.
  private static let chunkBits = 5

  /// A guide has an entry for each chunk, but no more than this power of two.
  private static let maximumGuideBits = 24

  private static func guideBits(qubitCount: Int) -> Int { min(max(0, qubitCount - chunkBits), maximumGuideBits) }

  /// Bytes of the sums for a state, and the guide to them.
  static func bytes(qubitCount: Int) -> Int {
    (8 << max(0, qubitCount - chunkBits)) + (4 << guideBits(qubitCount: qubitCount))
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
    let guideCount = 1 << Self.guideBits(qubitCount: state.qubitCount)
    var chunk = 0
    guide = (0..<guideCount).map { entry in
      let target = Double(entry) / Double(guideCount) * sum
      while chunk < lastChunk, cumulative[chunk] <= target { chunk += 1 }
      return UInt32(chunk)
    }
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
      let count = min(left, Self.shotsPerBlock)
      let uniforms = (0..<count).map { _ in random.uniform() }
      buffer.removeAll(keepingCapacity: true)
      buffer.append(contentsOf: repeatElement(0, count: count))
      find(uniforms, &buffer)
      body(&buffer)
      left -= Self.shotsPerBlock
      block += 1
    }
  }

  private func find(_ uniforms: [Double], _ outcomes: inout [UInt64]) {
    cumulative.withUnsafeBufferPointer { cumulative in
      guide.withUnsafeBufferPointer { guide in
        var sums = csv_chunk_sums(
          chunk_bits: Int32(min(Self.chunkBits, state.qubitCount)), cumulative: cumulative.baseAddress,
          last_chunk: UInt64(lastChunk), total: total, guide: guide.baseAddress,
          guide_bits: Int32(guide.count.trailingZeroBitCount))
        csv_find_outcomes(state.amplitudes, &sums, uniforms, uniforms.count, &outcomes)
      }
    }
  }
}

/// The seed of everything random about one parameter set of one pub.
func derivedSeed(_ seed: UInt64, pub: Int, binding: Int) -> UInt64 {
  var stream = RandomStream(
    seed: seed, stream: UInt32(truncatingIfNeeded: pub), substream: UInt32(truncatingIfNeeded: binding))
  return stream.next()
}
