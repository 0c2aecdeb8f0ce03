import ClassicalOptimizers
import Foundation
import Testing

@Suite("SPSA") struct SPSATests {
  @Test(
    "the first step after calibration changes each parameter by about the size asked for",
    arguments: 0..<10 as Range<UInt64>)
  func calibration(seed: UInt64) throws {
    // A tilted plane: the slope along a random direction is ±3, so the first step is exactly as asked for.
    var run = try OptimizationRun(SPSA(firstStepSize: 0.25, seed: seed), from: [1, 2])
    func plane(_ queries: [Query]) -> [Evaluation] { queries.map { Evaluation(value: 3 * $0.point[0]) } }
    #expect(run.queries.count == 50)
    #expect(try run.advance(with: plane(run.queries)) == nil)
    #expect(run.queries.count == 2)
    let step = try #require(try run.advance(with: plane(run.queries)))
    #expect(abs(abs(step.parameters[0] - 1) - 0.25) < 1e-12)
    #expect(abs(abs(step.parameters[1] - 2) - 0.25) < 1e-12)
    #expect(step.parameters[0] < 1)
    #expect(step.evaluations == 52)
  }

  @Test(
    "a start near the minimum is not left for a worse point", arguments: [8, 30], 0..<5 as Range<UInt64>)
  func nearTheMinimum(dimension: Int, seed: UInt64) throws {
    // As coupled-cluster amplitudes at Hartree-Fock: curvatures of 1 to 4, slopes so small that first steps of π/5 in
    // every parameter would end far up the walls.
    let well = Problem(name: "well", start: [Double](repeating: 0, count: dimension), minimum: 0) { x in
      let value = x.indices.reduce(0) { value, k in
        let curvature = 1 + 3 * Double(k) / Double(x.count)
        return value + curvature * (1 - cos(x[k] - (k % 3 == 0 ? 0.1 : -0.02)))
      }
      return (value, [])
    }
    let method = SPSA(seed: seed, limits: OptimizationLimits(maximumEvaluations: 1000))
    let run = try transcript(of: method, on: well, evaluate: well.evaluate)
    let start = well.objective(well.start).value
    let highest = run.steps.map { well.objective($0.parameters).value }.reduce(0, max)
    #expect(highest < 2 * start)
    #expect(run.result.value < 0.3 * start)
  }

  @Test("exact values are perturbed by less, unless the size is given", arguments: [nil, 0.3])
  func exactPerturbation(given: Double?) throws {
    for error in [nil, 0, 1e-3] as [Double?] {
      var run = try OptimizationRun(SPSA(perturbation: given, seed: 1), from: [1])
      func plane(_ queries: [Query]) -> [Evaluation] {
        queries.map { Evaluation(value: $0.point[0], standardError: error) }
      }
      let first = given ?? 0.1
      #expect(abs(abs(run.queries[0].point[0] - 1) - first) < 1e-14)
      #expect(abs(abs(run.queries[2].point[0] - 1) - 2 * first) < 1e-14)
      try run.advance(with: plane(run.queries))
      let later = given ?? (error ?? 0 > 0 ? 0.1 : 0.02)
      #expect(abs(abs(run.queries[0].point[0] - 1) - later) < 1e-14)
    }
  }

  @Test("gains decay as Spall says")
  func gains() throws {
    var run = try OptimizationRun(
      SPSA(gain: 0.5, perturbation: 0.1, stabilityConstant: 2, seed: 1), from: [0])
    var point = 0.0
    for k in 0..<20 {
      let c = 0.1 / pow(Double(k + 1), 0.101)
      #expect(abs(abs(run.queries[0].point[0] - point) - c) < 1e-14)
      #expect(abs(run.queries[0].point[0] + run.queries[1].point[0] - 2 * point) < 1e-14)
      let step = try run.advance(with: run.queries.map { Evaluation(value: $0.point[0]) })
      point -= 0.5 / pow(Double(k + 1) + 2, 0.602)
      #expect(abs((step?.parameters[0] ?? .nan) - point) < 1e-12)
      point = step?.parameters[0] ?? .nan
    }
  }

  @Test("a flat calibration does not send it away")
  func flat() throws {
    let flat = Problem(name: "flat", start: [1, 2], minimum: 5) { _ in (5, [0, 0]) }
    let found = try result(of: SPSA(limits: OptimizationLimits(maximumIterations: 10)), on: flat)
    #expect(found.parameters == [1, 2])
  }

  @Test("noisy values bring it near the minimum", arguments: 0..<10 as Range<UInt64>)
  func noisy(seed: UInt64) throws {
    var objective = NoisyObjective(problem: .productState, noise: 0.1, seed: seed)
    let method = SPSA(averagedIterates: 25, seed: seed, limits: OptimizationLimits(maximumEvaluations: 2000))
    let run = try transcript(of: method, on: .productState) { objective.evaluate($0) }
    #expect(Problem.productState.objective(run.result.parameters).value < -12.4)
    #expect(run.result.standardError == 0.1)
    #expect(run.result.stopReason == .evaluationLimit)
    // The value is that of a fresh evaluation of the answer, not the luckiest one.
    #expect(run.points.last == run.result.parameters.map(\.bitPattern))
  }

  @Test("the seed decides the run, and different seeds differ")
  func seeds() throws {
    func points(_ seed: UInt64?) throws -> [[UInt64]] {
      let method = SPSA(seed: seed, limits: OptimizationLimits(maximumIterations: 10))
      return try transcript(of: method, on: .productState, evaluate: Problem.productState.evaluate).points
    }
    #expect(try points(5) == points(5))
    #expect(try points(5) != points(6))
    #expect(try points(nil) == points(0))
    #expect(SPSA().seed == nil)
  }

  @Test("blocking never accepts a step that raises an exact value", arguments: 0..<10 as Range<UInt64>)
  func blocking(seed: UInt64) throws {
    let method = SPSA(gain: 1, isBlocking: true, seed: seed, limits: OptimizationLimits(maximumIterations: 60))
    let run = try transcript(of: method, on: .productState, evaluate: Problem.productState.evaluate)
    #expect(run.steps.contains { !$0.accepted })
    #expect(zip(run.steps, run.steps.dropFirst()).allSatisfy { $1.value <= $0.value })
    #expect(zip(run.steps, run.steps.dropFirst()).allSatisfy { $1.accepted || $1.parameters == $0.parameters })
    #expect(run.steps.allSatisfy { Problem.productState.objective($0.parameters).value == $0.value })
  }

  @Test("blocking lets pass what the standard errors explain")
  func allowedIncrease() throws {
    // Values 0 (perturbed), 0 (here), then a rise of 2.7: two standard errors of a difference are 2·√2 = 2.83.
    for (rise, accepted) in [(2.7, true), (2.9, false)] {
      var run = try OptimizationRun(SPSA(gain: 1, isBlocking: true), from: [0])
      #expect(run.queries.count == 3)
      try run.advance(with: [1, 0, 0].map { Evaluation(value: $0, standardError: 1) })
      #expect(run.queries.count == 1)
      let step = try run.advance(with: [Evaluation(value: rise, standardError: 1)])
      #expect(step?.accepted == accepted)
    }
  }

  @Test("resamplings average their directions, and a trust region bounds the step")
  func resamplings() throws {
    var run = try OptimizationRun(SPSA(gain: 1, resamplings: 64, isTrustRegion: true), from: [0, 0])
    #expect(run.queries.count == 128)
    let step = try #require(try run.advance(with: run.queries.map { Evaluation(value: 100 * $0.point[0]) }))
    let length = (step.parameters[0] * step.parameters[0] + step.parameters[1] * step.parameters[1]).squareRoot()
    #expect(abs(length - 1) < 1e-12)
    // The mean of 64 signs is small beside the true slope.
    #expect(step.parameters[0] < -0.8)
  }
}
