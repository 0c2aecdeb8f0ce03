internal import OpenQASM
internal import QuantumBackends

/// What a program's outcomes reserve.
struct ProgramDemand {
  let qubitCount: Int
  /// Those that are simulated if gates act on all that they may act on.
  let gatedQubitCount: Int
  /// For a state alone.
  let state: MemoryLedger.Request
  /// Shared are the outcomes of the whole call, which are kept to its end.
  let request: MemoryLedger.Request
  /// How many branches may wait with a state of their own.
  let waitingStates: Int

  private static let mostWaitingStates = 15

  /// - Parameter outcomeBytes: Of the whole call.
  init(_ program: OpenQASMProgram, shots: Int, beside outcomeBytes: Int, limit: Int, threadCount: Int) {
    qubitCount = program.qubitCount
    let gatedQubitCount = program.gatedQubitCount
    self.gatedQubitCount = gatedQubitCount
    let stateBytes = StateVector.bytes(qubitCount: gatedQubitCount)
    state = MemoryLedger.Request(lane: stateBytes, lanes: 1, qubitCount: 0)
    guard stateBytes <= limit else {
      waitingStates = 0
      request = MemoryLedger.Request(shared: outcomeBytes, lane: stateBytes, lanes: 1, qubitCount: 0)
      return
    }
    // The state and that of half its size which it grew from, its blocks, and the sums that outcomes are drawn by.
    let single =
      stateBytes + stateBytes / 2 + threadCount * PassSchedule.blockBytes(of: gatedQubitCount)
      + OutcomeSampler.bytes(qubitCount: gatedQubitCount) + ProgramSampler.bytesPerShot * shots
    waitingStates = min(Self.mostWaitingStates, max(0, limit - single - min(limit, outcomeBytes)) / 2 / stateBytes)
    request = MemoryLedger.Request(
      shared: outcomeBytes, lane: single + waitingStates * stateBytes, lanes: 1, qubitCount: 0)
  }

  /// Bytes of outcomes of so many parameter sets.
  static func outcomeBytes(_ program: OpenQASMProgram, shots: Int, sets: Int) -> Int {
    let wordsPerShot = program.outputRegisters.reduce(0) { $0 + BitArray.wordsPerShot($1.bits.count) }
    return (8 * wordsPerShot).multipliedClamped(by: shots).multipliedClamped(by: sets)
  }
}
