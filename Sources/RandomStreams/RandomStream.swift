/// A counter-based stream of random numbers: the same seed and stream give the same numbers on every machine.
///
/// Streams are independent by construction, so work can be split in any way (per pub, per binding, per block of shots)
/// without its numbers depending on the order in which it is done. Encoding a stream keeps its place.
/// - Note: Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
public struct RandomStream: RandomNumberGenerator, Codable, Hashable, Sendable {
  /// The key of the cipher: the seed.
  private let key: SIMD2<UInt32>
  /// The upper half of the counter: which stream of that seed.
  private let stream: SIMD2<UInt32>
  /// The lower half of the counter: the next block of that stream.
  private var block: UInt64
  /// The second 64-bit word of the last block, when it has not been handed out.
  private var spare: UInt64?

  /// The start of one stream.
  ///
  /// - Parameters:
  ///   - seed: Chooses the family of streams.
  ///   - stream: Chooses one of 2³² streams of the seed (a pub, a purpose).
  ///   - substream: Chooses one of 2³² streams within it (a parameter set, a block of shots).
  public init(seed: UInt64, stream: UInt32 = 0, substream: UInt32 = 0) {
    key = [UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)]
    self.stream = [stream, substream]
    block = 0
    spare = nil
  }

  public mutating func next() -> UInt64 {
    if let word = spare {
      spare = nil
      return word
    }
    let counter: SIMD4<UInt32> = [
      UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), stream[0], stream[1],
    ]
    block &+= 1
    let output = philox4x32(counter: counter, key: key)
    spare = UInt64(output[3]) << 32 | UInt64(output[2])
    return UInt64(output[1]) << 32 | UInt64(output[0])
  }

  /// A number uniform in [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// −1 or 1 with equal probability.
  public mutating func sign() -> Double {
    next() >> 63 == 0 ? 1 : -1
  }
}

/// Ten rounds of the Philox cipher.
package func philox4x32(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  // Word by word: products of two halves are what it consists of, and vectors have none.
  var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
  var (k0, k1) = (key[0], key[1])
  for _ in 0..<10 {
    let left = UInt64(c0) * 0xD251_1F53
    let right = UInt64(c2) * 0xCD9E_8D57
    (c0, c1, c2, c3) = (
      UInt32(truncatingIfNeeded: right >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: right),
      UInt32(truncatingIfNeeded: left >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: left)
    )
    k0 &+= 0x9E37_79B9
    k1 &+= 0xBB67_AE85
  }
  return [c0, c1, c2, c3]
}
