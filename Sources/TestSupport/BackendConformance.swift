internal import ComplexModule
internal import PauliAlgebra
public import QuantumBackends
internal import QuantumCircuits
internal import RandomStreams
internal import RealModule

/// What every backend must do alike, checked against dense linear algebra: run it over your own conformance of `Backend`.
///
/// ```swift
/// @Test("conforms", arguments: BackendConformance.allCases)
/// func conforms(check: BackendConformance) async throws { try await check.run(on: MyBackend()) }
/// ```
public enum BackendConformance: String, CaseIterable, Sendable {
  case exactValues, broadcasting, preparedCircuits, gradients, parameterShift, sampledValues, precision, sampling
  case reproducibility, misuse, sessions

  /// What a backend did wrong.
  public struct Failure: Error, CustomStringConvertible {
    public let check: BackendConformance
    public let reason: String
    public var description: String { "\(check.rawValue): \(reason)" }
  }

  /// - Throws: ``Failure``, and whatever the backend throws.
  public func run(on backend: some Backend, seed: UInt64 = 1) async throws {
    var random = RandomStream(seed: seed, stream: 77)
    if needsExactValues, try await !backend.capabilities.supportsExactExpectationValues {
      return try await checkRefusal(backend, &random)
    }
    switch self {
    case .exactValues: try await checkExactValues(backend, &random)
    case .broadcasting: try await checkBroadcasting(backend, &random)
    case .preparedCircuits: try await checkPreparedCircuits(backend, &random)
    case .gradients: try await checkGradients(backend, &random)
    case .parameterShift: try await checkParameterShift(backend, &random)
    case .sampledValues: try await checkSampledValues(backend, &random)
    case .precision: try await checkPrecision(backend, &random)
    case .sampling: try await checkSampling(backend, &random)
    case .reproducibility: try await checkReproducibility(backend, &random)
    case .misuse: try await checkMisuse(backend, &random)
    case .sessions: try await checkSessions(backend, &random)
    }
  }

  private var needsExactValues: Bool {
    switch self {
    case .exactValues, .broadcasting, .preparedCircuits, .gradients, .parameterShift, .misuse, .sessions: true
    case .sampledValues, .precision, .sampling, .reproducibility: false
    }
  }

  private func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws {
    if !condition { throw Failure(check: self, reason: reason()) }
  }

  private func requireClose(_ found: Double, _ expected: Double, within tolerance: Double, _ what: String) throws {
    try require(abs(found - expected) <= tolerance, "\(what): \(found) where \(expected) ± \(tolerance) was expected")
  }

  // MARK: - Problems

  private struct Problem {
    var circuit: Circuit
    var observables: [PauliSum]
    var parameters: [Double]

    func exact(_ observable: Int, at parameters: [Double]) throws -> Double {
      try DenseSimulator.expectation(of: observables[observable], behind: circuit, parameters: parameters)
    }
  }

  private func problem(
    _ random: inout RandomStream, families: [GateFamily] = GateFamily.allCases, observables: Int = 1
  ) throws -> Problem {
    let circuit = try Circuit.random(
      qubitCount: 4, operationCount: 24, parameterCount: 3, families: families, using: &random)
    let sums = try (0..<observables).map { _ in try PauliSum.random(qubitCount: 4, termCount: 12, using: &random) }
    return Problem(circuit: circuit, observables: sums, parameters: point(&random))
  }

  private func point(_ random: inout RandomStream) -> [Double] {
    (0..<3).map { _ in 4 * random.uniform() - 2 }
  }

  // MARK: - Checks

  private func checkExactValues(_ backend: some Backend, _ random: inout RandomStream) async throws {
    for _ in 0..<4 {
      let problem = try problem(&random)
      let pub = EstimatorPub(problem.circuit, observable: problem.observables[0], parameters: problem.parameters)
      let result = try await backend.estimate([pub], options: .exact).pubs[0]
      try require(result.values.shape.isEmpty, "one observable at one point gave shape \(result.values.shape)")
      try requireClose(
        result.values[0], try problem.exact(0, at: problem.parameters), within: 1e-10, "expectation value")
      try require(result.standardErrors == nil && result.shots == nil, "an exact value came with a standard error")
    }
  }

  /// A backend that says it has no exact values gives none.
  private func checkRefusal(_ backend: some Backend, _ random: inout RandomStream) async throws {
    let problem = try problem(&random, families: [.standard, .pauliRotation])
    let pub = EstimatorPub(problem.circuit, observable: problem.observables[0], parameters: problem.parameters)
    let what = "an exact value, which the backend says it has not,"
    try await requireRefused(what, .unsupported) { _ = try await backend.estimate([pub], options: .exact) }
    try await requireRefused(what, .unsupported) { _ = try await backend.gradients([pub], options: .exact) }
  }

  private func checkBroadcasting(_ backend: some Backend, _ random: inout RandomStream) async throws {
    let problem = try problem(&random, observables: 3)
    let points = [point(&random), point(&random)]
    let pub = EstimatorPub(
      PreparedCircuit(problem.circuit, observables: problem.observables),
      observables: try ShapedArray(shape: [3, 1], elements: [2, 0, 1]), parameters: ShapedArray(row: points))
    let values = try await backend.estimate([pub], options: .exact).pubs[0].values
    try require(values.shape == [3, 2], "shapes [3, 1] and [2] gave \(values.shape)")
    for (row, observable) in [2, 0, 1].enumerated() {
      for (column, point) in points.enumerated() {
        let expected = try problem.exact(observable, at: point)
        try requireClose(values[2 * row + column], expected, within: 1e-10, "value at [\(row), \(column)]")
      }
    }
    let none = EstimatorPub(
      PreparedCircuit(problem.circuit, observables: [problem.observables[0]]), parameters: ShapedArray(row: []))
    let empty = try await backend.estimate([none], options: .exact).pubs[0].values
    try require(empty.shape == [0], "no parameter sets gave shape \(empty.shape)")
  }

  private func checkPreparedCircuits(_ backend: some Backend, _ random: inout RandomStream) async throws {
    let problem = try problem(&random)
    let prepared = try await backend.prepare(problem.circuit, observables: problem.observables)
    for _ in 0..<3 {
      let point = point(&random)
      let pub = EstimatorPub(prepared, parameters: point)
      let value = try await backend.estimate([pub], options: .exact).pubs[0].values[0]
      try requireClose(value, try problem.exact(0, at: point), within: 1e-10, "value of a prepared circuit")
    }
  }

  private func checkGradients(_ backend: some Backend, _ random: inout RandomStream) async throws {
    // An exponential of several excitations has no shift rule, so only exact gradients cover it.
    let adjoint = try await backend.capabilities.supportsAdjointGradients
    let families = GateFamily.allCases.filter { adjoint || $0 != .excitationExponential }
    let problem = try problem(&random, families: families)
    let pub = EstimatorPub(problem.circuit, observable: problem.observables[0], parameters: problem.parameters)
    let result = try await backend.gradients([pub], options: .exact).pubs[0]
    let expected = try DenseSimulator.gradient(
      of: problem.observables[0], behind: problem.circuit, parameters: problem.parameters)
    try requireClose(result.values[0], try problem.exact(0, at: problem.parameters), within: 1e-10, "value")
    for (index, (found, expected)) in zip(result.gradients[0], expected).enumerated() {
      try requireClose(found, expected, within: 1e-6, "derivative \(index)")
    }
  }

  private func checkParameterShift(_ backend: some Backend, _ random: inout RandomStream) async throws {
    let problem = try problem(&random, families: [.standard, .pauliRotation, .excitation, .unitary])
    let pub = EstimatorPub(problem.circuit, observable: problem.observables[0], parameters: problem.parameters)
    let rule = try await ParameterShiftRule(for: problem.circuit, observables: problem.observables, on: backend)
    let shifted = try await rule.gradient(of: pub, options: .exact, on: backend)
    let own = try await backend.gradients([pub], options: .exact).pubs[0]
    for (index, (found, expected)) in zip(shifted.gradients[0], own.gradients[0]).enumerated() {
      try requireClose(found, expected, within: 1e-8, "derivative \(index) by parameter shift")
    }
  }

  private func checkSampledValues(_ backend: some Backend, _ random: inout RandomStream) async throws {
    let problem = try problem(&random)
    let pub = EstimatorPub(
      PreparedCircuit(problem.circuit, observables: problem.observables),
      parameters: ShapedArray(row: Array(repeating: problem.parameters, count: 50)))
    let result = try await backend.estimate([pub], options: EstimatorOptions(shots: 4000, seed: 5)).pubs[0]
    guard let errors = result.standardErrors, let shots = result.shots else {
      throw Failure(check: self, reason: "shots were asked for and no standard error came back")
    }
    try require(shots.elements.allSatisfy { $0 == 4000 }, "4000 shots were asked for, \(shots.elements) were spent")
    let exact = try problem.exact(0, at: problem.parameters)
    let deviations = zip(result.values.elements, errors.elements).map { ($0 - exact) / $1 }
    let mean = deviations.reduce(0, +) / 50
    let variance = deviations.reduce(0) { $0 + $1 * $1 } / 50
    try require(abs(mean) < 5 / 50.0.squareRoot(), "50 estimates are off by \(mean) standard errors on average")
    try require((0.4...2).contains(variance), "their spread is \(variance) times what the standard errors say")
    try require(Set(result.values.elements).count > 1, "different parameter sets drew the same outcomes")
  }

  private func checkPrecision(_ backend: some Backend, _ random: inout RandomStream) async throws {
    let problem = try problem(&random)
    let pub = EstimatorPub(
      problem.circuit, observable: problem.observables[0], parameters: problem.parameters, precision: 0.05)
    let result = try await backend.estimate([pub], options: EstimatorOptions(seed: 3)).pubs[0]
    guard let error = result.standardErrors?[0] else {
      throw Failure(check: self, reason: "a precision was asked for and no standard error came back")
    }
    try require(error <= 0.05, "a precision of 0.05 gave the standard error \(error)")
    let exact = try problem.exact(0, at: problem.parameters)
    try requireClose(result.values[0], exact, within: 5 * 0.05, "value")
  }

  private func checkSampling(_ backend: some Backend, _ random: inout RandomStream) async throws {
    let problem = try problem(&random)
    let pub = SamplerPub(problem.circuit, parameters: problem.parameters, shots: 20_000)
    let outcomes = try await backend.sample([pub], options: SamplerOptions(seed: 11)).pubs[0]
    try require(
      outcomes.registers.map(\.name) == [SamplerPubResult.allQubits], "the qubits are not in one register")
    try require(
      outcomes.registers[0].bits.shape.isEmpty && outcomes[0].shotCount == 20_000, "the number of shots is wrong")
    let state = try DenseSimulator.state(of: problem.circuit, parameters: problem.parameters)
    var counts = [Double](repeating: 0, count: state.count)
    for outcome in outcomes[0].words {
      try require(outcome < UInt64(state.count), "outcome \(outcome) is outside the register")
      counts[Int(outcome)] += 1
    }
    for (basisState, amplitude) in state.enumerated() {
      let expected = 20_000 * amplitude.lengthSquared
      let tolerance = 6 * max(expected, 1).squareRoot()
      try requireClose(counts[basisState], expected, within: tolerance, "count of basis state \(basisState)")
    }
    let labels = outcomes[0].counts
    try require(labels.values.reduce(0, +) == 20_000 && labels.keys.allSatisfy { $0.count == 4 }, "counts are wrong")
  }

  private func checkReproducibility(_ backend: some Backend, _ random: inout RandomStream) async throws {
    let problem = try problem(&random)
    let pub = EstimatorPub(
      PreparedCircuit(problem.circuit, observables: problem.observables),
      parameters: ShapedArray(row: [problem.parameters, point(&random), point(&random)]))
    let options = try EstimatorOptions(shots: 1000, seed: 42)
    let first = try await backend.estimate([pub], options: options)
    let second = try await backend.estimate([pub], options: options)
    try require(first == second, "the same seed gave other values")
    let other = try await backend.estimate([pub], options: EstimatorOptions(shots: 1000, seed: 43))
    try require(first.pubs[0].values != other.pubs[0].values, "another seed gave the same values")
  }

  private func checkMisuse(_ backend: some Backend, _ random: inout RandomStream) async throws {
    let problem = try problem(&random)
    let prepared = PreparedCircuit(problem.circuit, observables: problem.observables)
    let narrow = try PauliSum.random(qubitCount: 3, termCount: 4, using: &random)
    let bad: [(String, BackendError.Code, EstimatorPub)] = [
      ("two angles for three parameters", .invalidPub, EstimatorPub(prepared, parameters: [0, 0])),
      ("an infinite angle", .invalidPub, EstimatorPub(prepared, parameters: [0, .infinity, 0])),
      (
        "an observable that is not there", .invalidPub,
        EstimatorPub(prepared, observables: ShapedArray(1), parameters: ShapedArray(problem.parameters))
      ),
      (
        "an observable of another width", .invalidPub,
        EstimatorPub(problem.circuit, observable: narrow, parameters: problem.parameters)
      ),
      (
        "a negative precision", .invalidOption,
        EstimatorPub(prepared, parameters: problem.parameters, precision: -1)
      ),
      (
        "shapes that do not broadcast", .invalidPub,
        EstimatorPub(
          prepared, observables: ShapedArray(row: [0, 0]),
          parameters: ShapedArray(row: Array(repeating: problem.parameters, count: 3)))
      ),
    ]
    for (what, code, pub) in bad {
      try await requireRefused(what, code) { _ = try await backend.estimate([pub], options: .exact) }
      try await requireRefused(what, code) { _ = try await backend.gradients([pub], options: .exact) }
    }
    try await requireRefused("two angles for three parameters, sampled", .invalidPub) {
      _ = try await backend.sample([SamplerPub(problem.circuit, parameters: [0, 0])], options: SamplerOptions())
    }
    try await requireRefused("a negative number of shots", .invalidOption) {
      let pub = SamplerPub(problem.circuit, parameters: problem.parameters, shots: -1)
      _ = try await backend.sample([pub], options: SamplerOptions())
    }
    // What was compiled for one circuit is not taken for another.
    let other = try self.problem(&random)
    let disguised = PreparedCircuit(
      other.circuit, observables: other.observables,
      payload: try await backend.prepare(problem.circuit, observables: problem.observables).payload)
    let pub = EstimatorPub(disguised, parameters: other.parameters)
    let value = try await backend.estimate([pub], options: .exact).pubs[0].values[0]
    let truth = try other.exact(0, at: other.parameters)
    try requireClose(value, truth, within: 1e-10, "value behind another circuit's payload")
    // And afterwards it still works.
    try await checkExactValues(backend, &random)
  }

  private func requireRefused(
    _ what: String, _ code: BackendError.Code, _ body: () async throws -> Void
  ) async throws {
    do {
      try await body()
    } catch let error as BackendError {
      return try require(error.code == code, "\(what) was refused as \(error.code), not as \(code)")
    }
    throw Failure(check: self, reason: "\(what) was accepted")
  }

  private func checkSessions(_ backend: some Backend, _ random: inout RandomStream) async throws {
    let problem = try problem(&random)
    let pub = EstimatorPub(problem.circuit, observable: problem.observables[0], parameters: problem.parameters)
    let outside = try await backend.estimate([pub], options: .exact)
    let inside = try await backend.withSession { try await $0.estimate([pub], options: .exact) }
    try require(outside == inside, "a session changed the values")
  }
}
