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
      let bits: [(name: String, sets: [BitArray])]
      switch pub.source {
      case .circuit(let circuit, nil):
        let qubitCount = circuit.circuit.qubitCount
        bits = [
          (SamplerPubResult.allQubits, circuits[index].map { BitArray(uncheckedBitCount: qubitCount, words: $0) })
        ]
      case .circuit(_, let registers?):
        bits = registers.map { register in
          let reader = RegisterReader(register.qubits.map { $0.map { .qubit($0) } ?? .constant(false) })
          return (register.name, circuits[index].map { reader.bits(of: $0) })
        }
      case .program(let program):
        bits = try await outcomes(of: program, in: pub, index: index, options: options)
      }
      results.append(
        SamplerPubResult(
          registers: bits.map { name, sets in
            .init(name: name, bits: ShapedArray(uncheckedShape: pub.parameters.shape, elements: sets))
          }))
    }
    return SamplerResult(pubs: results, seed: options.seed)
  }

  /// The outcomes of all qubits for each parameter set of those pubs that are circuits.
  private func outcomes(ofCircuitsIn pubs: [SamplerPub], options: SamplerOptions) async throws -> [[[UInt64]]] {
    var items: [WorkItem] = []
    var bytes = 0
    for (index, pub) in pubs.enumerated() {
      guard let circuit = pub.circuit else { continue }
      let shots = pub.shots ?? options.shots
      let plan = try await self.plan(circuit)
      let (more, isTooMuch) = (8 * shots).multipliedReportingOverflow(by: pub.parameters.count)
      let (sum, overflow) = bytes.addingReportingOverflow(more)
      bytes = isTooMuch || overflow ? .max : sum
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
      return states
    }
    var sets = [[[UInt64]]](repeating: [], count: pubs.count)
    for (item, states) in zip(items, outcomes) { sets[item.pub].append(states) }
    return sets
  }

  /// The most waiting branches of a program that keep states of their own.
  private static let mostWaitingStates = 15

  /// What the registers of a program hold, for each parameter set.
  private func outcomes(
    of program: OpenQASMProgram, in pub: SamplerPub, index: Int, options: SamplerOptions
  ) async throws -> [(name: String, sets: [BitArray])] {
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
    var registers = program.outputRegisters.map { (name: $0.name, sets: [BitArray]()) }
    for (set, values) in pub.parameters.elements.enumerated() {
      let inputs = zip(program.inputNames, values).reduce(into: [String: OpenQASMValue]()) { $0[$1.0] = .float($1.1) }
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
