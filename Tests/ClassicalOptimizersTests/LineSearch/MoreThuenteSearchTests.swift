import ClassicalOptimizers
import Foundation
import RandomStreams
import Testing

@Suite("The line search") struct MoreThuenteSearchTests {
  /// A curve with its slope, as in section 5 of Moré and Thuente.
  struct Curve: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var evaluate: @Sendable (Double) -> (value: Double, slope: Double)
  }

  static let curves = [
    // Their eq. (5.1) with β = 2.
    Curve(testDescription: "rational") { a in
      let d = a * a + 2
      return (-a / d, (a * a - 2) / (d * d))
    },
    // Their eq. (5.2) with β = 0.004.
    Curve(testDescription: "quintic") { a in
      (pow(a + 0.004, 5) - 2 * pow(a + 0.004, 4), 5 * pow(a + 0.004, 4) - 8 * pow(a + 0.004, 3))
    },
    Curve(testDescription: "cosine") { a in (cos(a + 0.3), -sin(a + 0.3)) },
    Curve(testDescription: "quartic") { a in (pow(a - 1, 4), 4 * pow(a - 1, 3)) },
    Curve(testDescription: "exponential") { a in (exp(a / 10) - 0.3 * a, exp(a / 10) / 10 - 0.3) },
  ]

  @Test(
    "it ends at a step that meets the strong Wolfe conditions, whatever the first step",
    arguments: curves, [1e-3, 1e-1, 1, 10, 1e3])
  func strongWolfe(curve: Curve, first: Double) throws {
    for (decrease, curvature) in [(1e-4, 0.9), (1e-3, 0.1), (0.1, 0.1)] {
      let start = curve.evaluate(0)
      var search = MoreThuenteSearch(
        value: start.value, slope: start.slope, step: first, sufficientDecrease: decrease, curvature: curvature,
        roundOff: 0)
      var accepted = false
      while !accepted {
        let (value, slope) = curve.evaluate(search.step)
        let step = search.step
        switch search.advance(value: value, slope: slope) {
        case .tryAgain: #expect(search.step > 0 && search.step != step)
        case .gaveUp: Issue.record("gave up after \(search.trials) trials"); return
        case .accepted:
          accepted = true
          #expect(value <= start.value + decrease * step * start.slope)
          #expect(abs(slope) <= curvature * abs(start.slope))
        }
      }
      #expect(search.trials <= 20)
    }
  }

  @Test("where rounding hides the decrease, the slopes decide")
  func approximate() {
    var search = MoreThuenteSearch(
      value: 1, slope: -1e-12, step: 1, sufficientDecrease: 1e-4, curvature: 0.9, roundOff: 1e-14)
    #expect(search.advance(value: 1 + 2e-16, slope: 1e-14) == .accepted)
  }

  @Test("values that only rise make it give up")
  func uphill() {
    var search = MoreThuenteSearch(
      value: 0, slope: -1, step: 1, sufficientDecrease: 1e-4, curvature: 0.9, roundOff: 1e-14)
    var verdict = MoreThuenteSearch.Verdict.tryAgain
    while verdict == .tryAgain { verdict = search.advance(value: search.step, slope: 1) }
    #expect(verdict == .gaveUp)
  }

  @Test(
    "at the rounding of the objective a run stops as converged, and soon",
    arguments: [OptimizerName.lBFGS, .conjugateGradient], 0..<20 as Range<UInt64>)
  func roundOff(name: OptimizerName, seed: UInt64) throws {
    // An energy of −75 with errors of some units in the last place, as a sum of a thousand terms has.
    var stream = RandomStream(seed: seed)
    let problem = Problem.productState
    let method: any Optimizer =
      name == .lBFGS ? LBFGS(gradientTolerance: 0) : ConjugateGradient(gradientTolerance: 0)
    let run = try transcript(of: method, on: problem) { queries in
      problem.evaluate(queries).map { exact in
        var answer = exact
        answer.value += -62.5 + 2e-13 * (stream.uniform() - 0.5)
        answer.gradient = answer.gradient?.map { $0 + 1e-13 * (stream.uniform() - 0.5) }
        return answer
      }
    }
    #expect(run.result.stopReason == .roundOffReached)
    #expect(abs(run.result.value + 75) < 1e-12)
    #expect(run.result.evaluations < 60)
    #expect(problem.objective(run.result.parameters).gradient.allSatisfy { abs($0) < 1e-5 })
  }

  @Test("a gradient of another objective is noticed", arguments: [OptimizerName.lBFGS, .conjugateGradient])
  func wrongGradient(name: OptimizerName) throws {
    let run = try transcript(of: name.optimizer(maximumEvaluations: 500), on: .productState) { queries in
      Problem.productState.evaluate(queries).map {
        Evaluation(value: $0.value, gradient: $0.gradient?.map { -$0 })
      }
    }
    #expect(run.result.stopReason == .lineSearchStalled)
    #expect(run.result.evaluations < 100)
  }

  @Test("a start at the minimum is one evaluation", arguments: [OptimizerName.lBFGS, .conjugateGradient, .adam])
  func atMinimum(name: OptimizerName) throws {
    var problem = Problem.rosenbrock
    problem.start = [1, 1]
    let run = try transcript(of: name.optimizer(maximumEvaluations: 10), on: problem, evaluate: problem.evaluate)
    #expect(run.result.evaluations == 1)
    #expect(run.result.stopReason == .gradientConverged)
  }
}
