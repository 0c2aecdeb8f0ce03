internal import RandomStreams

/// A seed for one of the parts of what has a seed, told apart by two numbers.
func derivedSeed(_ seed: UInt64, _ first: Int, _ second: Int) -> UInt64 {
  var stream = RandomStream(
    seed: seed, stream: UInt32(truncatingIfNeeded: first), substream: UInt32(truncatingIfNeeded: second))
  return stream.next()
}
