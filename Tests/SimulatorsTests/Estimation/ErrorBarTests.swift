import PauliAlgebra
import QuantumBackends
import QuantumCircuits
import RandomStreams
import Simulators
import TestSupport
import Testing

/// States and observables whose error bars are hard to get right.
enum NoisyCase: String, CaseIterable, Sendable {
  /// All strings of the basis rise and fall together.
  case correlated
  /// Like that, beside strings in other bases.
  case catState
  /// Many bases of all sizes.
  case mixed
  /// Large coefficients on outcomes that hardly vary, small ones on outcomes that do.
  case quietGroup
  /// An outcome of one in twenty.
  case skewed

  func problem() throws -> (circuit: Circuit, observable: PauliSum) {
    var circuit = try Circuit(qubitCount: 4)
    switch self {
    case .correlated, .catState:
      try circuit.append(.ry, 1.1, on: 0)
      for qubit in 1..<4 { try circuit.append(.cx, on: 0, qubit) }
      if self == .correlated {
        return (circuit, try PauliSum(["IIIZ": 1, "IIZI": 0.5, "IZII": 0.75, "ZIII": 1, "ZZZI": 0.25]))
      }
      return (
        circuit,
        try PauliSum(["IIIZ": 0.5, "ZIII": 0.5, "XXXX": 0.4, "YYXX": 0.3, "XXYY": -0.2, "ZZII": 0.7, "IIXX": 0.1])
      )
    case .mixed:
      var random = RandomStream(seed: 77)
      circuit = try .random(qubitCount: 4, operationCount: 40, parameterCount: 0, using: &random)
      return (circuit, try .random(qubitCount: 4, termCount: 30, using: &random))
    case .quietGroup:
      for qubit in 0..<4 { try circuit.append(.ry, 0.3, on: qubit) }
      return (circuit, try PauliSum(["IIIZ": 2, "IIZI": 2, "ZZII": 1, "IIXX": 0.1, "XXII": 0.2, "YIIY": 0.1]))
    case .skewed:
      for qubit in 0..<4 { try circuit.append(.ry, 0.451, on: qubit) }
      return (circuit, try PauliSum(["IIIZ": 1, "XIII": 0.1]))
    }
  }
}

@Suite("Error bars")
struct ErrorBarTests {
  private static let seedCount = 1000

  private struct Run {
    var value: Double
    var standardError: Double
    var shots: Int
  }

  /// For 1000 seeds the values, standard errors and shots.
  private func runs(
    _ noisy: NoisyCase, budget: ShotBudget, grouping: MeasurementGrouping
  ) async throws -> (exact: Double, runs: [Run]) {
    let (circuit, observable) = try noisy.problem()
    let backend = LocalBackend()
    let prepared = try await backend.prepare(circuit, observables: [observable])
    let pub = EstimatorPub(prepared, parameters: [])
    let exact = try await backend.estimate([pub], options: .exact).pubs[0].values[0]
    var values: [Run] = []
    for seed in 0..<UInt64(Self.seedCount) {
      let options =
        switch budget {
        case .shots(let shots): try EstimatorOptions(shots: shots, grouping: grouping, seed: seed)
        case .precision(let precision): try EstimatorOptions(precision: precision, grouping: grouping, seed: seed)
        }
      let result = try await backend.estimate([pub], options: options).pubs[0]
      values.append(
        Run(
          value: result.values[0], standardError: try #require(result.standardErrors?[0]),
          shots: try #require(result.shots?[0])))
    }
    return (exact, values)
  }

  /// Of z = (value − exact)/standard error: the mean is 0 and the variance 1, within four of their own errors.
  private func checkScores(_ exact: Double, _ values: [Run], _ name: Comment) {
    let scores = values.map { ($0.value - exact) / $0.standardError }
    let count = Double(scores.count)
    let mean = scores.reduce(0, +) / count
    let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    #expect(abs(mean) < 4 / count.squareRoot(), name)
    #expect(abs(variance - 1) < 4 * (2 / count).squareRoot(), name)
  }

  @Test(
    "are honest for a number of shots, which are spent to the last one", arguments: NoisyCase.allCases,
    [MeasurementGrouping.qubitWise, .commuting])
  func shots(noisy: NoisyCase, grouping: MeasurementGrouping) async throws {
    let (exact, values) = try await runs(noisy, budget: .shots(4001), grouping: grouping)
    #expect(values.allSatisfy { $0.shots == 4001 })
    checkScores(exact, values, "\(noisy), \(grouping)")
  }

  @Test("are honest when the first round has hardly any shots", arguments: [NoisyCase.catState, .mixed])
  func smallPilots(noisy: NoisyCase) async throws {
    let bases = MeasurementPlan(try noisy.problem().observable, grouping: .commuting).bases.count
    // Two for each basis of a half, and one shot less, which is too few for a second round.
    for shots in [32 * bases, 32 * bases - 1] {
      let (exact, values) = try await runs(noisy, budget: .shots(shots), grouping: .commuting)
      checkScores(exact, values, "\(noisy), \(shots) shots")
    }
  }

  @Test(
    "stay below a precision, which the actual error has too", arguments: NoisyCase.allCases,
    [MeasurementGrouping.qubitWise, .commuting])
  func precision(noisy: NoisyCase, grouping: MeasurementGrouping) async throws {
    let precision = 0.02
    let (exact, values) = try await runs(noisy, budget: .precision(precision), grouping: grouping)
    #expect(values.allSatisfy { $0.standardError <= precision })
    let mean = values.reduce(0) { $0 + ($1.value - exact) * ($1.value - exact) } / Double(values.count)
    // The error of a root of a mean square over n values is 1/√(2n) of it.
    #expect(mean.squareRoot() < precision * (1 + 4 * (0.5 / Double(values.count)).squareRoot()))
    checkScores(exact, values, "\(noisy), \(grouping)")
  }

  @Test("are the same to the last bit on any number of threads", arguments: MeasurementGrouping.allCases)
  func threads(grouping: MeasurementGrouping) async throws {
    let (circuit, observable) = try NoisyCase.mixed.problem()
    let pubs = Array(repeating: EstimatorPub(circuit, observable: observable, parameters: []), count: 5)
    for options in [
      try EstimatorOptions(shots: 20_000, grouping: grouping, seed: 5),
      try EstimatorOptions(precision: 0.02, grouping: grouping, seed: 5),
    ] {
      let one = LocalBackend(ledger: .machine(), threads: ComputeThreads(count: 1))
      let four = LocalBackend(ledger: .machine(), threads: ComputeThreads(count: 4))
      let result = try await one.estimate(pubs, options: options)
      #expect(try await four.estimate(pubs, options: options) == result)
      #expect(Set(result.pubs.map { $0.values[0] }).count == 5)
    }
  }
}
