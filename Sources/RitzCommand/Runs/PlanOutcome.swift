import JSONSchemas
import Ritz

/// What work would take.
struct PlanOutcome {
  /// What is computed, in one line.
  let summary: String
  /// One energy, value or draw of outcomes.
  let value: ResourceEstimate
  /// What `value` is.
  let label: String
  /// Of the observable, where there is one.
  var termCount: Int?
  var parameterCount: Int?
  /// An energy with its derivatives, where the optimizer asks for them.
  var gradient: ResourceEstimate?
  /// The last evaluation, where that is another one.
  var final: ResourceEstimate?
  /// The most evaluations, where they are limited by an option.
  var evaluations: Int?

  private var parts: [ResourceEstimate] { [value, gradient, final].compactMap { $0 } }

  private var bytes: Int { parts.map(\.bytes).max() ?? 0 }

  private var fits: Bool { parts.allSatisfy(\.fits) }

  /// All evaluations, and the last one.
  private var totalSeconds: Double? {
    guard let evaluations, let seconds = (gradient ?? value).seconds else { return nil }
    return Double(evaluations) * seconds + (final?.seconds ?? 0)
  }

  var json: JSONValue {
    .object([
      "n_qubits": .integer(value.qubitCount),
      "n_terms": .integer(termCount),
      "n_parameters": .integer(parameterCount),
      "sector_dimension": .integer(value.basisStateCount),
      "groups": .integer(value.groupCount),
      "shots": .integer(value.shots),
      "typical_shots": .integer(value.typicalShots),
      "gradient_shots": .integer(gradient?.shots),
      "final_shots": .integer(final?.shots),
      "bytes": .integer(bytes),
      "byte_limit": .integer(value.byteLimit),
      "fits": .bool(fits),
      "threads": .integer(value.threadCount),
      "seconds": .number(value.seconds),
      "gradient_seconds": .number(gradient?.seconds),
      "final_seconds": .number(final?.seconds),
      "evaluations": .integer(evaluations),
      "total_seconds": .number(totalSeconds),
    ])
  }

  var text: String {
    var lines = LabelledLines()
    lines.append("problem", summary)
    lines.append("states", states)
    lines.append("measurement", measurement)
    lines.append(
      "memory", "\(Numbers.bytes(bytes)) of \(Numbers.bytes(value.byteLimit))\(fits ? "" : ": does not fit")")
    lines.append(label, time(of: value))
    if let gradient { lines.append("gradient", time(of: gradient)) }
    if let final { lines.append("last", time(of: final)) }
    if let evaluations, let totalSeconds {
      lines.append("run", "\(count(evaluations, "evaluation")) at most: \(Numbers.roughly(seconds: totalSeconds))")
    }
    return lines.text
  }

  private var states: String {
    let all = value.qubitCount < 20 ? "\(1 << value.qubitCount)" : "2^\(value.qubitCount)"
    guard value.qubitCount < 63, value.basisStateCount < 1 << value.qubitCount else { return "all \(all) basis states" }
    return "\(value.basisStateCount) of \(all) basis states; the circuit reaches no others"
  }

  private var measurement: String {
    guard let shots = value.shots else { return "none, values are exact" }
    return value.groupCount.map { "\(count($0, "group")), \(text(ofShots: value)) for each value" }
      ?? count(shots, "shot")
  }

  private func text(ofShots resources: ResourceEstimate) -> String {
    let (most, typical) = (resources.shots ?? 0, resources.typicalShots ?? 0)
    return typical < most ? "about \(typical) and at most \(count(most, "shot"))" : count(most, "shot")
  }

  private func time(of resources: ResourceEstimate) -> String {
    guard let seconds = resources.seconds else { return "time depends on what is measured" }
    let shots = resources.shots == value.shots ? "" : " for \(text(ofShots: resources))"
    let threads = resources.threadCount > 1 ? " on \(resources.threadCount) threads" : ""
    return Numbers.roughly(seconds: seconds) + threads + shots
  }
}

extension VariationalTask {
  /// What a run would take.
  func plan(_ loop: LoopArguments, on backend: LocalBackend) async throws -> PlanOutcome {
    let options = try loop.measurement.options()
    let circuit = PreparedCircuit(ansatz.circuit, observables: [hamiltonian])
    let point = [Double](repeating: 0, count: ansatz.circuit.parameters.count)
    let pub = EstimatorPub(circuit, parameters: point)
    func values(at count: Int) async throws -> ResourceEstimate {
      let points = ShapedArray(row: [[Double]](repeating: point, count: count))
      return try await backend.resources(estimating: [EstimatorPub(circuit, parameters: points)], options: options)
    }
    var outcome = PlanOutcome(
      summary: summary(loop.method), value: try await values(at: 1), label: "energy",
      termCount: hamiltonian.termCount(), parameterCount: point.count, evaluations: loop.maxEvaluations)
    if loop.method.needsGradient {
      let gradient = loop.gradient ?? (loop.measurement.isSampled ? .parameterShift : .adjoint)
      outcome.gradient =
        switch gradient {
        case .adjoint: try await backend.resources(differentiating: [pub], options: options)
        case .parameterShift:
          try await backend.resources(
            estimating: [
              ParameterShiftRule(unpreparedFor: circuit.circuit, observables: circuit.observables).shifted(pub)
            ], options: options)
        case .centralDifference: try await values(at: 1 + 2 * point.count)
        case .spsa: try await values(at: 3)
        }
    }
    if let precision = loop.finalPrecision {
      let options = try EstimatorOptions(precision: precision, grouping: options.grouping)
      outcome.final = try await backend.resources(estimating: [pub], options: options)
    }
    return outcome
  }
}
