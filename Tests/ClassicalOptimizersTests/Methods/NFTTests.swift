import ClassicalOptimizers
import Foundation
import RandomStreams
import Testing

@Suite("NFT") struct NFTTests {
  /// A random trigonometric sum along one parameter.
  struct Curve {
    var frequencies: [Double]
    var cosines, sines: [Double]

    init(frequencies: [Double], seed: UInt64) {
      var stream = RandomStream(seed: seed)
      self.frequencies = frequencies
      cosines = frequencies.map { _ in 2 * stream.uniform() - 1 }
      sines = frequencies.map { _ in 2 * stream.uniform() - 1 }
    }

    func value(_ t: Double) -> Double {
      0.3
        + frequencies.indices.reduce(0) {
          $0 + cosines[$1] * cos(frequencies[$1] * t) + sines[$1] * sin(frequencies[$1] * t)
        }
    }

    /// By brute force.
    func minimum(over halfPeriod: Double) -> Double {
      (-200_000...200_000).reduce(Double.infinity) { min($0, value(Double($1) / 200_000 * halfPeriod)) }
    }
  }

  @Test(
    "one update finds the exact minimum along its parameter",
    arguments: [[1], [2], [0.5, 1], [1, 2], [2, 1], [1, 2, 3], [1, 3], [0.5, 1, 1.5, 2], [2, 3]],
    0..<8 as Range<UInt64>)
  func exact(frequencies: [Double], seed: UInt64) throws {
    let curve = Curve(frequencies: frequencies, seed: seed)
    var run = try OptimizationRun(
      NFT(frequencies: [frequencies], limits: OptimizationLimits(maximumIterations: 1)), from: [0.4])
    #expect(run.queries.count == 2 * frequencies.count + 1)
    let step = try #require(
      try run.advance(with: run.queries.map { Evaluation(value: curve.value($0.point[0])) }))
    let lowest = curve.minimum(over: 2 * .pi)
    #expect(abs(curve.value(step.parameters[0]) - lowest) < 1e-8)
    #expect(abs(step.value - curve.value(step.parameters[0])) < 1e-12)
  }

  @Test(
    "frequencies too close or too far apart to be resolved are refused",
    arguments: [
      [1e-300, 1], [1e-300], [1e-7], [1e7], [1, 1 + 1e-6], [1, 1 + 1e-8], [1e-4, 1], [1, 2, 2.001], [1e-5, 1e5],
    ] as [[Double]])
  func unresolvable(frequencies: [Double]) throws {
    let error = #expect(throws: OptimizationError.self) {
      try OptimizationRun(NFT(frequencies: [[1], frequencies]), from: [0.1, 0.2])
    }
    guard case .invalidSetting("frequencies", let found, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found.contains("parameter 1"))
  }

  @Test("the closest frequencies that are allowed take little time, and rounding makes no second frequency")
  func close() throws {
    let curve = Curve(frequencies: [1, 1.0011], seed: 1)
    let clock = ContinuousClock()
    let time = try clock.measure {
      var run = try OptimizationRun(NFT(frequencies: [curve.frequencies]), from: [0.4])
      let step = try #require(
        try run.advance(with: run.queries.map { Evaluation(value: curve.value($0.point[0])) }))
      #expect(step.value < curve.value(0.4))
    }
    #expect(time < .seconds(2))
    let merged = try OptimizationRun(NFT(frequencies: [[0.3, 0.1 + 0.2, 1]]), from: [0.4])
    let plain = try OptimizationRun(NFT(frequencies: [[0.3, 1]]), from: [0.4])
    #expect(merged.queries.count == 5)
    #expect(merged.queries == plain.queries)
  }

  @Test("three points do for one frequency, then two")
  func evaluations() throws {
    let run = try transcript(
      of: NFT(limits: OptimizationLimits(maximumIterations: 5)), on: .productState,
      evaluate: Problem.productState.evaluate)
    // Three, then two for each of four updates, and one for the last iterate.
    #expect(run.result.evaluations == 3 + 4 * 2 + 1)
    #expect(abs(run.result.value - run.steps[4].value) < 1e-12)
  }

  @Test("the carried value is measured afresh at the reset interval")
  func reset() throws {
    var run = try OptimizationRun(
      NFT(resetInterval: 3, limits: OptimizationLimits(maximumEvaluations: 100)), from: Problem.productState.start)
    var counts: [Int] = []
    for _ in 0..<7 {
      counts.append(run.queries.count)
      try run.advance(with: Problem.productState.evaluate(run.queries))
    }
    #expect(counts == [3, 2, 2, 3, 2, 2, 3])
  }

  @Test("a flat parameter is left where it is")
  func flat() throws {
    var run = try OptimizationRun(NFT(), from: [0.4, 0.1])
    let step = try run.advance(with: run.queries.map { _ in Evaluation(value: -74.9) })
    #expect(step?.accepted == false)
    #expect(step?.parameters == [0.4, 0.1])
  }

  @Test("the standard error of the fitted minimum is that of repeated noisy fits", arguments: [[1], [1, 2]])
  func standardError(frequencies: [Double]) throws {
    let curve = Curve(frequencies: frequencies, seed: 3)
    let noise = 1e-4
    var values: [Double] = []
    var claimed = 0.0
    for seed in 0..<4000 as Range<UInt64> {
      var run = try OptimizationRun(NFT(frequencies: [frequencies]), from: [0.4])
      var stream = RandomStream(seed: seed)
      let step = try run.advance(
        with: run.queries.map { query in
          let normal = (-2 * log(1 - stream.uniform())).squareRoot() * cos(2 * .pi * stream.uniform())
          return Evaluation(value: curve.value(query.point[0]) + noise * normal, standardError: noise)
        })
      values.append(try #require(step?.value))
      claimed = try #require(step?.standardError)
    }
    let mean = values.reduce(0, +) / Double(values.count)
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    // 4000 draws know a deviation to 1.1 percent; five of those.
    #expect(abs(deviation / claimed - 1) < 0.056)
  }

  @Test("noisy values bring it near the minimum, and do not look converged", arguments: 0..<5 as Range<UInt64>)
  func noisy(seed: UInt64) throws {
    var objective = NoisyObjective(problem: .productState, noise: 0.05, seed: seed)
    let run = try transcript(
      of: NFT(limits: OptimizationLimits(maximumEvaluations: 300)), on: .productState
    ) { objective.evaluate($0) }
    #expect(run.result.stopReason == .evaluationLimit)
    #expect(Problem.productState.objective(run.result.parameters).value < -12.4)
    #expect(run.result.standardError == 0.05)
  }
}
