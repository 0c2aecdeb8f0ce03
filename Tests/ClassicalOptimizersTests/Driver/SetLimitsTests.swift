import ClassicalOptimizers
import Foundation
import Testing

@Suite("Changing the limits of a run") struct SetLimitsTests {
  static let names: [OptimizerName] = [.lBFGS, .conjugateGradient, .spsa, .nft, .cobyla, .bobyqa, .slsqp]
  static let problem = Problem.longRosenbrock

  /// Runs until the run is over, through JSON and back after every batch.
  static func finish<Method>(_ run: inout OptimizationRun<Method>) throws {
    while !run.isOver {
      try run.advance(with: problem.evaluate(run.queries))
      run = try reloaded(run)
    }
  }

  /// A run that a limit ended, set to other limits, and a run that had these from the start.
  ///
  /// Both evaluate the same points, but for the last iterate of SPSA and NFT, which the ended run evaluated in between.
  private func compare(
    _ method: some Optimizer, name: OptimizerName, reopening: OptimizationLimits, _ reason: StopReason
  ) throws {
    var run = try OptimizationRun(method, from: Self.problem.start)
    try Self.finish(&run)
    #expect(run.stopReason == reason)
    let iterations = run.progress.iteration
    let evaluations = run.evaluations
    run = try reloaded(run)
    try run.setLimits(reopening)
    #expect(!run.isOver && !run.queries.isEmpty)
    run = try reloaded(run)
    try Self.finish(&run)
    #expect(run.evaluations > evaluations && run.progress.iteration > iterations)

    var straight = method
    straight.limits = reopening
    var other = try OptimizationRun(straight, from: Self.problem.start)
    try Self.finish(&other)
    #expect(run.stopReason == other.stopReason)
    if name != .spsa && name != .nft {
      #expect(run.evaluations == other.evaluations)
      #expect(try run.result() == other.result())
    }
    #expect(run.progress.iteration <= other.progress.iteration)
    if run.progress.iteration == other.progress.iteration {
      #expect(run.progress.parameters.map(\.bitPattern) == other.progress.parameters.map(\.bitPattern))
    }
  }

  @Test("a run that reached its evaluations goes on with more", arguments: names)
  func evaluations(name: OptimizerName) throws {
    // Beyond the calibration of SPSA, which a small budget shortens.
    try compare(
      name.optimizer(maximumEvaluations: name == .spsa ? 110 : 20), name: name,
      reopening: OptimizationLimits(maximumEvaluations: name == .spsa ? 130 : 40), .evaluationLimit)
  }

  @Test("a run that reached its iterations goes on with more", arguments: names)
  func iterations(name: OptimizerName) throws {
    var method = name.optimizer()
    method.limits = OptimizationLimits(maximumIterations: 3)
    try compare(method, name: name, reopening: OptimizationLimits(maximumIterations: 8), .iterationLimit)
  }

  @Test("a run that reached its target goes on to a lower one", arguments: names)
  func target(name: OptimizerName) throws {
    var method = name.optimizer()
    let start = Self.problem.objective(Self.problem.start).value
    method.limits = OptimizationLimits(maximumIterations: 200, targetValue: start)
    try compare(method, name: name, reopening: OptimizationLimits(maximumIterations: 12), .targetReached)
  }

  @Test("limits that have been passed already end a run at once, and it can be saved", arguments: names)
  func smaller(name: OptimizerName) throws {
    func check(_ method: some Optimizer) throws {
      var run = try OptimizationRun(method, from: Self.problem.start)
      for _ in 0..<4 { try run.advance(with: Self.problem.evaluate(run.queries)) }
      let evaluations = run.evaluations
      var stopped = run
      try stopped.setLimits(OptimizationLimits(maximumEvaluations: 2))
      stopped = try reloaded(stopped)
      #expect(stopped.stopReason == .evaluationLimit)
      #expect(stopped.evaluations == evaluations)
      #expect(try stopped.result().value == run.result().value)
      // And on again, as if nothing had happened.
      try stopped.setLimits(run.optimizer.limits)
      stopped = try reloaded(stopped)
      #expect(stopped.queries == run.queries)
      try Self.finish(&stopped)
      try Self.finish(&run)
      #expect(try stopped.result() == run.result())
    }
    try check(name.optimizer(maximumEvaluations: 120))
  }

  @Test(
    "limits set before the first batch are those of the run, which can be saved at once", arguments: names,
    [1, 3, 10, 49, 300])
  func beforeTheFirstBatch(name: OptimizerName, limit: Int) throws {
    func check(_ method: some Optimizer) throws {
      var run = try OptimizationRun(method, from: Self.problem.start)
      try run.setLimits(OptimizationLimits(maximumEvaluations: limit))
      run = try reloaded(run)
      while !run.isOver { try run.advance(with: Self.problem.evaluate(run.queries)) }
      #expect(run.evaluations <= limit && run.evaluations > 0)
      var other = method
      other.limits = OptimizationLimits(maximumEvaluations: limit)
      #expect(try run.result() == result(of: other, on: Self.problem))
    }
    for before in [1, 20, 500] { try check(name.optimizer(maximumEvaluations: before)) }
    try check(name.optimizer())
  }

  @Test("limits that cannot be are refused, and a run that is over for another reason stays so", arguments: names)
  func refused(name: OptimizerName) throws {
    func check(_ method: some Optimizer) throws {
      var run = try OptimizationRun(method, from: Self.problem.start)
      try run.advance(with: Self.problem.evaluate(run.queries))
      let before = try JSONEncoder.sorted.encode(run)
      #expect(throws: OptimizationError.self) { try run.setLimits(OptimizationLimits(maximumEvaluations: 0)) }
      #expect(throws: OptimizationError.self) { try run.setLimits(OptimizationLimits(targetValue: .nan)) }
      #expect(try JSONEncoder.sorted.encode(run) == before)
      run.interrupt()
      try run.setLimits(OptimizationLimits(maximumEvaluations: 5000))
      #expect(run.stopReason == .interrupted)
    }
    try check(name.optimizer(maximumEvaluations: 1000))
  }
}
