internal import OpenQASM
public import QuantumBackends
internal import QuantumCircuits

extension LocalBackend {
  /// Measurement outcomes: circuits of all pubs on all cores, then programs, which are run one after the other.
  public func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult {
    for pub in pubs {
      try pub.validated()
      try ShotLimit.require(pub.shots ?? options.shots)
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

  /// What those pubs come to that are circuits, and the bytes of their outcomes.
  func work(
    samplingCircuitsIn pubs: [SamplerPub], options: SamplerOptions
  ) async throws -> (items: [WorkItem], outcomeBytes: Int) {
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
    return (items, bytes)
  }

  /// The outcomes of all qubits for each parameter set of those pubs that are circuits.
  private func outcomes(ofCircuitsIn pubs: [SamplerPub], options: SamplerOptions) async throws -> [[BitArray]] {
    let (work, bytes) = try await work(samplingCircuitsIn: pubs, options: options)
    let seed = options.seed
    let outcomes = try await run(work, outcomeBytes: bytes) { index, workspace, flag in
      let item = work[index]
      let state = try item.plan.prepareOutcomes(item.parameters, in: workspace, cancellation: flag)
      let sampler = try OutcomeSampler(state, cancellation: flag)
      var states: [UInt64] = []
      states.reserveCapacity(item.shots)
      try sampler.draw(
        item.shots, seed: derivedSeed(seed, pub: item.pub, binding: item.set), cancellation: flag,
        buffer: &workspace.outcomes
      ) { outcomes in
        item.plan.sector?.name(&outcomes)
        states += outcomes
      }
      return BitArray(uncheckedBitCount: item.plan.qubitCount, words: states)
    }
    var sets = [[BitArray]](repeating: [], count: pubs.count)
    for (item, bits) in zip(work, outcomes) { sets[item.pub].append(bits) }
    return sets
  }

  /// What the registers of a program hold, for each parameter set.
  private func outcomes(
    of program: OpenQASMProgram, values: [String: OpenQASMValue], in pub: SamplerPub, index: Int,
    options: SamplerOptions
  ) async throws -> [(name: String, bitCount: Int, sets: [BitArray])] {
    let shots = pub.shots ?? options.shots
    let demand = ProgramDemand(program, shots: shots, limit: ledger.limit)
    let (request, waitingStates) = (demand.request, demand.waitingStates)
    let purpose = "A state of the program's \(program.qubitCount) qubits"
    try ledger.check(demand.state, for: purpose)
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
