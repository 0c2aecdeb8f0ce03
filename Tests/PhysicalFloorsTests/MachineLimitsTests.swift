import PhysicalFloors
import Testing

@Suite("Limits of the machine") struct MachineLimitsTests {
  @Test("every limit is a positive number", arguments: [1, 2])
  func positive(threads: Int) {
    let limits = MachineLimits.measured(threads: threads)
    let rates = [
      limits.operationsPerSecond, limits.inPlaceBytesPerSecond, limits.inCacheBytesPerSecond,
      limits.triadBytesPerSecond,
    ]
    #expect(rates.allSatisfy { $0.isFinite && $0 > 0 })
    #expect(limits.threads == threads)
    #expect(limits.cacheBytes >= 1 << 16)
    #expect(["portable", "avx2", "avx512", "neon"].contains(limits.instructionSet))
  }
}
