internal import OpenQASM
public import QuantumBackends
internal import QuantumCircuits

extension LocalBackend {
  /// Measurement outcomes: circuits of all pubs on all cores, then programs, which are run one after the other.
  public func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult {
    for pub in pubs {
      try pub.validated()
      try MeasurementPlan.requireAllowed(pub.shots ?? options.shots)
    }
    let circuits = try await outcomes(ofCircuitsIn: pubs, options: options)
    var results: [SamplerPubResult] = []
    for (index, pub) in pubs.enumerated() {
      let registers: [(name: String, bitCount: Int, sets: [BitArray])]
      switch pub.source {
      case .circuit(let circuit, nil):
        registers = [(SamplerPubResult.allQubits, circuit.circuit.qubitCount, circuits[index])]
      case .circuit(_, let classical?):
        registers = classical.map { register in
          (register.name, register.qubits.count, circuits[index].map { register.bits(of: $0) })
        }
      case .program(let program, let values):
        registers = try await outcomes(of: program, values: values, in: pub, index: index, options: options)
      }
      results.append(
        SamplerPubResult(
          registers: registers.map { name, bitCount, sets in
            .init(
              name: name, bitCount: bitCount, bits: ShapedArray(uncheckedShape: pub.parameters.shape, elements: sets))
          }))
    }
    return SamplerResult(pubs: results, seed: options.seed)
  }

  /// The outcomes of all qubits for each parameter set of those pubs that are circuits.
  private func outcomes(ofCircuitsIn pubs: [SamplerPub], options: SamplerOptions) async throws -> [[BitArray]] {
    var items: [WorkItem] = []
    var bytes = 0
    for (index, pub) in pubs.enumerated() {
      guard case .circuit(let circuit, let registers) = pub.source else { continue }
      let shots = pub.shots ?? options.shots
      let wordsPerShot = (registers ?? []).reduce(1) { $0 + BitArray.wordsPerShot($1.qubits.count) }
      let plan = try await self.plan(circuit)
      let (words, isTooWide) = shots.multipliedReportingOverflow(by: 8 * wordsPerShot)
      let (more, isTooMuch) = words.multipliedReportingOverflow(by: pub.parameters.count)
      let (sum, overflow) = bytes.addingReportingOverflow(more)
      bytes = isTooWide || isTooMuch || overflow ? .max : sum
      for set in 0..<pub.parameters.count {
        items.append(WorkItem(sampling: plan, pub: index, set: set, parameters: pub.parameters[set], shots: shots))
      }
    }
    let (work, seed) = (items, options.seed)
    let outcomes = try await run(work, outcomeBytes: bytes) { index, workspace, flag in
      let item = work[index]
      try item.plan.prepareState(item.parameters, in: workspace, cancellation: flag)
      let sampler = try OutcomeSampler(workspace.state, cancellation: flag)
      var states: [UInt64] = []
      states.reserveCapacity(item.shots)
      try sampler.draw(
        item.shots, seed: derivedSeed(seed, pub: item.pub, binding: item.set), cancellation: flag,
        buffer: &workspace.outcomes
      ) { states += $0 }
      return BitArray(uncheckedBitCount: item.plan.qubitCount, words: states)
    }
    var sets = [[BitArray]](repeating: [], count: pubs.count)
    for (item, bits) in zip(items, outcomes) { sets[item.pub].append(bits) }
    return sets
  }

  /// The most waiting branches of a program that keep states of their own.
  private static let mostWaitingStates = 15

  /// What the registers of a program hold, for each parameter set.
  private func outcomes(
    of program: OpenQASMProgram, values: [String: OpenQASMValue], in pub: SamplerPub, index: Int,
    options: SamplerOptions
  ) async throws -> [(name: String, bitCount: Int, sets: [BitArray])] {
    let shots = pub.shots ?? options.shots
    // As long as all of its qubits are in use: the state, its block, and the sums that outcomes are drawn by.
    let qubitCount = program.qubitCount
    let stateBytes = StateVector.bytes(qubitCount: qubitCount)
    let purpose = "A state of the program's \(qubitCount) qubits"
    try ledger.check(MemoryLedger.Request(lane: stateBytes, lanes: 1, qubitCount: 0), for: purpose)
    let single = stateBytes + PassSchedule.blockBytes(of: qubitCount) + OutcomeSampler.bytes(qubitCount: qubitCount)
    let waitingStates = max(0, min(Self.mostWaitingStates, (ledger.limit / 2 - single) / stateBytes))
    let widths = program.outputRegisters.map { BitArray.wordsPerShot($0.bits.count) }
    let (outcomeBytes, overflow) = (8 * (1 + widths.reduce(0, +))).multipliedReportingOverflow(by: shots)
    let request = MemoryLedger.Request(
      shared: overflow ? .max : outcomeBytes, lane: single + waitingStates * stateBytes, lanes: 1, qubitCount: 0)
    try ledger.check(request, for: "\(purpose), and \(shots) outcomes,")
    try Task.checkCancellation()
    _ = try await ledger.reserve(request)
    defer { ledger.release(request.shared + request.lane) }
    var registers = program.outputRegisters.map { (name: $0.name, bitCount: $0.bits.count, sets: [BitArray]()) }
    let names = program.inputNames.filter { values[$0] == nil }
    for (set, numbers) in pub.parameters.elements.enumerated() {
      let inputs = zip(names, numbers).reduce(into: values) { $0[$1.0] = .float($1.1) }
      let seed = derivedSeed(options.seed, pub: index, binding: set)
      let bits = try await threads.run { [threads] flag in
        var sampler = ProgramSampler(
          program, inputs: inputs, seed: seed, threadCount: threads.count, waitingStates: waitingStates,
          cancellation: flag)
        return try sampler.outcomes(shots: shots)
      }
      for position in registers.indices { registers[position].sets.append(bits[position]) }
    }
    return registers
  }
}
