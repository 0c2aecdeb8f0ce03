internal import ClassicalOptimizers
internal import QuantumBackends
internal import QuantumCircuits
internal import RandomStreams

/// Answers an optimizer's queries from outcomes, or with exact expectation values, and draws outcomes at the end.
///
/// Random choices of a batch follow from the seed of the run and the number of evaluations before it, so a resumed run
/// makes the same ones.
struct SamplingObjective: Sendable {
  /// Expectation values in place of outcomes.
  private let exact: EnergyObjective?
  private let backend: any Backend
  private let prepared: PreparedCircuit
  private let cost: DiagonalCost
  private let alpha: Double
  private let shots: Int?
  private let finalShots: Int
  private let seed: UInt64

  init(_ search: SamplingVQE, cost: DiagonalCost, on backend: any Backend, needsGradients: Bool) async throws {
    exact =
      search.shots == nil
      ? try await EnergyObjective(search.exactVQE, on: backend, needsGradients: needsGradients) : nil
    prepared = try await backend.prepare(search.ansatz.circuit, observables: [])
    self.backend = backend
    self.cost = cost
    alpha = search.alpha
    shots = search.shots
    finalShots = search.resolvedFinalShots
    seed = search.seed
  }

  /// Values in the order of the queries, and the samples that they come from, if they do.
  func evaluate(
    _ queries: [Query], evaluationsBefore: Int
  ) async throws -> (answers: [Evaluation], samples: [CostSample]) {
    guard let shots else {
      return (try await exact?.evaluate(queries, evaluationsBefore: evaluationsBefore) ?? [], [])
    }
    let samples = try await samples(
      at: queries.map(\.point), shots: shots, purpose: .evaluation, index: evaluationsBefore)
    return (samples.map { $0.conditionalValueAtRisk(alpha) }, samples)
  }

  /// Outcomes that no choice of the optimizer depended on.
  func finalSample(at point: [Double]) async throws -> CostSample {
    try await samples(at: [point], shots: finalShots, purpose: .finalEvaluation, index: 0)[0]
  }

  private func samples(
    at points: [[Double]], shots: Int, purpose: RandomPurpose, index: Int
  ) async throws -> [CostSample] {
    var stream = RandomStream(
      seed: seed, stream: purpose.rawValue, substream: UInt32(truncatingIfNeeded: index))
    let options = try SamplerOptions(shots: shots, seed: stream.next())
    let pub = SamplerPub(prepared, parameters: ShapedArray(row: points))
    let result = try await backend.sample([pub], options: options).pubs[0]
    return points.indices.map { CostSample(result[$0], cost: cost) }
  }
}
