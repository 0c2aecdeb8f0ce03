internal import Ritz
internal import RuntimeClient

/// One case in all arms, the arms taking turns, so that what slows the machine for a while slows all of them.
struct CaseComparison {
  private let variationalCase: VariationalCase
  private let options: ComparisonOptions
  private let service: RuntimeService
  private let backendName: String

  init(_ variationalCase: VariationalCase, options: ComparisonOptions, service: RuntimeService, backend: String) {
    self.variationalCase = variationalCase
    self.options = options
    self.service = service
    backendName = backend
  }

  /// What one arm has shown so far.
  private struct Record {
    var seconds: [Double] = []
    var outcome: ArmOutcome
    var traffic = Traffic()
    var isIdentical = true
  }

  func run() async throws -> CaseReport {
    let prepared = try variationalCase.prepared()
    let vqe = prepared.vqe
    let counting = CountingBackend(LocalBackend())
    let reference = ArmOutcome(try await vqe.run(on: counting))
    let demand = counting.counter.value

    // Got once, as a caller does, and outside of what is timed.
    let backends = try await Backends(
      perIteration: service.backend(backendName, mode: .perIteration),
      session: service.backend(backendName, mode: .session))
    var records: [Arm: Record] = [:]
    // The first run of each arm warms up: it is compared and not timed.
    for turn in 0...options.runs {
      for arm in Arm.allCases {
        try Task.checkCancellation()
        let before = service.traffic
        let clock = ContinuousClock()
        let started = clock.now
        let outcome = try await outcome(of: vqe, in: arm, on: backends)
        let seconds = started.duration(to: clock.now) / .seconds(1)
        var record = records[arm] ?? Record(outcome: outcome)
        record.outcome = outcome
        record.traffic = service.traffic - before
        record.isIdentical = record.isIdentical && outcome.isIdentical(to: reference)
        if turn > 0 { record.seconds.append(seconds) }
        records[arm] = record
      }
    }

    let arms = Arm.allCases.compactMap { arm in
      records[arm].map { record in
        ArmReport(
          arm: arm, seconds: Sample(record.seconds), outcome: record.outcome, traffic: record.traffic,
          load: DeviceLoad(
            arm, demand: demand, shiftedEnergies: prepared.shiftedEnergies, bases: prepared.basisCount,
            shotsPerCircuit: options.shotsPerCircuit, roundTrips: record.traffic.requests),
          isIdentical: record.isIdentical)
      }
    }
    return CaseReport(
      variationalCase, qubitCount: vqe.hamiltonian.qubitCount, parameterCount: vqe.ansatz.parameterCount,
      termCount: prepared.termCount, basisCount: prepared.basisCount, exactEnergy: prepared.exactEnergy,
      demand: demand, shotsPerCircuit: options.shotsPerCircuit, arms: arms)
  }

  private struct Backends {
    let perIteration: RuntimeBackend
    let session: RuntimeBackend
  }

  private func outcome(of vqe: VQE, in arm: Arm, on backends: Backends) async throws -> ArmOutcome {
    switch arm {
    case .local:
      return ArmOutcome(try await vqe.run(on: LocalBackend()))
    case .perIteration:
      return ArmOutcome(try await vqe.run(on: backends.perIteration))
    case .session:
      return ArmOutcome(try await vqe.run(on: backends.session))
    case .program:
      let job = try await vqe.submit(to: backends.session)
      return ArmOutcome(try await job.result())
    }
  }
}
