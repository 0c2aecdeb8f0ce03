internal import Foundation

/// Wall and processor time that have gone by: of all threads of this process, for the second.
package struct Elapsed: Sendable {
  package var wall = 0.0
  package var processor = 0.0

  package static func - (later: Elapsed, earlier: Elapsed) -> Elapsed {
    Elapsed(wall: later.wall - earlier.wall, processor: later.processor - earlier.processor)
  }

  package static var now: Elapsed {
    Elapsed(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
  }

  /// The time of some work.
  package static func during(_ body: () throws -> Void) rethrows -> Elapsed {
    let start = now
    try body()
    return now - start
  }

  /// The seconds that work on so many threads is judged by: of the processor for one thread, because other programs do not
  /// lengthen it.
  package func seconds(threads: Int) -> Double { threads == 1 ? processor : wall }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

extension [Double] {
  /// The middle of the values in order.
  ///
  /// - Precondition: There are values.
  package var median: Double {
    let sorted = sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
