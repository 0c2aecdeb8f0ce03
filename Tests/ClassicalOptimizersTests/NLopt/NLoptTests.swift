import ClassicalOptimizers
import Foundation
import Testing

/// Serialized, and the only suite that counts threads: others that use NLopt at the same time have their own.
@Suite("NLopt") struct NLoptTests {
  static let names: [OptimizerName] = [.cobyla, .bobyqa, .nelderMead, .slsqp, .sbplx]

  @Test("copies of a run go their own ways", arguments: names)
  func copies(name: OptimizerName) throws {
    func check(_ method: some Optimizer) throws {
      let problem = Problem.productState
      var run = try OptimizationRun(method, from: problem.start)
      for _ in 0..<15 { try run.advance(with: problem.evaluate(run.queries)) }

      // One copy sees another objective from here on; the original and a second copy do not notice.
      var other = run
      let copy = run
      for _ in 0..<15 where !other.isOver {
        try other.advance(with: Problem.polarized.evaluate(other.queries))
      }
      func finished<Method>(_ run: OptimizationRun<Method>) throws -> OptimizationResult {
        var run = run
        while !run.isOver { try run.advance(with: problem.evaluate(run.queries)) }
        return try run.result()
      }
      let undisturbed = try transcript(of: method, on: problem, evaluate: problem.evaluate).result
      #expect(try finished(run) == undisturbed)
      #expect(try finished(copy) == undisturbed)
      #expect(try finished(run) == undisturbed)
    }
    try check(name.optimizer(maximumEvaluations: 100))
  }

  @Test("copies may be used at the same time", arguments: names)
  func concurrent(name: OptimizerName) async throws {
    func check(_ method: some Optimizer) async throws {
      let problem = Problem.productState
      var run = try OptimizationRun(method, from: problem.start)
      for _ in 0..<5 { try run.advance(with: problem.evaluate(run.queries)) }
      let shared = run
      let results = try await withThrowingTaskGroup(of: OptimizationResult.self) { group in
        for _ in 0..<8 {
          group.addTask {
            var run = shared
            while !run.isOver { try run.advance(with: problem.evaluate(run.queries)) }
            return try run.result()
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(results.count == 8)
      #expect(Set(results).count == 1)
    }
    try await check(name.optimizer(maximumEvaluations: 60))
  }

  @Test("a log whose points differ by a bit is refused", arguments: names)
  func tampered(name: OptimizerName) throws {
    func check<Method: Optimizer>(_ method: Method) throws {
      var run = try OptimizationRun(method, from: Problem.beale.start)
      for _ in 0..<8 { try run.advance(with: Problem.beale.evaluate(run.queries)) }
      let data = try JSONEncoder().encode(run)
      let whole = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let state = try #require(whole["state"] as? [String: Any])
      let log = try #require(state["log"] as? [[String: Any]])
      func load(_ log: [[String: Any]]) throws {
        var changed = whole
        changed["state"] = state.merging(["log": log]) { $1 }
        let data = try JSONSerialization.data(withJSONObject: changed)
        _ = try JSONDecoder().decode(OptimizationRun<Method>.self, from: data)
      }
      try load(log)
      for index in [0, 2, 7] {
        var changed = log
        let digest = try #require(log[index]["point"] as? UInt64)
        changed[index]["point"] = digest ^ 1
        let error = #expect(throws: OptimizationError.self) { try load(changed) }
        #expect(error == .replayDiffers(evaluation: index))
      }
      let error = #expect(throws: OptimizationError.self) { try load(log.dropLast()) }
      #expect(error == .replayDiffers(evaluation: 7))
    }
    try check(name.optimizer(maximumEvaluations: 1000))
  }

  @Test("bounds hold at every evaluation", arguments: names)
  func bounds(name: OptimizerName) throws {
    let bounds = [ClosedRange<Double>](repeating: -0.4...0.45, count: 10)
    let problem = Problem.productState
    var start = problem
    start.start = problem.start.map { min(max($0, -0.4), 0.45) }
    let method: any Optimizer =
      switch name {
      case .cobyla: COBYLA(bounds: bounds)
      case .bobyqa: BOBYQA(bounds: bounds)
      case .nelderMead: NelderMead(bounds: bounds)
      case .slsqp: SLSQP(bounds: bounds)
      default: Sbplx(bounds: bounds)
      }
    let run = try transcript(of: method, on: start, evaluate: problem.evaluate)
    #expect(run.points.allSatisfy { $0.allSatisfy { (-0.4...0.45).contains(Double(bitPattern: $0)) } })
    // The minimum in the box is its corner nearest to π/6; these ranges are narrower than the first step.
    #expect(run.result.parameters.allSatisfy { abs($0 - 0.45) < 1e-3 })
  }

  @Test("one parameter is enough, and a hundred are not too many", arguments: names)
  func sizes(name: OptimizerName) throws {
    #expect(try result(of: name.optimizer(maximumEvaluations: 200), on: .parabola).value - 0.25 < 1e-10)
    let wide = Problem(name: "wide", start: [Double](repeating: 0.1, count: 100), minimum: 0) {
      Problem.isingRing($0, field: 1)
    }
    let found = try result(of: name.optimizer(maximumEvaluations: 400), on: wide)
    #expect(found.value < wide.objective(wide.start).value)
  }

  static func method(_ name: OptimizerName, maximumEvaluations: Int) -> any Optimizer {
    // The tolerance of SLSQP's values is absolute, and not zero by default.
    name == .slsqp
      ? SLSQP(valueTolerance: 0, limits: OptimizationLimits(maximumEvaluations: maximumEvaluations))
      : name.optimizer(maximumEvaluations: maximumEvaluations)
  }

  @Test(
    "the scale of an objective does not matter", arguments: names,
    [-1060, -1000, -515, -300, -201, -50, -20, 20, 150, 250, 320])
  func scales(name: OptimizerName, exponent: Int) throws {
    let scale = Double(sign: .plus, exponent: exponent, significand: 1)
    let problem = Problem(name: "scaled", start: [0.3, -0.2, 1], minimum: -3.75 * scale) { x in
      let (value, gradient) = Problem.isingRing(x, field: 1)
      return (value * scale, gradient.map { $0 * scale })
    }
    let found = try result(of: Self.method(name, maximumEvaluations: 1000), on: problem)
    // Near the end of the range a value has 14 bits: too few for the tolerance of a step.
    #expect(found.stopReason.isConverged || exponent < -1050)
    #expect(abs(found.value / scale + 3.75) < (exponent < -1000 ? 1e-3 : 1e-6))
  }

  @Test("a tiny objective that starts at zero can be saved and loaded at every step", arguments: names)
  func tinyFromZero(name: OptimizerName) throws {
    let scale = 0x1p-515
    let problem = Problem(name: "tiny", start: [0, 0], minimum: -2 * scale) { x in
      (-scale * (sin(x[0]) + sin(x[1])), x.map { -scale * cos($0) })
    }
    func check(_ method: some Optimizer) throws {
      let undisturbed = try transcript(of: method, on: problem, evaluate: problem.evaluate)
      let resumed = try transcript(of: method, on: problem, reloading: true, evaluate: problem.evaluate)
      #expect(undisturbed.values.first == 0 || undisturbed.values.first == (-0.0).bitPattern)
      #expect(resumed.points == undisturbed.points)
      #expect(resumed.result == undisturbed.result)
      #expect(abs(resumed.result.value / scale + 2) < 1e-6)
    }
    try check(Self.method(name, maximumEvaluations: 500))
  }

  @Test("a method that computes for too long ends its run, and its thread ends by itself")
  func stalled() throws {
    let wide = Problem(name: "wide", start: [Double](repeating: 0.1, count: 200), minimum: 0) {
      Problem.isingRing($0, field: 1)
    }
    let before = openNLoptSessionCount()
    for _ in 0..<5 {
      var run = try NLoptPatience.$seconds.withValue(-1) { try OptimizationRun(SLSQP(), from: wide.start) }
      // The linear algebra of 200 parameters takes longer than no time at all.
      while !run.isOver { try run.advance(with: wide.evaluate(run.queries)) }
      #expect(run.stopReason == .methodStalled)
      #expect(try run.result().value <= wide.objective(wide.start).value)
      #expect(try reloaded(run).stopReason == .methodStalled)
    }
    let end = ContinuousClock.now + .seconds(20)
    while openNLoptSessionCount() > before + 100, ContinuousClock.now < end {}
    #expect(openNLoptSessionCount() < before + 100)
  }

  @Test("a copy that is left behind when a run ends goes on by itself", arguments: names)
  func leftBehind(name: OptimizerName) throws {
    func check(_ method: some Optimizer) throws {
      let problem = Problem.productState
      var run = try OptimizationRun(method, from: problem.start)
      for _ in 0..<10 { try run.advance(with: problem.evaluate(run.queries)) }
      var copy = run
      let saved = try JSONEncoder.sorted.encode(copy)
      while !run.isOver { try run.advance(with: problem.evaluate(run.queries)) }
      #expect(try JSONEncoder.sorted.encode(copy) == saved)
      while !copy.isOver { try copy.advance(with: problem.evaluate(copy.queries)) }
      #expect(try copy.result() == run.result())
      #expect(try JSONEncoder.sorted.encode(copy) == JSONEncoder.sorted.encode(run))
    }
    try check(name.optimizer(maximumEvaluations: 50))
  }

  @Test("dropping runs ends their threads", arguments: names)
  func threads(name: OptimizerName) throws {
    func check(_ method: some Optimizer) throws {
      // More threads than a process may have, if they stayed.
      for index in 0..<2000 {
        var run = try OptimizationRun(method, from: Problem.beale.start)
        for _ in 0..<(index % 7) { try run.advance(with: Problem.beale.evaluate(run.queries)) }
        if index % 3 == 0 { run.interrupt() }
      }
      // Other tests have runs of their own, a few at a time.
      #expect(openNLoptSessionCount() < 200)
    }
    try check(name.optimizer(maximumEvaluations: 1000))
  }
}
