internal import OpenQASM
public import QuantumBackends
internal import QuantumCircuits

extension LocalBackend {
  /// Measurement outcomes: circuits of all pubs on all cores, then programs, which are run one after the other.
  public func sample(_ pubs: [SamplerPub], options: SamplerOptions) async throws -> SamplerResult {
    try requireValid(pubs, options: options)
    let (work, outcomeBytes) = try await work(samplingCircuitsIn: pubs, options: options)
    let programs = programs(in: pubs, options: options, beside: outcomeBytes)
    for program in programs { try check(program) }
    let circuits = try await outcomes(of: work, bytes: outcomeBytes, pubCount: pubs.count, seed: options.seed)
    let largest = programs.map(\.request).max { $0.lane < $1.lane }
    if let largest { _ = try await ledger.reserve(largest) }
    defer { if let largest { ledger.release(largest.shared + largest.lane) } }
    var demands = programs[...]
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
      case .program(let program, _):
        registers = try await outcomes(
          of: program, in: pub, index: index, waitingStates: demands.removeFirst().waitingStates, options: options)
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

  /// - Throws: ``BackendError`` for pubs that cannot be run, whatever the memory.
  func requireValid(_ pubs: [SamplerPub], options: SamplerOptions) throws {
    for pub in pubs {
      try pub.validated()
      try ShotLimit.require(pub.shots ?? options.shots)
      guard case .program(let program, _) = pub.source else { continue }
      for set in 0..<pub.parameters.count {
        try Task.checkCancellation()
        do throws(OpenQASMError) {
          _ = try OpenQASMMachine(program, inputs: pub.inputs(inSet: set))
        } catch {
          throw BackendError(.invalidPub, "\(error)")
        }
      }
    }
  }

  /// What those pubs take that are programs.
  ///
  /// - Parameter bytes: Of the outcomes of circuits, which are kept beside.
  func programs(in pubs: [SamplerPub], options: SamplerOptions, beside bytes: Int) -> [ProgramDemand] {
    let programs = pubs.compactMap { pub -> (program: OpenQASMProgram, shots: Int, sets: Int)? in
      guard case .program(let program, _) = pub.source else { return nil }
      return (program, pub.shots ?? options.shots, pub.parameters.count)
    }
    let outcomeBytes = programs.reduce(bytes) { sum, entry in
      sum.addingClamped(ProgramDemand.outcomeBytes(entry.program, shots: entry.shots, sets: entry.sets))
    }
    return programs.map {
      ProgramDemand(
        $0.program, shots: $0.shots, beside: outcomeBytes, limit: ledger.limit, threadCount: threads.count)
    }
  }

  /// - Throws: ``BackendError`` when a program never fits.
  private func check(_ demand: ProgramDemand) throws(BackendError) {
    let idle = demand.qubitCount - demand.gatedQubitCount
    let purpose =
      "A state of \(idle == 0 ? "the program's " : "")\(demand.gatedQubitCount) qubits"
      + (idle == 0 ? "" : " of the program's \(demand.qubitCount), on which gates may act")
    try ledger.check(demand.state, for: purpose)
    try ledger.check(demand.request, for: "\(purpose), with what it grows from, and all outcomes of the call")
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
      bytes = bytes.addingClamped(
        shots.multipliedClamped(by: 8 * wordsPerShot).multipliedClamped(by: pub.parameters.count))
      for set in 0..<pub.parameters.count {
        items.append(WorkItem(sampling: plan, pub: index, set: set, parameters: pub.parameters[set], shots: shots))
      }
    }
    return (items, bytes)
  }

  /// The outcomes of all qubits for each parameter set of those pubs that are circuits.
  private func outcomes(
    of work: [WorkItem], bytes: Int, pubCount: Int, seed: UInt64
  ) async throws -> [[BitArray]] {
    let outcomes = try await run(work, outcomeBytes: bytes) { index, workspace, flag in
      let item = work[index]
      let state = try item.plan.prepareOutcomes(item.parameters, in: workspace, cancellation: flag)
      let sampler = try OutcomeSampler(state, cancellation: flag)
      var states: [UInt64] = []
      states.reserveCapacity(item.shots)
      try sampler.draw(
        item.shots, seed: derivedSeed(seed, item.pub, item.set), cancellation: flag,
        buffer: &workspace.outcomes
      ) { outcomes in
        item.plan.sector?.name(&outcomes, order: item.plan.outcomeOrder)
        states += outcomes
      }
      return BitArray(uncheckedBitCount: item.plan.qubitCount, words: states)
    }
    var sets = [[BitArray]](repeating: [], count: pubCount)
    for (item, bits) in zip(work, outcomes) { sets[item.pub].append(bits) }
    return sets
  }

  /// What the registers of a program hold, for each parameter set.
  private func outcomes(
    of program: OpenQASMProgram, in pub: SamplerPub, index: Int, waitingStates: Int, options: SamplerOptions
  ) async throws -> [(name: String, bitCount: Int, sets: [BitArray])] {
    let shots = pub.shots ?? options.shots
    try Task.checkCancellation()
    var registers = program.outputRegisters.map { (name: $0.name, bitCount: $0.bits.count, sets: [BitArray]()) }
    for set in 0..<pub.parameters.count {
      let inputs = pub.inputs(inSet: set)
      let seed = derivedSeed(options.seed, index, set)
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

extension SamplerPub {
  /// The inputs of a program at a parameter set.
  fileprivate func inputs(inSet set: Int) -> [String: OpenQASMValue] {
    guard case .program(let program, let values) = source else { return [:] }
    let names = program.inputNames.filter { values[$0] == nil }
    return zip(names, parameters[set]).reduce(into: values) { $0[$1.0] = .float($1.1) }
  }
}
