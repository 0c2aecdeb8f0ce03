import PhysicalFloors

/// The medians of repeated samples.
struct Timing: Encodable {
  let wallMilliseconds: Double
  let processorMilliseconds: Double
  let repeats: Int

  /// Times a second of wall time.
  var rate: Double { 1000 / wallMilliseconds }

  /// The time that work on so many threads is judged by.
  func milliseconds(threads: Int) -> Double { threads == 1 ? processorMilliseconds : wallMilliseconds }

  init(of samples: [Elapsed]) {
    wallMilliseconds = 1000 * samples.map(\.wall).median
    processorMilliseconds = 1000 * samples.map(\.processor).median
    repeats = samples.count
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
