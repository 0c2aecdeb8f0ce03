internal import OpenQASM
public import QuantumBackends
internal import QuantumCircuits

/// What calls would take. Circuits are compiled and observables grouped, but no state is made; what does not fit is told
/// like the rest, not refused.
extension LocalBackend {
  /// What ``estimate(_:options:)`` would take.
  ///
  /// - Throws: ``BackendError`` for pubs and options that it would refuse for another reason than memory.
  public func resources(
    estimating pubs: [EstimatorPub], options: EstimatorOptions = .exact
  ) async throws -> ResourceEstimate {
    if let tooWide = tooWide(pubs.map(\.circuit)) { return tooWide }
    return resources(for: try await work(estimating: pubs, options: options).items)
  }

  /// What ``gradients(_:options:)`` would take.
  ///
  /// - Throws: ``BackendError`` for pubs and options that it would refuse for another reason than memory.
  public func resources(
    differentiating pubs: [EstimatorPub], options: EstimatorOptions = .exact
  ) async throws -> ResourceEstimate {
    if let tooWide = tooWide(pubs.map(\.circuit)) { return tooWide }
    var exact: [WorkItem] = []
    var resources = ResourceEstimate(byteLimit: ledger.limit)
    for (index, pub) in pubs.enumerated() {
      if options.shots != nil || pub.precision ?? options.precision != nil {
        // Each is a call of its own.
        let rule = try ParameterShiftRule(unpreparedFor: pub.circuit.circuit, observables: pub.circuit.observables)
        _ = try pub.validated()
        resources.append(try await self.resources(estimating: [rule.shifted(pub)], options: options))
      } else {
        exact += work(
          differentiating: Demand(pub, try pub.validated(), plan: try await plan(pub.circuit), index: index))
      }
    }
    resources.append(self.resources(for: exact))
    return resources
  }

  /// What ``sample(_:options:)`` would take; programs are run one after the other.
  ///
  /// - Throws: ``BackendError`` for pubs and options that it would refuse for another reason than memory.
  public func resources(
    sampling pubs: [SamplerPub], options: SamplerOptions = SamplerOptions()
  ) async throws -> ResourceEstimate {
    try requireValid(pubs, options: options)
    var resources: ResourceEstimate
    var outcomeBytes = 0
    if let tooWide = tooWide(pubs.compactMap(\.circuit)) {
      resources = tooWide
    } else {
      let (items, bytes) = try await work(samplingCircuitsIn: pubs, options: options)
      outcomeBytes = bytes
      resources = self.resources(for: items, outcomeBytes: bytes)
    }
    for program in programs(in: pubs, options: options, beside: outcomeBytes) {
      var one = ResourceEstimate(byteLimit: ledger.limit)
      one.qubitCount = program.qubitCount
      one.basisStateCount = Self.basisStateCount(program.gatedQubitCount)
      one.bytes = program.request.shared.addingClamped(program.request.lane)
      one.threadCount = threads.count
      (one.seconds, one.processorSeconds) = (nil, nil)
      resources.append(one)
    }
    resources.shots = pubs.reduce(0) { sum, pub in
      sum.addingClamped((pub.shots ?? options.shots).multipliedClamped(by: pub.parameters.count))
    }
    resources.typicalShots = resources.shots
    return resources
  }

  private static func basisStateCount(_ qubitCount: Int) -> Int { qubitCount < 63 ? 1 << qubitCount : .max }

  /// What circuits take that no state vector holds, whatever the memory; nil if there are none.
  private func tooWide(_ circuits: [PreparedCircuit]) -> ResourceEstimate? {
    let widest = circuits.map(\.circuit.qubitCount).max() ?? 0
    guard widest > StateVectorPlan.maximumQubitCount else { return nil }
    var resources = ResourceEstimate(byteLimit: ledger.limit)
    resources.qubitCount = widest
    resources.basisStateCount = Self.basisStateCount(widest)
    resources.bytes = .max
    (resources.seconds, resources.processorSeconds) = (nil, nil)
    return resources
  }

  private func resources(for items: [WorkItem], outcomeBytes: Int = 0) -> ResourceEstimate {
    var resources = ResourceEstimate(byteLimit: ledger.limit)
    guard let (request, threadCount) = demand(of: items, outcomeBytes: outcomeBytes) else { return resources }
    let lanes = ledger.lanes(for: request)
    resources.bytes = request.shared.addingClamped(request.lane.multipliedClamped(by: lanes))
    resources.threadCount = lanes.multipliedClamped(by: threadCount)
    let rates = ProcessorRates.measured
    var time = WorkItem.Time()
    var groups: [[Int]: Int] = [:]
    for item in items {
      let plan = item.plan
      resources.qubitCount = max(resources.qubitCount, plan.qubitCount)
      let states = item.isInSector ? plan.sector?.stateCount ?? 0 : 1 << plan.qubitCount
      resources.basisStateCount = max(resources.basisStateCount, states)
      time += item.time(rates)
      guard let readouts = item.readouts else { continue }
      resources.shots = (resources.shots ?? 0).addingClamped(item.shots)
      resources.typicalShots = item.wanted.reduce(resources.typicalShots ?? 0) { sum, observable in
        sum.addingClamped(readouts[observable]?.typicalShots ?? 0)
      }
      for (observable, readout) in readouts { groups[[item.pub, observable]] = readout.plan.bases.count }
    }
    if resources.shots != nil { resources.groupCount = groups.values.reduce(0, +) }
    resources.seconds = 1e-9 * (time.alone + time.shared / Double(threadCount)) / Double(lanes)
    resources.processorSeconds = 1e-9 * (time.alone + time.shared)
    return resources
  }
}
