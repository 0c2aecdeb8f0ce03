public import QuantumBackends
internal import OpenQASM

/// What calls would take. Circuits are compiled and observables grouped, but no state is made; what does not fit is told
/// like the rest, not refused.
extension LocalBackend {
  /// What ``estimate(_:options:)`` would take.
  ///
  /// - Throws: ``BackendError`` for pubs and options that it would refuse for another reason than memory.
  public func resources(
    estimating pubs: [EstimatorPub], options: EstimatorOptions = .exact
  ) async throws -> ResourceEstimate {
    resources(for: try await work(estimating: pubs, options: options).items)
  }

  /// What ``gradients(_:options:)`` would take.
  ///
  /// - Throws: ``BackendError`` for pubs and options that it would refuse for another reason than memory.
  public func resources(
    differentiating pubs: [EstimatorPub], options: EstimatorOptions = .exact
  ) async throws -> ResourceEstimate {
    var items: [WorkItem] = []
    for (index, pub) in pubs.enumerated() {
      let demand = Demand(pub, try pub.validated(), plan: try await plan(pub.circuit), index: index)
      if options.shots != nil || demand.precision(options) != nil {
        let shifted = try await shiftRule(of: demand.plan).shifted(pub)
        items += try await work(estimating: [shifted], options: options).items
      } else {
        items += work(differentiating: demand)
      }
    }
    return resources(for: items)
  }

  /// What ``sample(_:options:)`` would take; programs are run one after the other.
  ///
  /// - Throws: ``BackendError`` for pubs and options that it would refuse for another reason than memory.
  public func resources(
    sampling pubs: [SamplerPub], options: SamplerOptions = SamplerOptions()
  ) async throws -> ResourceEstimate {
    try requireValid(pubs, options: options)
    let (items, outcomeBytes) = try await work(samplingCircuitsIn: pubs, options: options)
    var resources = resources(for: items, outcomeBytes: outcomeBytes)
    resources.shots = pubs.reduce(0) { sum, pub in
      sum.addingClamped((pub.shots ?? options.shots).multipliedClamped(by: pub.parameters.count))
    }
    resources.typicalShots = resources.shots
    for program in programs(in: pubs, options: options, beside: outcomeBytes) {
      resources.qubitCount = max(resources.qubitCount, program.qubitCount)
      resources.basisStateCount = max(resources.basisStateCount, 1 << min(62, program.qubitCount))
      resources.bytes = max(resources.bytes, program.request.shared.addingClamped(program.request.lane))
      resources.threadCount = threads.count
      resources.processorSeconds = nil
    }
    return resources
  }

  private func resources(for items: [WorkItem], outcomeBytes: Int = 0) -> ResourceEstimate {
    var resources = ResourceEstimate(
      qubitCount: 0, basisStateCount: 0, bytes: 0, byteLimit: ledger.limit, threadCount: 1, processorSeconds: 0)
    guard let (request, threadCount) = demand(of: items, outcomeBytes: outcomeBytes) else { return resources }
    let lanes = ledger.lanes(for: request)
    resources.bytes = request.shared.addingClamped(request.lane.multipliedClamped(by: lanes))
    resources.threadCount = lanes * threadCount
    let rates = ProcessorRates.measured
    var (groups, seconds): ([[Int]: Int], Double) = ([:], 0)
    for item in items {
      let plan = item.plan
      resources.qubitCount = max(resources.qubitCount, plan.qubitCount)
      let states = item.isInSector ? plan.sector?.stateCount ?? 0 : 1 << plan.qubitCount
      resources.basisStateCount = max(resources.basisStateCount, states)
      seconds += 1e-9 * item.time(rates)
      guard let readouts = item.readouts else { continue }
      resources.shots = (resources.shots ?? 0).addingClamped(item.shots)
      resources.typicalShots = item.wanted.reduce(resources.typicalShots ?? 0) { sum, observable in
        sum.addingClamped(readouts[observable]?.typicalShots ?? 0)
      }
      for (observable, readout) in readouts { groups[[item.pub, observable]] = readout.plan.bases.count }
    }
    if !groups.isEmpty || items.contains(where: { $0.readouts != nil }) {
      resources.groupCount = groups.values.reduce(0, +)
    }
    resources.processorSeconds = seconds
    return resources
  }
}
