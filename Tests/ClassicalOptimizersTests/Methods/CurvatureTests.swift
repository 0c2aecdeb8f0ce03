import ClassicalOptimizers
import Testing

@Suite("Known curvatures") struct CurvatureTests {
  /// Parameters that differ in scale by a factor of a hundred, and hardly notice each other: as excitations do.
  static let problem = Problem(name: "scales", start: [Double](repeating: 0, count: 12), minimum: 0) { x in
    var value = 0.0
    var gradient = [Double](repeating: 0, count: x.count)
    for k in x.indices {
      let (a, b, c) = (1 + Double(k * k), x[k] - 0.05 / Double(k + 1), x[(k + 1) % x.count])
      value += 0.5 * a * b * b + 0.1 * b * b * b * b + 0.02 * x[k] * c
      gradient[k] += a * b + 0.4 * b * b * b + 0.02 * c
      gradient[(k + 1) % x.count] += 0.02 * x[k]
    }
    return (value, gradient)
  }
  static let curvatures = (0..<12).map { 1 + Double($0 * $0) }

  @Test("they save more than half of the evaluations")
  func frugal() throws {
    let plain = try result(of: LBFGS(), on: Self.problem)
    let scaled = try result(of: LBFGS(curvatures: Self.curvatures), on: Self.problem)
    #expect(2 * scaled.evaluations < plain.evaluations)
    #expect(abs(scaled.value - plain.value) < 1e-11)
    let plainCG = try result(of: ConjugateGradient(), on: Self.problem)
    let scaledCG = try result(of: ConjugateGradient(curvatures: Self.curvatures), on: Self.problem)
    #expect(2 * scaledCG.evaluations < plainCG.evaluations)
    #expect(abs(scaledCG.value - plain.value) < 1e-11)
  }

  @Test("they scale the parameters exactly", arguments: Problem.all.filter { $0.start.count == 10 })
  func scaling(problem: Problem) throws {
    // By powers of four, so that scaled parameters have the same bits but for their exponents.
    let scales = (0..<10).map { Double(1 << (2 * ($0 % 4))) }
    let roots = scales.map { $0.squareRoot() }
    let stretched = Problem(name: "stretched", start: zip(problem.start, roots).map { $0 / $1 }, minimum: 0) { x in
      let (value, gradient) = problem.objective(zip(x, roots).map { $0 * $1 })
      return (value, zip(gradient, roots).map { $0 * $1 })
    }
    let plain = try result(of: LBFGS(gradientTolerance: 0, firstStepLength: 1e3), on: problem)
    let scaled = try result(
      of: LBFGS(gradientTolerance: 0, firstStepLength: 1e3, curvatures: scales), on: stretched)
    #expect(scaled.value == plain.value)
    #expect(zip(scaled.parameters, roots).map { $0 * $1 } == plain.parameters)
  }

  @Test("they must be positive, and as many as the parameters")
  func refused() {
    for bad in [[1.0], [1, 0], [1, -1], [1, .nan], [1, .infinity]] {
      #expect(throws: OptimizationError.self) { try OptimizationRun(LBFGS(curvatures: bad), from: [0, 0]) }
      #expect(throws: OptimizationError.self) { try OptimizationRun(ConjugateGradient(curvatures: bad), from: [0, 0]) }
    }
  }
}
