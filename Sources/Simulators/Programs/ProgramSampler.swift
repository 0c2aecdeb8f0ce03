package import OpenQASM
package import QuantumBackends
internal import QuantumCircuits
internal import RandomStreams

/// Runs a program for many shots, following its measurements.
///
/// Shots go together as long as their measurements come out alike, so what they have in common is computed once. A measurement
/// is put off until its outcome matters: those at the end of a program are drawn together from one state, however many bits
/// they are. Where shots part, one branch goes on and the other one waits with a copy of the state; when there are too many
/// copies, it waits with its outcomes alone, and runs again from the start.
package struct ProgramSampler {
  private let program: OpenQASMProgram
  private let inputs: [String: OpenQASMValue]
  private let seed: UInt64
  private let threadCount: Int
  private let waitingStates: Int
  private let cancellation: CancellationFlag

  private var waiting: [ProgramBranch] = []
  private var waitingWithState = 0

  /// - Parameter waitingStates: How many branches may wait with a state of their own.
  package init(
    _ program: OpenQASMProgram, inputs: [String: OpenQASMValue], seed: UInt64, threadCount: Int, waitingStates: Int,
    cancellation: CancellationFlag
  ) {
    self.program = program
    self.inputs = inputs
    self.seed = seed
    self.threadCount = threadCount
    self.waitingStates = waitingStates
    self.cancellation = cancellation
  }

  /// What the program's registers of bits hold after each shot.
  ///
  /// - Throws: ``OpenQASMError`` for what goes wrong while the program runs, ``BackendError``.
  package mutating func outcomes(shots: Int) throws -> [BitArray] {
    let layouts = program.outputRegisters.map { $0.bits }
    var words = layouts.map { [UInt64](repeating: 0, count: BitArray.wordsPerShot($0.count) * shots) }
    // Without shots no outcome is the likely one to go on with.
    guard shots > 0 else { return layouts.map { BitArray(uncheckedBitCount: $0.count, words: []) } }
    waiting = [try start(shots: Array(0..<shots))]
    while var branch = waiting.popLast() {
      if branch.script.isEmpty { waitingWithState = max(0, waitingWithState - 1) }
      try run(&branch)
      try write(branch, layouts, to: &words)
    }
    return zip(layouts, words).map { BitArray(uncheckedBitCount: $0.count, words: $1) }
  }

  private func start(shots: [Int], script: [Bool] = []) throws -> ProgramBranch {
    ProgramBranch(
      try OpenQASMMachine(program, inputs: inputs),
      ProgramRegister(threadCount: threadCount, cancellation: cancellation), shots: shots, script: script)
  }

  /// Takes a branch to the end of the program.
  private mutating func run(_ branch: inout ProgramBranch) throws {
    while true {
      try cancellation.check()
      let event = try branch.event ?? branch.machine.next()
      branch.event = event
      switch event {
      case .gate(let operation):
        for qubit in operation.qubits where branch.held[qubit] != nil && !operation.keepsValue(of: qubit) {
          _ = try decide(qubit, &branch)
        }
        branch.register.append(operation)
      case .measure(let qubit, let bit):
        branch.hold(qubit, for: bit)
      case .reset(let qubit):
        if branch.register.holds(qubit), try decide(qubit, &branch) { try branch.register.flip(qubit) }
      case .read(let bits):
        for bit in bits {
          if let qubit = branch.qubit(awaitedBy: bit) { _ = try decide(qubit, &branch) }
        }
      case .end: return
      }
      branch.event = nil
    }
  }

  /// Draws the outcome of a qubit for each shot; those that get the rarer one wait in a branch of their own.
  private mutating func decide(_ qubit: Int, _ branch: inout ProgramBranch) throws -> Bool {
    let one = try branch.register.probabilityOfOne(qubit)
    if let value = branch.script.popFirst() {
      try branch.settle(qubit, value, probability: value ? one : 1 - one)
      return value
    }
    let (ones, zeros) = parted(branch, probabilityOfOne: one)
    let value = ones.count > zeros.count
    let (staying, leaving) = value ? (ones, zeros) : (zeros, ones)
    if !leaving.isEmpty { try split(branch, qubit, !value, probability: value ? 1 - one : one, shots: leaving) }
    branch.shots = staying
    try branch.settle(qubit, value, probability: value ? one : 1 - one)
    return value
  }

  /// What a shot takes beside its outcome: its number, twice while shots part, and which way it goes.
  static let bytesPerShot = 17

  /// The shots of a branch by the outcomes that they draw.
  private func parted(_ branch: ProgramBranch, probabilityOfOne: Double) -> (ones: [Int], zeros: [Int]) {
    // Nothing is drawn below 0, and everything below 1.
    if probabilityOfOne <= 0 { return ([], branch.shots) }
    if probabilityOfOne >= 1 { return (branch.shots, []) }
    // A stream for each shot and draw; the seed tells shots apart that one word does not.
    let draw = UInt32(truncatingIfNeeded: branch.history.count)
    let isOne = branch.shots.map { shot in
      var stream = RandomStream(
        seed: seed &+ UInt64(shot >> 32), stream: UInt32(truncatingIfNeeded: shot), substream: draw)
      return stream.uniform() < probabilityOfOne
    }
    let count = isOne.count { $0 }
    var (ones, zeros): ([Int], [Int]) = ([], [])
    ones.reserveCapacity(count)
    zeros.reserveCapacity(isOne.count - count)
    for (shot, isOne) in zip(branch.shots, isOne) {
      if isOne { ones.append(shot) } else { zeros.append(shot) }
    }
    return (ones, zeros)
  }

  private mutating func split(
    _ branch: ProgramBranch, _ qubit: Int, _ value: Bool, probability: Double, shots: [Int]
  ) throws {
    guard waitingWithState < waitingStates else {
      waiting.append(try start(shots: shots, script: branch.history + [value]))
      return
    }
    var other = branch
    other.register = try branch.register.copied()
    other.shots = shots
    try other.settle(qubit, value, probability: probability)
    waiting.append(other)
    waitingWithState += 1
  }

  /// Draws what is still held for all shots of a branch together, and writes down its registers.
  private func write(_ branch: ProgramBranch, _ layouts: [[Int]], to words: inout [[UInt64]]) throws {
    let sources = layouts.map { bits in
      bits.map { bit -> RegisterReader.Source in
        guard let qubit = branch.qubit(awaitedBy: bit) else {
          return .constant(branch.machine.value(ofBit: bit) ?? false)
        }
        return branch.register.position(of: qubit).map { .qubit($0) } ?? .constant(false)
      }
    }
    let readers = sources.map(RegisterReader.init)
    func write(_ outcome: UInt64, shot: Int) {
      for (register, reader) in readers.enumerated() {
        reader.read(outcome, into: &words[register], at: shot * BitArray.wordsPerShot(layouts[register].count))
      }
    }
    guard readers.contains(where: \.readsQubits), let state = try branch.register.state() else {
      for shot in branch.shots {
        try cancellation.check()
        write(0, shot: shot)
      }
      return
    }
    let sampler = try OutcomeSampler(state, cancellation: cancellation)
    // Each branch has a seed that follows from its history.
    let branchSeed = branch.history.reduce(derivedSeed(seed, 0, 1)) {
      derivedSeed($0, $1 ? 1 : 0, 2)
    }
    var (buffer, next): ([UInt64], Int) = ([], 0)
    try sampler.draw(branch.shots.count, seed: branchSeed, cancellation: cancellation, buffer: &buffer) { outcomes in
      for outcome in outcomes {
        try cancellation.check()
        write(outcome, shot: branch.shots[next])
        next += 1
      }
    }
  }
}
