internal import CMachineLimits

/// Three arrays of one size, in a part for each thread.
///
/// `@unchecked Sendable`: the threads of a loop write different parts.
final class StreamedArrays: @unchecked Sendable {
  /// Of one array.
  let bytes: Int
  private let parts: [Range<Int>]
  private let arrays: [UnsafeMutablePointer<Double>]

  /// - Parameter bytes: Of each array; rounded down to what the loops take.
  init(bytes: Int, threads: Int) {
    // The loops take 32 numbers at a time.
    let blocks = bytes / 256
    self.bytes = 256 * blocks
    parts = (0..<threads).map { 32 * (blocks * $0 / threads)..<32 * (blocks * ($0 + 1) / threads) }
    arrays = (1...3).map { value in
      let array = UnsafeMutableRawPointer.allocate(byteCount: 256 * blocks, alignment: 64)
        .bindMemory(to: Double.self, capacity: 32 * blocks)
      array.initialize(repeating: Double(value), count: 32 * blocks)
      return array
    }
  }

  deinit {
    for array in arrays { UnsafeMutableRawPointer(array).deallocate() }
  }

  func scale(part: Int) {
    let part = parts[part]
    // A change of sign: nothing grows.
    cml_scale(arrays[0] + part.lowerBound, Int64(part.count), -1)
  }

  func triad(part: Int) {
    let part = parts[part]
    let (a, b, c) = (arrays[0], arrays[1], arrays[2])
    cml_triad(a + part.lowerBound, b + part.lowerBound, c + part.lowerBound, Int64(part.count), 0.5)
  }
}

/// Seconds of one thread's processor time for one pass in place over so many numbers, which change their signs.
///
/// - Parameter count: A multiple of 32.
package func inPlaceSeconds(_ numbers: UnsafeMutablePointer<Double>, count: Int) -> Double {
  Elapsed.during { cml_scale(numbers, Int64(count), -1) }.processor
}

/// The same for the cache lines of 64 bytes whose number has all bits of a mask.
package func inPlaceSeconds(_ numbers: UnsafeMutablePointer<Double>, count: Int, linesWith mask: UInt64) -> Double {
  Elapsed.during { cml_scale_lines(numbers, Int64(count), mask, -1) }.processor
}
