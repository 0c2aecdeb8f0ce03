import ClassicalOptimizers
import Foundation
import Testing

@Suite("Misuse") struct MisuseTests {
  @Test("starts that are empty or not finite are refused", arguments: OptimizerName.allCases)
  func starts(name: OptimizerName) throws {
    func check(_ method: some Optimizer) {
      #expect(throws: OptimizationError.emptyStart) { try OptimizationRun(method, from: []) }
      for bad in [Double.nan, .infinity, -.infinity, 1e200] {
        let error = #expect(throws: OptimizationError.self) { try OptimizationRun(method, from: [0, bad, 0]) }
        guard case .nonFiniteStart(index: 1, _) = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
      }
    }
    check(name.optimizer())
  }

  @Test("answers that do not fit are refused, and the run stays as it was", arguments: OptimizerName.allCases)
  func answers(name: OptimizerName) throws {
    func check(_ method: some Optimizer) throws {
      let problem = Problem.beale
      var run = try OptimizationRun(method, from: problem.start)
      try run.advance(with: problem.evaluate(run.queries))
      let before = try JSONEncoder.sorted.encode(run)
      let good = problem.evaluate(run.queries)
      let count = good.count

      #expect(throws: OptimizationError.evaluationCount(found: 0, expected: count)) { try run.advance(with: []) }
      #expect(throws: OptimizationError.evaluationCount(found: count + 1, expected: count)) {
        try run.advance(with: good + [good[0]])
      }
      if name.needsGradient {
        var bad = good
        bad[0].gradient = nil
        #expect(throws: OptimizationError.missingGradient(index: 0)) { try run.advance(with: bad) }
        bad[0].gradient = [1, 2, 3]
        #expect(throws: OptimizationError.gradientLength(index: 0, found: 3, expected: 2)) {
          try run.advance(with: bad)
        }
      }
      var bad = good
      bad[count - 1].standardError = -1
      #expect(throws: OptimizationError.invalidStandardError(index: count - 1, value: -1)) {
        try run.advance(with: bad)
      }
      bad[count - 1].standardError = .nan
      #expect(throws: OptimizationError.self) { try run.advance(with: bad) }

      #expect(try JSONEncoder.sorted.encode(run) == before)
      try run.advance(with: good)
    }
    try check(name.optimizer(maximumEvaluations: 1000))
  }

  @Test("a value that is not finite is an error at the start and ends a run later", arguments: OptimizerName.allCases)
  func nonFinite(name: OptimizerName) throws {
    func check(_ method: some Optimizer, bad: Double) throws {
      let problem = Problem.beale
      var run = try OptimizationRun(method, from: problem.start)
      func spoiled(_ queries: [Query]) -> [Evaluation] {
        var answers = problem.evaluate(queries)
        answers[answers.count - 1].value = bad
        return answers
      }
      #expect(throws: OptimizationError.nonFiniteEvaluation(index: run.queries.count - 1)) {
        try run.advance(with: spoiled(run.queries))
      }
      #expect(run.evaluations == 0)
      try run.advance(with: problem.evaluate(run.queries))
      try run.advance(with: spoiled(run.queries))
      let result = try run.result()
      #expect(result.stopReason == .nonFiniteValue)
      #expect(result.value == problem.objective(result.parameters).value)
      _ = try reloaded(run)
    }
    for bad in [Double.nan, .infinity, -.infinity] { try check(name.optimizer(maximumEvaluations: 1000), bad: bad) }
  }

  @Test("a gradient that is not finite ends a run")
  func nonFiniteGradient() throws {
    var run = try OptimizationRun(LBFGS(), from: [1, 1])
    try run.advance(with: [Evaluation(value: 1, gradient: [1, 1])])
    try run.advance(with: [Evaluation(value: 0.5, gradient: [.nan, 1])])
    #expect(run.stopReason == .nonFiniteValue)
    #expect(try run.result().value == 1)
  }

  @Test("a run away to infinity ends, and can be saved at every step on the way", arguments: OptimizerName.allCases)
  func divergence(name: OptimizerName) throws {
    // Down for ever, ever faster.
    let cliff = Problem(name: "cliff", start: [1, 1], minimum: -.infinity) { x in
      (-x[0] * x[0] * x[0] * x[0] - x[1] * x[1], [-4 * x[0] * x[0] * x[0], -2 * x[1]])
    }
    func check(_ method: some Optimizer) throws {
      let run = try transcript(of: method, on: cliff, reloading: true, evaluate: cliff.evaluate)
      #expect(run.result.value.isFinite && run.result.parameters.allSatisfy(\.isFinite))
    }
    try check(name.optimizer(maximumEvaluations: 150))
    try check(GradientDescent(rate: 100, isBacktracking: false))
  }

  @Test("settings that cannot work are refused by name")
  func settings() {
    func refuses(_ name: String, _ method: some Optimizer) {
      let error = #expect(throws: OptimizationError.self) { try OptimizationRun(method, from: [0, 0]) }
      guard case .invalidSetting(name, _, _) = error else {
        Issue.record("\(String(describing: error)) instead of \(name)")
        return
      }
    }
    refuses("memory", LBFGS(memory: 0))
    refuses("gradientTolerance", LBFGS(gradientTolerance: .nan))
    refuses("valueTolerance", LBFGS(valueTolerance: -1))
    refuses("firstStepLength", ConjugateGradient(firstStepLength: 0))
    refuses("relativeRoundOff", ConjugateGradient(relativeRoundOff: 2))
    refuses("rate", Adam(rate: -0.1))
    refuses("squareDecay", Adam(squareDecay: 1))
    refuses("rate", GradientDescent(rate: .infinity))
    refuses("gain", SPSA(gain: 0))
    refuses("perturbation", SPSA(perturbation: 0))
    refuses("resamplings", SPSA(resamplings: 0))
    refuses("averagedIterates", SPSA(averagedIterates: -1))
    refuses("calibrationPairs", SPSA(calibrationPairs: 0))
    refuses("allowedIncrease", SPSA(allowedIncrease: -1))
    refuses("allowedIncrease", SPSA(isBlocking: true, allowedIncrease: -1))
    refuses("allowedIncrease", SPSA(allowedIncrease: 0.1))
    refuses("frequencies", NFT(frequencies: [[1]]))
    refuses("frequencies", NFT(frequencies: [[1], []]))
    refuses("frequencies", NFT(frequencies: [[1], [2, 2]]))
    refuses("frequencies", NFT(frequencies: [[1], [0]]))
    refuses("resetInterval", NFT(resetInterval: 0))
    refuses("initialStep", COBYLA(initialStep: 0))
    refuses("stepTolerance", BOBYQA(stepTolerance: 0))
    refuses("valueTolerance", SLSQP(valueTolerance: -1))
    refuses("bounds", Sbplx(bounds: [-1...1]))
    refuses("bounds", NelderMead(bounds: [-1...1, 1...2]))
    refuses("maximumEvaluations", LBFGS(limits: OptimizationLimits(maximumEvaluations: 0)))
    refuses("maximumIterations", LBFGS(limits: OptimizationLimits(maximumIterations: -1)))
    refuses("targetValue", LBFGS(limits: OptimizationLimits(targetValue: .nan)))
  }

  @Test("every error says what was found") func descriptions() {
    let errors: [OptimizationError] = [
      .emptyStart, .nonFiniteStart(index: 3, value: .nan), .evaluationCount(found: 1, expected: 2),
      .missingGradient(index: 0), .gradientLength(index: 0, found: 1, expected: 2),
      .invalidStandardError(index: 0, value: -1), .nonFiniteEvaluation(index: 1), .runIsOver(.interrupted),
      .nothingEvaluated, .invalidSetting(name: "rate", found: "0", allowed: "more"), .unknownOptimizer("newton"),
      .corruptState("x"), .replayDiffers(evaluation: 5), .outOfThreads,
    ]
    #expect(errors.allSatisfy { $0.description.count > 20 && !$0.description.contains("\n") })
    #expect(OptimizationError.unknownOptimizer("newton").description.contains("nelder-mead"))
    #expect(OptimizationError.nonFiniteStart(index: 3, value: .nan).description.contains("3"))
  }
}

extension JSONEncoder {
  static var sorted: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return encoder
  }
}
