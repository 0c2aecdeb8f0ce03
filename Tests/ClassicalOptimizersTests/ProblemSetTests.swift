import ClassicalOptimizers
import Testing

@Suite("Every method on the one problem set") struct ProblemSetTests {
  /// How close to the minimum each method comes with its default settings.
  static let accuracy: [OptimizerName: Double] = [
    .lBFGS: 1e-11, .conjugateGradient: 1e-11, .slsqp: 1e-11, .gradientDescent: 1e-10, .adam: 1e-8, .bobyqa: 1e-9,
    .cobyla: 1e-8, .nelderMead: 1e-9, .sbplx: 1e-9, .nft: 1e-8, .spsa: 1e-3,
  ]

  /// What a method is not made for, by name, and how close it still comes; nil where nothing is promised.
  static let exceptions: [OptimizerName: [String: Double?]] = [
    // Linear models crawl along curved valleys.
    .cobyla: ["Rosenbrock": 1e-5, "Rosenbrock of ten": 1e-2],
    // So does steepest descent.
    .gradientDescent: ["Rosenbrock": 1e-5, "Rosenbrock of ten": 1e-5],
    // Ten dimensions are too many for the plain simplex in a curved valley.
    .nelderMead: ["Rosenbrock of ten": nil],
    .sbplx: ["Rosenbrock of ten": 1e-6],
    // Not trigonometric sums.
    .nft: ["parabola": nil, "quadratic": nil, "Rosenbrock": nil, "Rosenbrock of ten": nil, "Beale": nil],
    // Steps sized for angles leave steep valleys, or die out in them.
    .spsa: ["quadratic": 0.05, "Rosenbrock": nil, "Rosenbrock of ten": nil, "Beale": 0.1],
  ]

  @Test("the minimum is found", arguments: OptimizerName.allCases, Problem.all)
  func minimum(name: OptimizerName, problem: Problem) throws {
    let limit = name == .spsa ? 10_000 : 20_000
    let found = try result(of: name.optimizer(maximumEvaluations: limit, seed: 1), on: problem)

    #expect(found.value.bitPattern == problem.objective(found.parameters).value.bitPattern)
    #expect(found.evaluations <= limit)
    #expect(found.gradientEvaluations == (name.needsGradient ? found.evaluations : 0))
    let exception = Self.exceptions[name]?[problem.name]
    guard let tolerance = exception ?? Self.accuracy[name] else { return }
    #expect(found.value - problem.minimum < tolerance)
    #expect(found.value > problem.minimum - 1e-12)
    #expect(found.stopReason.isConverged || name == .spsa || exception != nil)
  }

  @Test(
    "exact gradients take a minimum to round-off",
    arguments: [OptimizerName.lBFGS, .conjugateGradient], Problem.all)
  func precise(name: OptimizerName, problem: Problem) throws {
    let found =
      name == .lBFGS
      ? try result(of: LBFGS(gradientTolerance: 1e-7), on: problem)
      : try result(of: ConjugateGradient(gradientTolerance: 1e-7), on: problem)
    #expect(found.stopReason == .gradientConverged)
    #expect(problem.objective(found.parameters).gradient.allSatisfy { $0.magnitude <= 1e-7 })
    #expect(found.value - problem.minimum < 1e-12)
    if let minimiser = problem.minimiser {
      #expect(zip(found.parameters, minimiser).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  /// SciPy 1.17: `minimize(method="L-BFGS-B", options=dict(gtol=1e-6, ftol=0, maxcor=20))`, its `nfev`.
  static let peerEvaluations = [
    "parabola": 3, "quadratic": 17, "Rosenbrock": 46, "Rosenbrock of ten": 45, "Beale": 16, "cosine": 6,
    "product state": 9, "polarized product state": 17,
  ]

  @Test("L-BFGS needs no more evaluations than SciPy's L-BFGS-B", arguments: Problem.all)
  func frugal(problem: Problem) throws {
    let found = try result(of: LBFGS(), on: problem)
    let peer = try #require(Self.peerEvaluations[problem.name])
    #expect(found.evaluations <= peer)
  }

  @Test("steps are numbered, counted and describe the run", arguments: OptimizerName.allCases)
  func steps(name: OptimizerName) throws {
    let limit = name == .spsa ? 300 : 40_000
    let run = try transcript(
      of: name.optimizer(maximumEvaluations: limit, seed: 3), on: .productState,
      evaluate: Problem.productState.evaluate)
    let first = try #require(run.steps.first)
    let last = try #require(run.steps.last)
    #expect(first.iteration <= 1)
    #expect(run.steps.map(\.iteration) == Array(first.iteration...last.iteration))
    #expect(last.iteration == run.result.iterations)
    #expect(zip(run.steps, run.steps.dropFirst()).allSatisfy { $0.evaluations < $1.evaluations })
    #expect(run.steps.allSatisfy { $0.parameters.count == 10 && $0.evaluations <= run.result.evaluations })
    #expect(run.points.count == run.result.evaluations)
  }
}
