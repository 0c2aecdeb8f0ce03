internal import CMachineLimits
internal import Dispatch

/// What this machine can do at most on some threads: how fast it moves memory and how fast it multiplies and adds.
package struct MachineLimits: Encodable, Sendable {
  package let threads: Int
  /// What the loops that measured this were compiled for.
  package let instructionSet: String
  /// Real operations a second, two for a multiply-add in double precision.
  package let operationsPerSecond: Double
  /// Bytes of a large array that are read and written back a second, both counted: the traffic of a gate.
  package let inPlaceBytesPerSecond: Double
  /// The same in the second-level cache of a core, times the threads.
  package let inCacheBytesPerSecond: Double
  /// a[k] = b[k] + s·c[k] on large arrays, counted as STREAM does: without reading `a` before it is written.
  package let triadBytesPerSecond: Double
  /// Of the last level; larger arrays are in memory.
  package let cacheBytes: Int

  package init(
    threads: Int, instructionSet: String, operationsPerSecond: Double, inPlaceBytesPerSecond: Double,
    inCacheBytesPerSecond: Double, triadBytesPerSecond: Double, cacheBytes: Int
  ) {
    self.threads = threads
    self.instructionSet = instructionSet
    self.operationsPerSecond = operationsPerSecond
    self.inPlaceBytesPerSecond = inPlaceBytesPerSecond
    self.inCacheBytesPerSecond = inCacheBytesPerSecond
    self.triadBytesPerSecond = triadBytesPerSecond
    self.cacheBytes = cacheBytes
  }
}

extension MachineLimits {
  /// Measures for about half a second: medians of a few samples.
  ///
  /// - Parameter threads: Positive.
  package static func measured(threads: Int) -> MachineLimits {
    let cacheBytes = lastLevelCacheBytes ?? 32 << 20
    let large = StreamedArrays(bytes: min(max(4 * cacheBytes, 128 << 20), 512 << 20), threads: threads)
    let small = StreamedArrays(bytes: 256 << 10, threads: 1)
    let (passes, rounds) = (1000, 4_000_000)
    return MachineLimits(
      threads: threads, instructionSet: String(cString: cml_instruction_set()),
      operationsPerSecond: rate(threads, amount: threads * rounds * Int(cml_round_operations())) { _ in
        _ = cml_multiply_add(Int64(rounds))
      },
      inPlaceBytesPerSecond: rate(threads, amount: 2 * large.bytes) { large.scale(part: $0) },
      inCacheBytesPerSecond: rate(1, amount: 2 * small.bytes * passes) { _ in
        for _ in 0..<passes { small.scale(part: 0) }
      } * Double(threads),
      triadBytesPerSecond: rate(threads, amount: 3 * large.bytes) { large.triad(part: $0) },
      cacheBytes: cacheBytes)
  }

  /// The median of some samples of an amount of work over its time.
  ///
  /// - Parameter body: A thread's part.
  private static func rate(_ threads: Int, amount: Int, _ body: @Sendable (Int) -> Void) -> Double {
    let seconds = (0..<9).map { _ in
      Elapsed.during {
        if threads == 1 { body(0) } else { DispatchQueue.concurrentPerform(iterations: threads, execute: body) }
      }.seconds(threads: threads)
    }
    return Double(amount) / seconds.median
  }
}
