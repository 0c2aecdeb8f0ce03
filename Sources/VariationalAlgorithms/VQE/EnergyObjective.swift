internal import ClassicalOptimizers
internal import PauliAlgebra
internal import QuantumBackends
internal import QuantumCircuits
internal import RandomStreams

/// Answers an optimizer's queries with energies and derivatives from a backend, one batch of points per call.
///
/// The circuit is prepared once. Random choices of a batch follow from the seed of the run and the number of evaluations
/// before it, so a resumed run makes the same ones.
struct EnergyObjective: Sendable {
  let backend: any Backend
  let prepared: PreparedCircuit
  /// Made once where derivatives come from shifted evaluations.
  let shiftRule: ParameterShiftRule?
  let gradient: GradientMethod
  let shots: Int?
  let precision: Double?
  let grouping: MeasurementGrouping
  let seed: UInt64

  init(_ vqe: VQE, on backend: any Backend, needsGradients: Bool) async throws {
    self.backend = backend
    shots = vqe.shots
    precision = vqe.precision
    grouping = vqe.grouping
    seed = vqe.seed
    prepared = try await backend.prepare(vqe.ansatz.circuit, observables: [vqe.hamiltonian])
    gradient = try await vqe.resolvedGradient(on: backend)
    shiftRule =
      if needsGradients, gradient == .parameterShift {
        try await ParameterShiftRule(for: vqe.ansatz.circuit, observables: [vqe.hamiltonian], on: backend)
      } else { nil }
  }

  /// Energies, with derivatives where they are asked for, in the order of the queries.
  func evaluate(_ queries: [Query], evaluationsBefore: Int) async throws -> [Evaluation] {
    let options = try options(.evaluation, index: evaluationsBefore)
    var answers = [Evaluation?](repeating: nil, count: queries.count)
    let plain = queries.indices.filter { !queries[$0].needsGradient }
    let differentiated = queries.indices.filter { queries[$0].needsGradient }
    if !plain.isEmpty {
      let values = try await energies(at: plain.map { queries[$0].point }, options: options)
      for (index, value) in zip(plain, values) { answers[index] = value }
    }
    if !differentiated.isEmpty {
      let points = differentiated.map { queries[$0].point }
      let values = try await differentiate(at: points, options: options, evaluationsBefore: evaluationsBefore)
      for (index, value) in zip(differentiated, values) { answers[index] = value }
    }
    return answers.compactMap { $0 }
  }

  /// An evaluation that no choice of the optimizer depended on.
  ///
  /// - Parameter precision: nil takes as many shots as the others, or is as precise.
  func independentEvaluation(at point: [Double], precision: Double?) async throws -> Evaluation {
    var options = try options(.finalEvaluation, index: 0)
    if let precision { options = try EstimatorOptions(precision: precision, grouping: grouping, seed: options.seed) }
    return try await energies(at: [point], options: options)[0]
  }

  private var isSampled: Bool { shots != nil || precision != nil }

  private func options(_ purpose: RandomPurpose, index: Int) throws -> EstimatorOptions {
    var stream = RandomStream(
      seed: seed, stream: purpose.rawValue, substream: UInt32(truncatingIfNeeded: index))
    return try EstimatorOptions(shots: shots, precision: precision, grouping: grouping, seed: stream.next())
  }

  private func energies(at points: [[Double]], options: EstimatorOptions) async throws -> [Evaluation] {
    let pub = EstimatorPub(prepared, parameters: ShapedArray(row: points))
    let result = try await backend.estimate([pub], options: options).pubs[0]
    return points.indices.map {
      Evaluation(value: result.values[$0], standardError: result.standardErrors?[$0])
    }
  }

  private func differentiate(
    at points: [[Double]], options: EstimatorOptions, evaluationsBefore: Int
  ) async throws -> [Evaluation] {
    let pub = EstimatorPub(prepared, parameters: ShapedArray(row: points))
    switch gradient {
    case .adjoint:
      return evaluations(try await backend.gradients([pub], options: options).pubs[0])
    case .parameterShift:
      let rule =
        if let shiftRule { shiftRule } else {
          try await ParameterShiftRule(for: prepared.circuit, observables: prepared.observables, on: backend)
        }
      return evaluations(try await rule.gradient(of: pub, options: options, on: backend))
    case .centralDifference(let step):
      return try await differences(at: points, options: options, step: step ?? (isSampled ? 0.3 : 1e-4)) { point in
        point.indices.map { index in point.indices.map { $0 == index ? 1 : 0 } }
      }
    case .spsa(let step):
      var random = RandomStream(
        seed: seed, stream: RandomPurpose.gradientDirection.rawValue,
        substream: UInt32(truncatingIfNeeded: evaluationsBefore))
      return try await differences(at: points, options: options, step: step ?? (isSampled ? 0.1 : 1e-2)) { point in
        [point.map { _ in random.sign() }]
      }
    }
  }

  private func evaluations(_ result: GradientPubResult) -> [Evaluation] {
    (0..<result.values.count).map {
      Evaluation(
        value: result.values[$0], standardError: result.standardErrors?[$0], gradient: result.gradients[$0])
    }
  }

  /// Sums of central differences along directions: unit vectors give the gradient, random signs an estimate of it.
  private func differences(
    at points: [[Double]], options: EstimatorOptions, step: Double, directions: ([Double]) -> [[Double]]
  ) async throws -> [Evaluation] {
    let directionsByPoint = points.map(directions)
    var batch: [[Double]] = []
    for (point, directions) in zip(points, directionsByPoint) {
      batch.append(point)
      for direction in directions {
        for sign in [step, -step] { batch.append(zip(point, direction).map { $0 + sign * $1 }) }
      }
    }
    let values = try await energies(at: batch, options: options)
    var next = 0
    return directionsByPoint.map { directions in
      var answer = values[next]
      next += 1
      var gradient = [Double](repeating: 0, count: directions.first?.count ?? 0)
      for direction in directions {
        let slope = (values[next].value - values[next + 1].value) / (2 * step)
        next += 2
        for index in gradient.indices { gradient[index] += slope * direction[index] }
      }
      answer.gradient = gradient
      return answer
    }
  }
}
