public import PauliAlgebra
public import QuantumBackends
public import QuantumCircuits
internal import Synchronization

/// The simulator in this process: exact state vectors in double precision, on threads of their own.
///
/// Circuits of any width are accepted as far as memory goes; what a call needs is computed before any of it is taken. With
/// the same circuit, options and seed the numbers are the same to the last bit, whatever the number of threads.
public struct LocalBackend: Backend {
  let ledger: MemoryLedger
  let threads: ComputeThreads
  public let usesSector: Bool

  /// - Parameters:
  ///   - memoryLimit: Bytes that states and outcomes may take at once, those kept for later calls included; nil allows
  ///     four fifths of the machine's memory, or of what the process's control group may use.
  ///   - usesSector: Whether exact values, derivatives and outcomes are computed among those basis states that a circuit can reach,
  ///     where that is less work. The values are the same to rounding.
  /// - Throws: ``BackendError`` for a limit that is not positive.
  public init(memoryLimit: Int?, usesSector: Bool = true) throws(BackendError) {
    if let memoryLimit, memoryLimit <= 0 {
      throw BackendError(.invalidOption, "A memory limit of \(memoryLimit) bytes was given; it must be positive.")
    }
    ledger = memoryLimit.map { MemoryLedger(limit: $0) } ?? .machine()
    threads = .shared
    self.usesSector = usesSector
  }

  public init() {
    self.init(ledger: .machine(), threads: .shared)
  }

  package init(ledger: MemoryLedger, threads: ComputeThreads) {
    self.ledger = ledger
    self.threads = threads
    usesSector = true
  }

  public var name: String { "local" }

  public var capabilities: BackendCapabilities {
    BackendCapabilities(
      maximumQubitCount: ledger.maximumQubitCount, supportsExactExpectationValues: true, supportsAdjointGradients: true)
  }

  public func prepare(_ circuit: Circuit, observables: [PauliSum]) async throws -> PreparedCircuit {
    let plan = try await compile(circuit, observables)
    try check(plan)
    return PreparedCircuit(circuit, observables: observables, payload: plan)
  }

  /// The plan of a prepared circuit, compiled now if this is not one of ours or not of this circuit.
  func plan(_ prepared: PreparedCircuit) async throws -> StateVectorPlan {
    if let plan = prepared.payload as? StateVectorPlan, plan.isPlan(of: prepared) { return plan }
    return try await compile(prepared.circuit, prepared.observables)
  }

  private func compile(_ circuit: Circuit, _ observables: [PauliSum]) async throws -> StateVectorPlan {
    try await threads.run { [usesSector] _ in
      try StateVectorPlan(circuit, observables: observables, usesSector: usesSector)
    }
  }

  // MARK: - Expectation values

  public func estimate(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> EstimatorResult {
    let (demands, work) = try await work(estimating: pubs, options: options)
    let seed = options.seed
    let values = try await run(work) { index, workspace, flag -> [SampledValue] in
      let item = work[index]
      let plan = item.plan
      guard !item.wanted.isEmpty else { return [] }
      guard let readouts = item.readouts else {
        return try plan.exactValues(of: item.wanted, parameters: item.parameters, in: workspace, cancellation: flag)
          .map { SampledValue(value: $0, standardError: 0, shots: 0) }
      }
      try plan.prepareState(item.parameters, in: workspace, cancellation: flag)
      return try item.wanted.map { observable in
        // They were made for exactly these, in readouts(for:).
        guard let readout = readouts[observable] else {
          preconditionFailure("There is a readout for every observable that is asked for.")
        }
        return try plan.sample(
          readout, in: workspace, seed: derivedSeed(seed, item.pub, item.set), observable: observable,
          cancellation: flag)
      }
    }
    var first = 0
    let results = demands.map { demand in
      let entries = demand.entries(of: values[first..<first + demand.wanted.count])
      first += demand.wanted.count
      let isSampled = demand.precision(options) != nil || options.shots != nil
      func shaped<T>(_ elements: [T]) -> ShapedArray<T> {
        ShapedArray(uncheckedShape: demand.broadcast.shape, elements: elements)
      }
      return EstimatorPubResult(
        values: shaped(entries.map(\.value)), standardErrors: isSampled ? shaped(entries.map(\.standardError)) : nil,
        shots: isSampled ? shaped(entries.map(\.shots)) : nil)
    }
    return EstimatorResult(pubs: results, seed: options.seed)
  }

  /// What the values of pubs come to.
  func work(
    estimating pubs: [EstimatorPub], options: EstimatorOptions
  ) async throws -> (demands: [Demand], items: [WorkItem]) {
    var demands: [Demand] = []
    var items: [WorkItem] = []
    for (index, pub) in pubs.enumerated() {
      let demand = Demand(pub, try pub.validated(), plan: try await plan(pub.circuit), index: index)
      let readouts = try await readouts(for: demand, options: options)
      demands.append(demand)
      for set in demand.wanted.indices {
        items.append(WorkItem(estimating: demand, set: set, readouts: readouts))
      }
    }
    return (demands, items)
  }

  /// How each observable that is asked for is measured; nil for exact values.
  private func readouts(for demand: Demand, options: EstimatorOptions) async throws -> [Int: Readout]? {
    let budget = demand.precision(options).map(ShotBudget.precision) ?? options.shots.map(ShotBudget.shots)
    guard let budget else { return nil }
    let (plan, wanted, grouping) = (demand.plan, Set(demand.wanted.joined()), options.grouping)
    // Grouping the strings of a large observable takes a while the first time.
    return try await onThread(unless: plan.isMeasured(wanted, grouping: grouping)) { flag in
      var readouts: [Int: Readout] = [:]
      for observable in wanted {
        readouts[observable] = try Readout(
          plan.measurement(of: observable, grouping: grouping, cancellation: flag), budget: budget)
      }
      return readouts
    }
  }

  // MARK: - Gradients

  public func gradients(_ pubs: [EstimatorPub], options: EstimatorOptions) async throws -> GradientResult {
    var results = [GradientPubResult?](repeating: nil, count: pubs.count)
    var demands: [Demand] = []
    var items: [WorkItem] = []
    for (index, pub) in pubs.enumerated() {
      let demand = Demand(pub, try pub.validated(), plan: try await plan(pub.circuit), index: index)
      if options.shots != nil || demand.precision(options) != nil {
        // With shots there is nothing to differentiate but shifted estimates.
        let rule = try await shiftRule(of: demand.plan)
        results[index] = try await rule.gradient(of: pub, options: options.derived(forPub: index), on: self)
        continue
      }
      demands.append(demand)
      items += work(differentiating: demand)
    }
    let work = items
    let values = try await run(work) { index, workspace, flag in
      let item = work[index]
      return try stride(from: 0, to: item.wanted.count, by: item.atOnce).flatMap { first in
        try item.plan.gradients(
          of: item.wanted[first..<min(first + item.atOnce, item.wanted.count)], parameters: item.parameters,
          in: workspace, cancellation: flag)
      }
    }
    var first = 0
    for demand in demands {
      let entries = demand.entries(of: values[first..<first + demand.wanted.count])
      first += demand.wanted.count
      results[demand.index] = GradientPubResult(
        values: ShapedArray(uncheckedShape: demand.broadcast.shape, elements: entries.map(\.value)),
        gradients: ShapedArray(uncheckedShape: demand.broadcast.shape, elements: entries.map(\.gradient)))
    }
    return GradientResult(pubs: results.compactMap { $0 }, seed: options.seed)
  }

  /// What exact derivatives come to.
  func work(differentiating demand: Demand) -> [WorkItem] {
    let plan = demand.plan
    // As many observables share a sweep as there is memory for; the numbers do not depend on it.
    let most = demand.wanted.map(\.count).max() ?? 1
    let bytes = StateVector.bytes(qubitCount: plan.exactQubitCount)
    let blockBytes = plan.sector == nil ? plan.blockBytes : 0
    let (states, isTooMuch) = bytes.multipliedReportingOverflow(by: plan.gradientStateCount(observables: 1) - 1)
    let room = isTooMuch ? 0 : max(0, ledger.limit - states - blockBytes) / (bytes + blockBytes)
    let atOnce = max(1, min(most, room, 8))
    return demand.wanted.indices.map { WorkItem(differentiating: demand, set: $0, atOnce: atOnce) }
  }

  /// The rule of a plan's circuit, made at most once for a prepared one.
  func shiftRule(of plan: StateVectorPlan) async throws -> ParameterShiftRule {
    if let rule = plan.shiftRule.withLock({ $0 }) { return rule }
    let rule = try await ParameterShiftRule(for: plan.circuit, observables: plan.sums, on: self)
    plan.shiftRule.withLock { $0 = rule }
    return rule
  }
}
