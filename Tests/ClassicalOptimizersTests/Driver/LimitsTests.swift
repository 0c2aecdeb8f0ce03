import ClassicalOptimizers
import Testing

@Suite("Limits") struct LimitsTests {
  @Test("no method exceeds its evaluations", arguments: OptimizerName.allCases, 1...12)
  func evaluations(name: OptimizerName, limit: Int) throws {
    func check(_ method: some Optimizer) throws {
      let found = try result(of: method, on: .longRosenbrock)
      // Methods that ask for one point at a time use them all; pairs and final evaluations may leave some.
      let batched = name == .spsa || name == .nft
      #expect(batched ? found.evaluations <= limit : found.evaluations == limit)
      #expect(found.evaluations >= 1)
      #expect(found.stopReason == .evaluationLimit)
      #expect(found.value == Problem.longRosenbrock.objective(found.parameters).value)
    }
    try check(name.optimizer(maximumEvaluations: limit))
  }

  @Test("SPSA and NFT leave less than a batch unused", arguments: [OptimizerName.spsa, .nft], [60, 61, 62, 63, 100])
  func batches(name: OptimizerName, limit: Int) throws {
    func check(_ method: some Optimizer) throws {
      #expect(try result(of: method, on: .productState).evaluations > limit - 3)
    }
    try check(name.optimizer(maximumEvaluations: limit))
  }

  @Test("no method exceeds its iterations", arguments: OptimizerName.allCases, [1, 2, 5])
  func iterations(name: OptimizerName, limit: Int) throws {
    func check(_ method: some Optimizer) throws {
      let found = try result(of: method, on: .longRosenbrock)
      #expect(found.iterations == limit)
      #expect(found.stopReason == .iterationLimit)
    }
    var method = name.optimizer(maximumEvaluations: 10_000)
    method.limits = OptimizationLimits(maximumIterations: limit)
    try check(method)
  }

  @Test("a target ends a run as soon as it is reached", arguments: OptimizerName.allCases)
  func target(name: OptimizerName) throws {
    func check(_ method: some Optimizer) throws {
      let run = try transcript(of: method, on: .productState, evaluate: Problem.productState.evaluate)
      #expect(run.result.stopReason == .targetReached)
      #expect(run.result.value <= -10)
      let values = run.values.map { Double(bitPattern: $0) }
      let batch = name == .spsa ? 50 : name == .nft ? 3 : 1
      #expect(values.dropLast(batch).allSatisfy { $0 > -10 })
    }
    var method = name.optimizer(maximumEvaluations: 10_000)
    method.limits.targetValue = -10
    try check(method)
  }

  @Test("an interrupted run answers with the best point so far", arguments: OptimizerName.allCases)
  func interruption(name: OptimizerName) throws {
    func check(_ method: some Optimizer) throws {
      var run = try OptimizationRun(method, from: Problem.beale.start)
      #expect(throws: OptimizationError.nothingEvaluated) { try run.result() }
      var lowest = Double.infinity
      for _ in 0..<3 {
        let answers = Problem.beale.evaluate(run.queries)
        lowest = answers.reduce(lowest) { min($0, $1.value) }
        try run.advance(with: answers)
      }
      run.interrupt()
      let result = try run.result()
      #expect(result.stopReason == .interrupted)
      #expect(result.value == lowest)
      #expect(throws: OptimizationError.runIsOver(.interrupted)) { try run.advance(with: []) }
      run.interrupt()
      #expect(try run.result() == result)
    }
    try check(name.optimizer(maximumEvaluations: 1000))
  }

  @Test("of noisy values the best is the lowest with a standard error added")
  func noisyBest() throws {
    var run = try OptimizationRun(NelderMead(), from: [0, 0])
    // A lucky value with a large error, a slightly higher one with a small error.
    for (value, error) in [(-1, 0.5), (-0.9, 0.1), (-1.1, 0.6)] {
      try run.advance(with: run.queries.map { _ in Evaluation(value: value, standardError: error) })
    }
    #expect(run.best?.value == -0.9 && run.best?.standardError == 0.1)
  }

  @Test("cancelling the task interrupts the loop")
  func cancellation() async throws {
    let task = Task {
      try await GradientDescent(rate: 1e-9, isBacktracking: false, gradientTolerance: 0).minimize(from: [3, 4]) {
        queries in
        await Task.yield()
        return queries.map { Evaluation(value: $0.point[0] + $0.point[1], gradient: [1, 1]) }
      } onStep: { step in
        if step.iteration == 20 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    let result = try await task.value
    #expect(result.stopReason == .interrupted)
    #expect(result.evaluations == 21)
  }

  @Test("what the objective throws ends the loop with it")
  func failure() async {
    struct Broken: Error {}
    await #expect(throws: Broken.self) {
      try await LBFGS().minimize(from: [1]) { _ in throw Broken() }
    }
  }
}
