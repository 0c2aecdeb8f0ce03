import QuantumCircuits

/// Finds out what the names of a program mean, checks types and sizes, computes what is constant, and writes the
/// instructions of an ``OpenQASMMachine``.
struct Compiler {
  let limits: OpenQASMLimits
  let recognizesGates: Bool
  /// What is known of inputs; nil where they get their values when the program is run.
  let knownInputs: KnownInputs?

  /// 2 or 3: version 2 has fewer names of its own.
  var version = 3
  /// Names by block, from the outermost.
  var scopes: [[String: Definition]] = [[:]]
  /// The program, or the subroutine whose body is being read.
  var frame = Frame()
  /// Instructions of the program; those of subroutines stand behind them in the end.
  var steps: [Step] = []
  var program = ProgramParts()
  /// The parameters that inputs became.
  var parameterNames: Set<Parameter> = []
  /// Subroutines as they were written, and what was made of them.
  var subroutines: [SubroutineSource] = []
  var waitingInstances: [WaitingInstance] = []
  /// Instructions beside `steps`: those of subroutines, and those of the program while a subroutine is being read.
  var otherStepCount = 0
  var includesStandardGates = false
  /// Whether the statements of a gate's body are being read, and with which parameters.
  var gateBody: GateBody?
  /// Whether a quotient of integers must have no remainder, as in angles.
  var refusesRemainders = false
  /// How much more work may be done while constants are computed and loops written out.
  var remainingWork: Int

  /// What the texts of inputs without values become: parameters of a circuit.
  struct KnownInputs {
    var values: [String: OpenQASMValue] = [:]
  }

  /// Where variables of a program or a subroutine are kept, and what its loops and its end need.
  struct Frame {
    var isGlobal = true
    var slotCount = 0
    var bitCount = 0
    /// The elements of all variables.
    var valueCount = 0
    /// The first scope that belongs to it.
    var firstScope = 0
    var result: ValueType = .void
    /// The arrays that a subroutine gives back to its caller.
    var mutableSlots: [Slot] = []
    var loops: [Loop] = []
  }

  /// Jumps out of a loop that still need their target.
  struct Loop {
    var breaks: [Int] = []
    var continues: [Int] = []
  }

  init(
    limits: OpenQASMLimits, recognizesGates: Bool = true, knownInputs: KnownInputs? = nil, textLength: Int
  ) {
    self.limits = limits
    self.recognizesGates = recognizesGates
    self.knownInputs = knownInputs
    remainingWork = 1 << 22 + 16 * textLength
  }

  mutating func compile(_ statements: [Statement]) throws(OpenQASMError) {
    for statement in statements { try compile(statement) }
    emit(.end, at: SourcePosition.start)
    program.slotCount = frame.slotCount
    program.bitCount = frame.bitCount
    // Subroutines stand behind the program.
    for (index, code) in program.subroutineSteps.enumerated() {
      let start = steps.count
      program.subroutines[index].start = start
      steps += code.map { Step(instruction: $0.instruction.moved(by: start), position: $0.position) }
    }
    program.steps = steps
  }

  // MARK: Instructions

  mutating func emit(_ instruction: Instruction, at position: SourcePosition) {
    steps.append(Step(instruction: instruction, position: position))
  }

  mutating func emit(_ fragment: Fragment) throws(OpenQASMError) {
    steps += fragment.pushed
    try checkLength(at: fragment.position)
  }

  func checkLength(at position: SourcePosition) throws(OpenQASMError) {
    guard steps.count + otherStepCount <= limits.instructionCount else {
      throw position.error(found: "a program too long", allowed: "\(limits.instructionCount) instructions")
    }
  }

  /// Lets the jump at an index go on here.
  mutating func land(_ index: Int) {
    steps[index].instruction = steps[index].instruction.jumping(to: steps.count)
  }

  // MARK: Names

  func definition(of name: String) -> Definition? {
    var index = scopes.count - 1
    while index >= 0 {
      if let found = scopes[index][name] {
        return index >= frame.firstScope || found.isVisibleInSubroutines ? found : nil
      }
      index -= 1
    }
    return nil
  }

  /// Whether a name means something where a subroutine or a gate cannot see it.
  func isOutside(_ name: String) -> Bool { scopes.contains { $0[name] != nil } }

  /// A number that the language has a name for.
  func constant(named name: String) -> Double? {
    version == 3 || name == "pi" ? OpenQASMNames.constants[name] : nil
  }

  func isFunction(_ name: String) -> Bool {
    (version == 2 ? OpenQASMNames.functionsOfVersion2 : OpenQASMNames.functions).contains(name)
  }

  mutating func define(
    _ name: Statement.Name, _ definition: Definition, as thing: String
  ) throws(OpenQASMError) {
    let current = scopes.count - 1
    if constant(named: name.text) != nil || isFunction(name.text) || name.text == "U"
      || name.text == OpenQASMNames.withoutBody || scopes[current][name.text].map({ !$0.isReplaceable }) == true
    {
      throw name.position.error(
        found: "\(shortened(name.text)), a name that is taken", allowed: "a new name for the \(thing)")
    }
    scopes[current][name.text] = definition
  }

  /// Runs `body` in a block of its own.
  mutating func scoped<T>(_ body: (inout Compiler) throws(OpenQASMError) -> T) throws(OpenQASMError) -> T {
    scopes.append([:])
    defer { scopes.removeLast() }
    return try body(&self)
  }

  mutating func compile(block statements: [Statement]) throws(OpenQASMError) {
    try scoped { compiler throws(OpenQASMError) in
      for statement in statements { try compiler.compile(statement) }
    }
  }

  // MARK: Variables

  mutating func newSlot(_ size: Int = 1, at position: SourcePosition) throws(OpenQASMError) -> Slot {
    guard size <= limits.valueCount - frame.valueCount else {
      throw position.error(found: "too many values", allowed: "\(limits.valueCount) in all variables")
    }
    frame.valueCount += size
    frame.slotCount += 1
    return Slot(isGlobal: frame.isGlobal, index: frame.slotCount - 1)
  }

  mutating func newBits(_ count: Int?, at position: SourcePosition) throws(OpenQASMError) -> BitPlace {
    let size = count ?? 1
    guard frame.bitCount + size <= limits.bitCount else {
      throw position.error(found: "a bit too many", allowed: "\(limits.bitCount) bits in all")
    }
    frame.bitCount += size
    return BitPlace(
      isGlobal: frame.isGlobal, bits: Array((frame.bitCount - size)..<frame.bitCount), isSingle: count == nil)
  }

  /// Counts work that a short text may ask for often, and refuses too much of it.
  mutating func spend(_ count: Int, at position: SourcePosition) throws(OpenQASMError) {
    remainingWork -= count
    guard remainingWork >= 0 else {
      throw position.error(
        found: "a text that takes too much work to read", allowed: "at most 2^22 steps more than 16 for each character")
    }
  }

  /// Counts an operation on constants, by their sizes.
  mutating func spend(on values: [Value], at position: SourcePosition) throws(OpenQASMError) {
    try spend(values.reduce(1) { $0 + $1.size }, at: position)
  }
}

extension Value {
  /// How much more work and memory it takes than a number. Short sums of inputs, as circuits have them, are numbers.
  fileprivate var size: Int {
    switch self {
    case .linear(let form): form.coefficients.count > 4 ? 8 * form.coefficients.count : 0
    case .array(let array): array.elements.count
    default: cost
    }
  }
}

extension Definition {
  fileprivate var isReplaceable: Bool {
    if case .gate(let signature) = self { signature.isReplaceable } else { false }
  }
}

extension Instruction {
  /// The same instruction in a program where it stands later.
  fileprivate func moved(by distance: Int) -> Instruction {
    switch self {
    case .jump(let target): .jump(target + distance)
    case .jumpIfFalse(let target): .jumpIfFalse(target + distance)
    case .beginRange(let slot, let exit): .beginRange(slot, exit: exit + distance)
    case .nextOfRange(let slot, let body): .nextOfRange(slot, body: body + distance)
    case .beginElements(let slot, let exit): .beginElements(slot, exit: exit + distance)
    case .nextElement(let slot, let body): .nextElement(slot, body: body + distance)
    default: self
    }
  }
}
