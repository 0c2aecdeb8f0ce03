import ClassicalOptimizers
import Testing

@Suite("The registry of methods") struct OptimizerNameTests {
  @Test("names are those of the command line") func names() throws {
    #expect(
      OptimizerName.allCases.map(\.rawValue) == [
        "l-bfgs", "conjugate-gradient", "adam", "gradient-descent", "spsa", "nft", "cobyla", "bobyqa", "nelder-mead",
        "slsqp", "sbplx",
      ])
    #expect(try OptimizerName(parsing: "L-BFGS") == .lBFGS)
    #expect(throws: OptimizationError.unknownOptimizer("newton")) { try OptimizerName(parsing: "newton") }
  }

  @Test("a name, its type and its method belong together", arguments: OptimizerName.allCases)
  func consistent(name: OptimizerName) throws {
    #expect(name.type.name == name)
    let method = name.optimizer(maximumEvaluations: 17, seed: 5)
    #expect(type(of: method).name == name)
    #expect(method.limits == OptimizationLimits(maximumEvaluations: 17))
    if let spsa = method as? SPSA { #expect(spsa.seed == 5) }
    func asks(_ method: some Optimizer) throws -> Bool {
      try OptimizationRun(method, from: [1, 2]).queries.contains(where: \.needsGradient)
    }
    #expect(try asks(method) == name.needsGradient)
  }
}
