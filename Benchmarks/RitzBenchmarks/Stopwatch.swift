import Foundation

/// Wall and processor time that have gone by: of all threads of this process, for the second.
struct Elapsed {
  var wall = 0.0
  var processor = 0.0

  static func - (later: Elapsed, earlier: Elapsed) -> Elapsed {
    Elapsed(wall: later.wall - earlier.wall, processor: later.processor - earlier.processor)
  }

  static var now: Elapsed { Elapsed(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID)) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

/// The medians of repeated samples.
struct Timing: Encodable {
  let wallMilliseconds: Double
  let processorMilliseconds: Double
  let repeats: Int

  /// Times a second of wall time.
  var rate: Double { 1000 / wallMilliseconds }

  init(of samples: [Elapsed]) {
    wallMilliseconds = 1000 * Self.median(samples.map(\.wall))
    processorMilliseconds = 1000 * Self.median(samples.map(\.processor))
    repeats = samples.count
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}

/// How often a piece of work is repeated: once to warm up, then until either limit is reached.
struct Repetition {
  /// Samples at most.
  var count = 200
  /// Seconds of wall time for all samples; a longer piece of work is measured once.
  var budget = 2.0

  static let quick = Repetition(count: 1, budget: 0)

  /// Times samples that `sample` measures itself.
  func timingOfSamples(_ sample: () async throws -> Elapsed) async throws -> Timing {
    _ = try await sample()
    let start = Elapsed.now
    var samples: [Elapsed] = []
    repeat {
      samples.append(try await sample())
    } while samples.count < count && (Elapsed.now - start).wall < budget
    return Timing(of: samples)
  }

  /// Times `body`.
  func timing(of body: () async throws -> Void) async throws -> Timing {
    try await timingOfSamples {
      let start = Elapsed.now
      try await body()
      return Elapsed.now - start
    }
  }
}
