import ClassicalOptimizers
import Testing
import VariationalAlgorithms

@Suite("CVaR of outcomes")
struct CostSampleTests {
  private static func sample(_ values: [(Double, Int)]) -> CostSample {
    CostSample(values.enumerated().map { .init(state: UInt64($0), value: $1.0, count: $1.1) })
  }

  @Test("is the mean of the lowest share, the last outcome by the fraction that is left")
  func shares() {
    let digits = Self.sample([(3, 2), (1, 1), (2, 1), (10, 4), (7, 2)])
    // Ascending: 1 2 3 3 7 7 10 10 10 10.
    for (alpha, expected) in [
      (1.0, 6.3), (0.5, 16 / 5.0), (0.25, (1 + 2 + 0.5 * 3) / 2.5), (0.33, (1 + 2 + 3 + 0.3 * 3) / 3.3), (0.1, 1),
      (0.01, 1), (0.15, (1 + 0.5 * 2) / 1.5), (0.6, (1 + 2 + 3 + 3 + 7 + 7) / 6.0),
    ] {
      #expect(abs(digits.conditionalValueAtRisk(alpha).value - expected) < 1e-12, "alpha \(alpha)")
    }
  }

  @Test("at alpha 1 has the standard error of the mean, and none where the share has one cost")
  func errors() {
    let coin = Self.sample([(0, 30), (1, 70)])
    let mean = coin.conditionalValueAtRisk(1)
    #expect(abs(mean.value - 0.7) < 1e-12)
    #expect(abs((mean.standardError ?? 0) - (0.7 * 0.3 / 99).squareRoot()) < 1e-12)
    #expect(coin.conditionalValueAtRisk(0.3).standardError == 0)
    // 0.1 · 3 in binary is above 0.3.
    #expect(coin.conditionalValueAtRisk(0.1 * 3).standardError == 0)
    let tail = coin.conditionalValueAtRisk(0.4)
    #expect(abs(tail.value - 0.25) < 1e-12)
    #expect(abs((tail.standardError ?? 0) - (0.7 * 0.3 / 99).squareRoot() / 0.4) < 1e-12)
  }

  @Test("has an error that agrees with the scatter of repeated samples", arguments: [1.0, 0.5, 0.2])
  func scatter(alpha: Double) throws {
    var generator = Linear(state: 7)
    var values: [Double] = []
    var variances: [Double] = []
    for _ in 0..<400 {
      let outcomes = (0..<500).map { index in
        let uniform = generator.next()
        return CostSample.Entry(state: UInt64(index), value: uniform * uniform, count: 1)
      }
      let estimate = CostSample(outcomes).conditionalValueAtRisk(alpha)
      values.append(estimate.value)
      variances.append(try #require(estimate.standardError) * (try #require(estimate.standardError)))
    }
    // ∫₀^α u² du / α
    let mean = values.reduce(0, +) / 400
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399
    let expected = variances.reduce(0, +) / 400
    #expect(abs(mean - alpha * alpha / 3) < 5 * (variance / 400).squareRoot() + 0.005 * alpha)
    #expect(abs(variance / expected - 1) < 5 * (2 / 400.0).squareRoot())
  }

  /// Numbers uniform in [0, 1): Knuth's MMIX generator.
  private struct Linear {
    var state: UInt64

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
  }
}
