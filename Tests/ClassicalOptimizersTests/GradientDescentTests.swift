import ClassicalOptimizers
import Testing

@Test("a quadratic is minimised") func quadratic() async throws {
  let result = try await GradientDescent().minimize(from: [1, -2]) { queries in
    queries.map { query in
      Evaluation(value: query.point.reduce(0) { $0 + $1 * $1 }, gradient: query.point.map { 2 * $0 })
    }
  }
  #expect(result.stopReason == .gradientConverged)
  #expect(result.value < 1e-12)
}
