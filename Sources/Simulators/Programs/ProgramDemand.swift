internal import OpenQASM
internal import QuantumBackends

/// What a program's outcomes at one parameter set reserve.
struct ProgramDemand {
  /// For a state alone.
  let state: MemoryLedger.Request
  let request: MemoryLedger.Request
  /// How many branches may wait with a state of their own.
  let waitingStates: Int

  private static let mostWaitingStates = 15

  init(_ program: OpenQASMProgram, shots: Int, limit: Int) {
    // As long as all of its qubits are in use: the state, its block, and the sums that outcomes are drawn by.
    let qubitCount = program.qubitCount
    let stateBytes = StateVector.bytes(qubitCount: qubitCount)
    state = MemoryLedger.Request(lane: stateBytes, lanes: 1, qubitCount: 0)
    let widths = program.outputRegisters.map { BitArray.wordsPerShot($0.bits.count) }
    let (outcomeBytes, overflow) = (8 * (1 + widths.reduce(0, +))).multipliedReportingOverflow(by: shots)
    guard stateBytes <= limit else {
      waitingStates = 0
      request = MemoryLedger.Request(shared: overflow ? .max : outcomeBytes, lane: stateBytes, lanes: 1, qubitCount: 0)
      return
    }
    let single = stateBytes + PassSchedule.blockBytes(of: qubitCount) + OutcomeSampler.bytes(qubitCount: qubitCount)
    waitingStates = max(0, min(Self.mostWaitingStates, (limit / 2 - single) / stateBytes))
    request = MemoryLedger.Request(
      shared: overflow ? .max : outcomeBytes, lane: single + waitingStates * stateBytes, lanes: 1, qubitCount: 0)
  }
}
