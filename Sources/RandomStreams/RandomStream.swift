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
  var counter = counter
  var key = key
  for _ in 0..<10 {
    let left = counter[0].multipliedFullWidth(by: 0xD251_1F53)
    let right = counter[2].multipliedFullWidth(by: 0xCD9E_8D57)
    counter = [right.high ^ counter[1] ^ key[0], right.low, left.high ^ counter[3] ^ key[1], left.low]
    key = [key[0] &+ 0x9E37_79B9, key[1] &+ 0xBB67_AE85]
  }
  return counter
}
