import ComplexModule
import QuantumBackends
import RandomStreams
import Simulators
import Testing

@Suite("Drawing outcomes")
struct OutcomeSamplerTests {
  private func draw(_ shots: Int, of state: StateVector, seed: UInt64) throws -> [UInt64] {
    var outcomes: [UInt64] = []
    var buffer: [UInt64] = []
    try OutcomeSampler(state, cancellation: CancellationFlag()).draw(
      shots, seed: seed, cancellation: CancellationFlag(), buffer: &buffer
    ) { outcomes += $0 }
    return outcomes
  }

  /// A state with these weights, up to a factor, and phases that do not matter.
  private func state(_ weights: [Double]) throws -> StateVector {
    let state = try StateVector(qubitCount: weights.count.trailingZeroBitCount)
    for (index, weight) in weights.enumerated() {
      let phase = Complex(length: weight.squareRoot(), phase: Double(index))
      (state.amplitudes[2 * index], state.amplitudes[2 * index + 1]) = (phase.real, phase.imaginary)
    }
    return state
  }

  @Test("each comes as often as it should, χ² within six standard deviations", arguments: [0, 1, 4, 5, 6, 9])
  func frequencies(qubitCount: Int) throws {
    var random = RandomStream(seed: UInt64(qubitCount))
    let weights = (0..<1 << qubitCount).map { _ in 0.2 + random.uniform() }
    let total = weights.reduce(0, +)
    let shots = 200_000
    var counts = [Double](repeating: 0, count: weights.count)
    for outcome in try draw(shots, of: state(weights), seed: 3) { counts[Int(outcome)] += 1 }
    let deviation = zip(counts, weights).reduce(0.0) { sum, entry in
      let expected = Double(shots) * entry.1 / total
      return sum + (entry.0 - expected) * (entry.0 - expected) / expected
    }
    let freedom = Double(weights.count - 1)
    #expect(abs(deviation - freedom) <= 6 * (2 * freedom).squareRoot())
  }

  @Test("impossible states never come, wherever they stand", arguments: [[0], [7], [31, 32], [63], [5, 40, 63]])
  func gaps(possible: [Int]) throws {
    let weights = (0..<64).map { possible.contains($0) ? 1.0 / 3 : 0 }
    let outcomes = try draw(20_000, of: state(weights), seed: 8)
    #expect(Set(outcomes) == Set(possible.map { UInt64($0) }))
  }

  @Test("the first outcomes do not depend on how many are drawn")
  func prefix() throws {
    var random = RandomStream(seed: 1)
    let state = try state((0..<128).map { _ in random.uniform() })
    let many = try draw(10_000, of: state, seed: 5)
    for shots in [0, 1, OutcomeSampler.shotsPerBlock, OutcomeSampler.shotsPerBlock + 1] {
      #expect(try draw(shots, of: state, seed: 5) == Array(many.prefix(shots)))
    }
    #expect(try draw(100, of: state, seed: 6) != Array(many.prefix(100)))
  }

  @Test("a norm of zero or beyond double precision is refused", arguments: [0.0, .infinity, .nan])
  func norm(weight: Double) throws {
    let error = try #require(throws: BackendError.self) { try draw(1, of: state([weight, weight]), seed: 1) }
    #expect(error.code == .notFinite)
  }
}
