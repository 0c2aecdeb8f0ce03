internal import CStateVectorKernels
internal import QuantumBackends

/// Draws basis states by their probabilities.
///
/// It keeps the sums over chunks of amplitudes, not a table entry for each: a shot is a look into a guide to the sums and
/// one into a chunk. Few shots then cost one pass over the state, many cost little more than a table would.
/// Shots are drawn in blocks of fixed size, each from a stream of its own, so the outcomes do not depend on how many are
/// drawn at once.
package struct OutcomeSampler {
  private let state: StateVector
  /// Entry c is the probability of all chunks before c; infinite behind the last chunk with a probability above zero.
  private let before: [Double]
  private let total: Double
  /// Entry g is the chunk where a search for the fraction g, or a larger one, of so many of the total may begin.
  private let guide: [UInt32]

  package static let shotsPerBlock = 4096
  private static let chunkBits = csv_most_chunk_bits
  /// Sums that kernels read behind the start of the last chunk, and entries that they write behind those of the guide.
  private static let (sumsBehind, guideBehind) = (8, 2)
  /// A guide has an entry for four chunks, but no more than this power of two.
  private static let maximumGuideBits = 24

  private static func chunkCount(_ qubitCount: Int) -> Int { 1 << max(0, qubitCount - chunkBits) }
  private static func guideBits(_ qubitCount: Int) -> Int { min(max(0, qubitCount - chunkBits - 2), maximumGuideBits) }

  /// Bytes of the sums for a state, and the guide to them.
  static func bytes(qubitCount: Int) -> Int {
    8 * (chunkCount(qubitCount) + sumsBehind) + 4 * (1 << guideBits(qubitCount) + guideBehind)
  }

  /// - Precondition: The state does not change as long as this is in use. Its norm need not be 1.
  /// - Throws: ``BackendError`` when the norm is zero or not finite.
  package init(_ state: StateVector, cancellation: CancellationFlag) throws {
    self.state = state
    let bits = min(Self.chunkBits, state.qubitCount)
    let count = Self.chunkCount(state.qubitCount)
    var before = try [Double](unsafeUninitializedCapacity: count + Self.sumsBehind) { before, size in
      let sums = before.baseAddress!
      sums.initialize(to: 0)
      for start in stride(from: 0, to: count, by: 1 << 16) {
        try cancellation.check()
        csv_sum_chunks(
          state.amplitudes + start << (bits + 1), Int32(bits), min(count - start, 1 << 16), sums + start)
      }
      (sums + count + 1).initialize(repeating: .infinity, count: Self.sumsBehind - 1)
      size = before.count
    }
    let total = before[count]
    guard total.isFinite && total > 0 else {
      throw BackendError(
        .notFinite, "The probabilities of the outcomes add up to \(total); an angle or a matrix is out of range.")
    }
    var lastChunk = count
    while before[lastChunk] == total {
      before[lastChunk] = .infinity
      lastChunk -= 1
    }
    let guideBits = Self.guideBits(state.qubitCount)
    guide = [UInt32](unsafeUninitializedCapacity: 1 << guideBits + Self.guideBehind) { guide, size in
      csv_guide_chunks(before, lastChunk, total, Int32(guideBits), guide.baseAddress)
      size = guide.count
    }
    self.before = before
    self.total = total
  }

  /// Calls `body` with blocks of outcomes in the order in which they were drawn; it may change the block.
  package func draw(
    _ shots: Int, seed: UInt64, cancellation: CancellationFlag, buffer: inout [UInt64],
    _ body: (inout [UInt64]) throws -> Void
  ) throws {
    var uniforms = [Double](repeating: 0, count: min(shots, Self.shotsPerBlock))
    var left = shots
    // Two words of counter: more blocks than a 32-bit one can tell apart.
    var block: UInt64 = 0
    while left > 0 {
      try cancellation.check()
      let count = min(left, Self.shotsPerBlock)
      csv_uniforms(
        seed, UInt32(truncatingIfNeeded: block >> 32), UInt32(truncatingIfNeeded: block), count, &uniforms)
      buffer.removeAll(keepingCapacity: true)
      buffer.append(contentsOf: repeatElement(0, count: count))
      find(uniforms, &buffer)
      try body(&buffer)
      left -= Self.shotsPerBlock
      block += 1
    }
  }

  /// - Parameter uniforms: At least as many as outcomes are wanted.
  private func find(_ uniforms: [Double], _ outcomes: inout [UInt64]) {
    before.withUnsafeBufferPointer { before in
      guide.withUnsafeBufferPointer { guide in
        var sums = csv_chunk_sums(
          chunk_bits: Int32(min(Self.chunkBits, state.qubitCount)), before: before.baseAddress, total: total,
          guide: guide.baseAddress, guide_bits: Int32(Self.guideBits(state.qubitCount)))
        csv_find_outcomes(state.amplitudes, &sums, uniforms, outcomes.count, &outcomes)
      }
    }
  }
}
