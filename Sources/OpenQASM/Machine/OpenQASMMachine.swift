public import QuantumCircuits

/// Runs a program up to what it needs from the quantum side, and on when it has got it.
///
/// The machine is a value: a copy made at a measurement goes on by itself, so a driver can follow both outcomes. The outcome
/// of a measurement is asked for only when the program is about to use it (``Event/read(bits:)``), so a driver may hold
/// measurements back and sample those that nothing waits for together in the end.
///
/// ```swift
/// var machine = try OpenQASMMachine(program)
/// while true {
///   switch try machine.next() {
///   case .gate(let operation): state.apply(operation)
///   case .measure(let qubit, let bit): if let bit { machine.set(bit: bit, to: state.measure(qubit)) }
///   case .reset(let qubit): state.reset(qubit)
///   case .read: break  // Nothing was held back.
///   case .end: return machine.outputs
///   }
/// }
/// ```
public struct OpenQASMMachine: Sendable {
  public enum Event: Sendable, Hashable {
    /// A gate; a global phase is a Pauli rotation on no qubits.
    case gate(Circuit.Operation)
    /// A measurement into a bit, which waits for its outcome from now on; nil when the outcome is dropped.
    case measure(qubit: Int, bit: Int?)
    case reset(qubit: Int)
    /// The program goes on only when all these bits, which wait for an outcome, have got it.
    case read(bits: [Int])
    case end
  }

  public let program: OpenQASMProgram
  /// The instruction that comes next.
  var counter = 0
  var stack = OperandStack()
  var globals: [Value]
  /// The variables of all subroutines that are being executed, the innermost last.
  var locals: [Value] = []
  var calls: [CallFrame] = []
  var bits: [Bit]
  /// The elements of all variables.
  var valueCount = 0
  /// A gate that is being unfolded, and the repetitions of it that are left.
  var broadcast: Broadcast?
  /// Measurements and resets that come next, the last first.
  var ready: [Event] = []
  private(set) var hasEnded = false
  var remainingSteps: Int
  private var remainingOperations: Int

  enum Bit: UInt8, Sendable {
    case zero, one
    /// Measured, but not told.
    case waiting
  }

  /// A subroutine that is being executed.
  struct CallFrame: Sendable {
    var subroutine: Int
    var returnAddress: Int
    /// Where its variables and its bits begin.
    var firstLocal: Int
    var firstBit: Int
  }

  /// A machine at the start of a program.
  ///
  /// - Parameter inputs: The value of each input.
  /// - Throws: ``OpenQASMError`` for an input without a value and for one that does not fit, at its declaration, and for a
  ///   value that no input wants, at the start of the text.
  public init(_ program: OpenQASMProgram, inputs: [String: OpenQASMValue] = [:]) throws(OpenQASMError) {
    self.program = program
    let parts = program.code.parts
    globals = [Value](repeating: .void, count: parts.slotCount)
    bits = [Bit](repeating: .zero, count: parts.bitCount)
    remainingSteps = program.limits.stepCount
    remainingOperations = program.limits.operationCount
    for input in parts.inputs {
      guard let value = inputs[input.name] else {
        throw input.position.error(
          found: "the input \(shortened(input.name)) without a value", allowed: "a value of the type \(input.type.name)"
        )
      }
      do throws(ValueError) {
        let converted = try value.value(as: input.type)
        if let slot = input.slot { globals[slot.index] = converted }
        if let place = input.bits { store(converted, in: place.bits) }
      } catch {
        throw input.position.error(
          found: "\(error.found) for the input \(shortened(input.name))", allowed: error.allowed)
      }
    }
    let names = Set(program.inputNames)
    if let unknown = inputs.keys.filter({ !names.contains($0) }).min() {
      throw SourcePosition.start.error(
        found: "a value for \(shortened(unknown)), which is no input",
        allowed: names.isEmpty ? "no values" : "values for \(names.sorted().prefix(5).joined(separator: ", "))")
    }
  }

  /// The place in the text of what the last event came from, as line and column.
  public var position: (line: Int, column: Int) { (Int(place.line), Int(place.column)) }

  var place: SourcePosition { place(ahead: 0) }

  /// The place of an instruction behind the last one that was executed.
  func place(ahead distance: Int) -> SourcePosition {
    let steps = program.code.parts.steps
    return steps.isEmpty ? .start : steps[max(0, min(counter + distance, steps.count) - 1)].position
  }

  /// The bits that were measured and have not been told their outcome.
  public var waitingBits: [Int] { bits.indices.filter { bits[$0] == .waiting } }

  /// Tells the outcome of the last measurement into a bit.
  ///
  /// A bit that does not wait for one keeps its value: the program has given it another meanwhile.
  public mutating func set(bit: Int, to value: Bool) {
    guard bits.indices.contains(bit), bits[bit] == .waiting else { return }
    bits[bit] = value ? .one : .zero
  }

  /// Whether a bit is 1; nil while it waits for its outcome.
  public func value(ofBit bit: Int) -> Bool? {
    guard bits.indices.contains(bit), bits[bit] != .waiting else { return nil }
    return bits[bit] == .one
  }

  /// Runs the program to the next event.
  ///
  /// - Throws: ``OpenQASMError`` for what goes wrong while it runs, such as an index out of range or a limit that is reached.
  public mutating func next() throws(OpenQASMError) -> Event {
    do throws(OpenQASMError) {
      let event = try nextEvent()
      switch event {
      case .gate, .measure, .reset:
        remainingOperations -= 1
        guard remainingOperations >= 0 else {
          throw place.error(
            found: "a program of too many operations", allowed: "at most \(program.limits.operationCount)")
        }
      case .read: break
      case .end: hasEnded = true
      }
      return event
    } catch {
      throw error.named(by: program.code.files)
    }
  }

  private mutating func nextEvent() throws(OpenQASMError) -> Event {
    while !hasEnded {
      if let event = ready.popLast() { return event }
      if let operation = try nextOperation() { return .gate(operation) }
      if let event = try run() { return event }
    }
    return .end
  }

  /// The next operation of a gate that is being unfolded.
  private mutating func nextOperation() throws(OpenQASMError) -> Circuit.Operation? {
    guard var current = broadcast else { return nil }
    broadcast = nil
    let operation = try current.next(program.code.parts.definitions, steps: &remainingSteps)
    if operation != nil { broadcast = current }
    return operation
  }
}
