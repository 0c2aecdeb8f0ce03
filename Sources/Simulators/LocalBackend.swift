public import PauliAlgebra
public import QuantumBackends
public import QuantumCircuits

/// The simulator in this process: exact state vectors in double precision, on threads of their own.
///
/// Circuits of any width are accepted as far as memory goes; what a call needs is computed before any of it is taken. With
/// the same circuit, options and seed the numbers are the same to the last bit, whatever the number of threads.
public struct LocalBackend: Backend {
  private let budget: MemoryBudget
  private let threads: ComputeThreads

  /// - Parameter memoryLimit: Bytes that states may take at once; nil allows four fifths of the machine's memory.
  /// - Throws: ``BackendError`` for a limit that is not positive.
  public init(memoryLimit: Int?) throws(BackendError) {
    if let memoryLimit, memoryLimit <= 0 {
      throw BackendError(.invalidOption, "A memory limit of \(memoryLimit) bytes was given; it must be positive.")
    }
    budget = memoryLimit.map { MemoryBudget(limit: $0) } ?? .machine
    threads = .shared
  }

  public init() {
    budget = .machine
    threads = .shared
  }

  public var name: String { "local" }

  public var capabilities: BackendCapabilities {
    BackendCapabilities(
      maximumQubitCount: budget.maximumQubitCount, supportsExactExpectationValues: true, supportsAdjointGradients: true)
  }

  public func prepare(_ circuit: Circuit, observables: [PauliSum]) async throws -> PreparedCircuit {
    let plan = try await threads.run { _ in try StateVectorPlan(circuit, observables: observables) }
    _ = try budget.sets(of: plan.stateCount, qubitCount: plan.qubitCount, wanted: 1)
    return PreparedCircuit(circuit, observables: observables, payload: plan)
  }

  /// The plan of a prepared circuit, compiled now if this is not one of ours.
  private func plan(_ prepared: PreparedCircuit) async throws -> StateVectorPlan {
    if let plan = prepared.payload as? StateVectorPlan { return plan }
    return try await threads.run { _ in try StateVectorPlan(prepared.circuit, observables: prepared.observables) }
  }

  public func estimate(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> EstimatorResult {
    var results: [EstimatorPubResult] = []
    for (index, pub) in pubs.enumerated() {
      let broadcast = try pub.validated()
      let plan = try await plan(pub.circuit)
      let measurement = try Measurement(pub, options: options)
      let wanted = wantedObservables(broadcast, sets: pub.parameters.count, observables: pub.observables.elements)
      // A rotated copy, and tables for drawing outcomes as large as a state and a half.
      let states = plan.stateCount + (measurement == nil ? 0 : 3)
      let values = try await forEachSet(of: pub.parameters, plan: plan, states: states) {
        set, parameters, workspace, flag in
        try plan.prepareState(parameters, in: workspace, cancellation: flag)
        return try wanted[set].map { observable -> SampledValue in
          guard let measurement else {
            let value = try plan.observables[observable].expectation(in: workspace.state, cancellation: flag)
            return SampledValue(value: value, standardError: 0, shots: 0)
          }
          return try plan.sample(
            measurement.plans[observable]!, allocation: measurement.allocations[observable]!, in: workspace,
            seed: derivedSeed(options.seed, pub: index, binding: set), observable: observable, cancellation: flag)
        }
      }
      let entries = zip(broadcast.left, broadcast.right).map { left, right in
        values[right][wanted[right].firstIndex(of: pub.observables[left])!]
      }
      results.append(
        EstimatorPubResult(
          values: ShapedArray(uncheckedShape: broadcast.shape, elements: entries.map(\.value)),
          standardErrors: measurement.map { _ in
            ShapedArray(uncheckedShape: broadcast.shape, elements: entries.map(\.standardError))
          },
          shots: measurement.map { _ in
            ShapedArray(uncheckedShape: broadcast.shape, elements: entries.map(\.shots))
          }))
    }
    return EstimatorResult(pubs: results, seed: options.seed)
  }

  public func gradients(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> GradientResult {
    var results: [GradientPubResult] = []
    for (index, pub) in pubs.enumerated() {
      let broadcast = try pub.validated()
      if options.shots != nil || options.precision != nil || pub.precision != nil {
        // With shots there is nothing to differentiate but shifted estimates.
        let rule = try await ParameterShiftRule(
          for: pub.circuit.circuit, observables: pub.circuit.observables, on: self)
        var options = options
        options.seed = options.seed &+ UInt64(index)
        results.append(try await rule.gradient(of: pub, options: options, on: self))
        continue
      }
      let plan = try await plan(pub.circuit)
      let wanted = wantedObservables(broadcast, sets: pub.parameters.count, observables: pub.observables.elements)
      let values = try await forEachSet(of: pub.parameters, plan: plan, states: plan.gradientStateCount) {
        set, parameters, workspace, flag in
        try wanted[set].map {
          try plan.gradient(of: $0, parameters: parameters, in: workspace, cancellation: flag)
        }
      }
      let entries = zip(broadcast.left, broadcast.right).map { left, right in
        values[right][wanted[right].firstIndex(of: pub.observables[left])!]
      }
      results.append(
        GradientPubResult(
          values: ShapedArray(uncheckedShape: broadcast.shape, elements: entries.map(\.value)),
          gradients: ShapedArray(uncheckedShape: broadcast.shape, elements: entries.map(\.gradient))))
    }
    return GradientResult(pubs: results, seed: options.seed)
  }

  public func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult {
    var results: [ShapedArray<Outcomes>] = []
    for (index, pub) in pubs.enumerated() {
      try pub.validated()
      let shots = pub.shots ?? options.shots
      guard shots >= 0 else {
        throw BackendError(.invalidOption, "\(shots) shots were asked for; the number must not be negative.")
      }
      let plan = try await plan(pub.circuit)
      let outcomes = try await forEachSet(of: pub.parameters, plan: plan, states: plan.stateCount + 2) {
        set, parameters, workspace, flag in
        try plan.prepareState(parameters, in: workspace, cancellation: flag)
        let sampler = OutcomeSampler(probabilities: workspace.state.probabilities)
        var states: [UInt64] = []
        states.reserveCapacity(shots)
        try sampler.draw(
          shots, seed: derivedSeed(options.seed, pub: index, binding: set), stream: 0, cancellation: flag
        ) { states.append($0) }
        return Outcomes(qubitCount: plan.qubitCount, basisStates: states)
      }
      results.append(ShapedArray(uncheckedShape: pub.parameters.shape, elements: outcomes))
    }
    return SamplerResult(pubs: results, seed: options.seed)
  }

  /// For each parameter set the observables that some entry of the broadcast needs, each once.
  private func wantedObservables(_ broadcast: Broadcast, sets: Int, observables: [Int]) -> [[Int]] {
    var wanted = [[Int]](repeating: [], count: sets)
    for (left, right) in zip(broadcast.left, broadcast.right) where !wanted[right].contains(observables[left]) {
      wanted[right].append(observables[left])
    }
    return wanted
  }

  /// Evaluates parameter sets in parallel, as many at once as there are threads and memory for.
  private func forEachSet<R: Sendable>(
    of parameters: ShapedArray<[Double]>, plan: StateVectorPlan, states: Int,
    _ body: @escaping @Sendable (Int, [Double], Workspace, CancellationFlag) throws -> R
  ) async throws -> [R] {
    let sets = parameters.elements
    let lanes = try budget.sets(
      of: states, qubitCount: plan.qubitCount, wanted: min(threads.count, max(1, sets.count)))
    // Neighbouring sets in one lane: each lane is one job, on one thread, with one workspace.
    let bounds = (0...lanes).map { $0 * sets.count / lanes }
    let ranges = zip(bounds, bounds.dropFirst()).map { $0..<$1 }
    let parts = try await withThrowingTaskGroup(of: (Int, [R]).self) { group in
      for (lane, range) in ranges.enumerated() {
        group.addTask {
          let part = try await threads.run { flag in
            try plan.withWorkspace { workspace in
              try range.map { try body($0, sets[$0], workspace, flag) }
            }
          }
          return (lane, part)
        }
      }
      var parts = [[R]](repeating: [], count: lanes)
      for try await (lane, part) in group { parts[lane] = part }
      return parts
    }
    return parts.flatMap { $0 }
  }
}

/// How a pub's observables are measured; none for exact values.
private struct Measurement: Sendable {
  var plans: [Int: MeasurementPlan] = [:]
  var allocations: [Int: [Int]] = [:]

  init?(_ pub: EstimatorPub, options: EstimatorOptions) throws(BackendError) {
    let precision = pub.precision ?? options.precision
    guard precision != nil || options.shots != nil else { return nil }
    for index in Set(pub.observables.elements) {
      let plan = MeasurementPlan(pub.circuit.observables[index])
      plans[index] = plan
      allocations[index] =
        if let precision { try plan.allocation(forPrecision: precision) } else {
          try plan.allocation(ofShots: options.shots ?? 0)
        }
    }
  }
}
