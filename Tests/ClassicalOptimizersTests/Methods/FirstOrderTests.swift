import ClassicalOptimizers
import Testing

@Suite("First-order methods") struct FirstOrderTests {
  @Test("Adam is Kingma and Ba's algorithm 1")
  func adam() throws {
    let gradients = [[3.0, -1e-3], [1, 0], [-2, 5], [0.5, -0.25]]
    var run = try OptimizationRun(Adam(rate: 0.1, meanDecay: 0.8, squareDecay: 0.95, epsilon: 1e-6), from: [1, -1])
    var (x, m, v) = ([1.0, -1], [0.0, 0], [0.0, 0])
    var (meanPower, squarePower) = (1.0, 1.0)
    for gradient in gradients {
      #expect(zip(run.queries[0].point, x).allSatisfy { abs($0 - $1) < 1e-14 })
      try run.advance(with: [Evaluation(value: 0, gradient: gradient)])
      meanPower *= 0.8
      squarePower *= 0.95
      for k in 0..<2 {
        m[k] = 0.8 * m[k] + 0.2 * gradient[k]
        v[k] = 0.95 * v[k] + 0.05 * gradient[k] * gradient[k]
        x[k] -= 0.1 * (m[k] / (1 - meanPower)) / ((v[k] / (1 - squarePower)).squareRoot() + 1e-6)
      }
    }
    #expect(zip(run.queries[0].point, x).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test("plain gradient descent takes the rate times the gradient")
  func plain() throws {
    var run = try OptimizationRun(GradientDescent(rate: 0.25, isBacktracking: false), from: [1, 2])
    try run.advance(with: [Evaluation(value: 1, gradient: [4, -8])])
    #expect(run.queries == [Query(point: [0, 4], needsGradient: true)])
    // Uphill or not.
    let step = try run.advance(with: [Evaluation(value: 9, gradient: [0, 4])])
    #expect(step?.iteration == 1)
    #expect(run.queries[0].point == [0, 3])
  }

  @Test("backtracking never goes up, whatever the rate", arguments: [1e-3, 1, 1e3])
  func backtracking(rate: Double) throws {
    let method = GradientDescent(rate: rate, limits: OptimizationLimits(maximumIterations: 50))
    let run = try transcript(of: method, on: .rosenbrock, evaluate: Problem.rosenbrock.evaluate)
    #expect(run.steps.count == 51)
    #expect(zip(run.steps, run.steps.dropFirst()).allSatisfy { $1.value < $0.value })
  }
}
