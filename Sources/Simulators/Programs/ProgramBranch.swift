internal import OpenQASM

/// One course of a program: the shots whose measurements have come out alike so far.
struct ProgramBranch {
  var machine: OpenQASMMachine
  /// This branch's alone.
  var register: ProgramRegister
  /// Numbers of shots, ascending.
  var shots: [Int]
  /// The outcomes that were drawn, in their order.
  var history: [Bool] = []
  /// Qubits whose measurement is put off, with the bits that it was made into last.
  private(set) var held: [Int: Set<Int>] = [:]
  /// For each of these bits its qubit.
  private var holders: [Int: Int] = [:]
  /// What the machine asked for last, while it is not done.
  var event: OpenQASMMachine.Event?
  /// Outcomes that are known from the branch that this one was split off, when it runs again from the start.
  var script: ArraySlice<Bool>

  init(_ machine: OpenQASMMachine, _ register: ProgramRegister, shots: [Int], script: [Bool]) {
    self.machine = machine
    self.register = register
    self.shots = shots
    self.script = script[...]
  }

  /// Puts a measurement off until somebody needs its outcome: gates that leave the qubit's value alone commute with it.
  mutating func hold(_ qubit: Int, for bit: Int?) {
    if let bit {
      // What was measured into this bit before is lost.
      if let other = holders.removeValue(forKey: bit) { held[other]?.remove(bit) }
      if !register.holds(qubit) { return machine.set(bit: bit, to: false) }
      holders[bit] = qubit
    }
    if register.holds(qubit) { held[qubit, default: []].formUnion(bit.map { [$0] } ?? []) }
  }

  /// The qubit whose outcome a bit waits for; nil for a bit that has a value, also one that it was given after a measurement.
  func qubit(awaitedBy bit: Int) -> Int? { machine.value(ofBit: bit) == nil ? holders[bit] : nil }

  /// Takes the outcome of a qubit for all shots of the branch.
  ///
  /// - Parameter probability: Of this outcome.
  mutating func settle(_ qubit: Int, _ value: Bool, probability: Double) throws {
    try register.collapse(qubit, to: value, probability: probability)
    for bit in held.removeValue(forKey: qubit) ?? [] {
      holders[bit] = nil
      machine.set(bit: bit, to: value)
    }
    history.append(value)
  }
}
