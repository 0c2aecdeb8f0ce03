extension Compiler {
  mutating func compile(controlFlow statement: Statement) throws(OpenQASMError) {
    let position = statement.position
    switch statement.kind {
    case .conditional(let condition, let body, let otherwise):
      try compileCondition(condition)
      let jump = steps.count
      emit(.jumpIfFalse(0), at: position)
      try compile(block: body)
      if otherwise.isEmpty {
        land(jump)
      } else {
        let end = steps.count
        emit(.jump(0), at: position)
        land(jump)
        try compile(block: otherwise)
        land(end)
      }
    case .whileLoop(let condition, let body):
      let start = steps.count
      try compileCondition(condition)
      let exit = steps.count
      emit(.jumpIfFalse(0), at: position)
      try compile(loop: body)
      let loop = frame.loops.popLast() ?? Loop()
      emit(.jump(start), at: position)
      for jump in loop.continues { steps[jump].instruction = .jump(start) }
      land(exit)
      for jump in loop.breaks { land(jump) }
    case .forLoop(let loop): try compile(loop, at: position)
    case .choice(let value, let cases, let otherwise):
      try compile(choice: value, cases, otherwise: otherwise, at: position)
    case .breakLoop, .continueLoop:
      guard !frame.loops.isEmpty else {
        throw position.error(
          found: "\(statement.word) outside of a loop", allowed: "\(statement.word) in for and while")
      }
      if case .breakLoop = statement.kind {
        frame.loops[frame.loops.count - 1].breaks.append(steps.count)
      } else {
        frame.loops[frame.loops.count - 1].continues.append(steps.count)
      }
      emit(.jump(0), at: position)
    case .giveBack(let value): try compile(giveBack: value, at: position)
    default: emit(.end, at: position)
    }
  }

  private mutating func compileCondition(_ condition: Expression) throws(OpenQASMError) {
    try emit(try convert(try compile(condition), to: .bool))
  }

  /// The body of a loop; the loop stays on `frame.loops`, for its jumps to be given their targets.
  private mutating func compile(loop body: [Statement]) throws(OpenQASMError) {
    frame.loops.append(Loop())
    try compile(block: body)
  }

  private mutating func compile(_ loop: Statement.ForLoop, at position: SourcePosition) throws(OpenQASMError) {
    let type = try resolve(loop.type)
    guard type.isNumber || type == .duration else {
      throw loop.type.position.error(found: "a loop over \(type.name)", allowed: "numbers and bits")
    }
    // Hidden variables: what a range has reached, its step and how often it goes on; or the elements and the next one.
    let state = try newSlot(at: position)
    let begin: Instruction
    let element: ValueType
    if case .range(let first, let step, let last) = loop.values.kind {
      guard let first, let last else {
        throw loop.values.position.error(found: "a range without an end", allowed: "first:last or first:step:last")
      }
      _ = try newSlot(at: position)
      let one = Expression(.integer("1"), at: position)
      for part in [first, step ?? one, last] {
        let value = try compile(part)
        guard value.type.isInteger || value.type.bitCount != nil else {
          throw part.position.error(found: "a range of \(value.type.name)", allowed: "integers")
        }
        try emit(try convert(value, to: .int(64)))
      }
      _ = try newSlot(at: position)
      begin = .beginRange(state, exit: 0)
      element = .int(64)
    } else {
      let values = try collection(loop.values, of: type)
      try emit(values.fragment)
      _ = try newSlot(values.fragment.type.size, at: position)
      begin = .beginElements(state, exit: 0)
      element = values.element
    }
    let start = steps.count
    emit(begin, at: position)
    let body = steps.count
    let jumps = try scoped { compiler throws(OpenQASMError) in
      try compiler.bind(loop.name, type, from: element)
      try compiler.compile(loop: loop.body)
      return compiler.frame.loops.popLast() ?? Loop()
    }
    for jump in jumps.continues { land(jump) }
    if case .beginRange = begin {
      emit(.nextOfRange(state, body: body), at: position)
    } else {
      emit(.nextElement(state, body: body), at: position)
    }
    land(start)
    for jump in jumps.breaks { land(jump) }
  }

  /// Gives the variable of a loop the value that is on the stack.
  private mutating func bind(
    _ name: Statement.Name, _ type: ValueType, from element: ValueType
  ) throws(OpenQASMError) {
    if element != type { emit(.convert(type), at: name.position) }
    if case .bits(let count) = type {
      let place = try newBits(count, at: name.position)
      try define(name, .bits(place), as: "variable of the loop")
      emit(.storeBits(place), at: name.position)
    } else {
      let slot = try newSlot(at: name.position)
      try define(name, .variable(slot, type, isReadOnly: false), as: "variable of the loop")
      emit(.store(slot), at: name.position)
    }
  }

  /// What a loop goes through, other than a range.
  private mutating func collection(
    _ expression: Expression, of type: ValueType
  ) throws(OpenQASMError) -> (fragment: Fragment, element: ValueType) {
    if case .list(let list) = expression.kind {
      return (try compile(list: list, as: .array(type, [list.count]), at: expression.position), type)
    }
    let fragment = try compile(expression)
    switch fragment.type {
    case .array(let element, let sizes) where sizes.count == 1: return (fragment, element)
    case .bits(_?): return (fragment, .bits(nil))
    default:
      throw expression.position.error(
        found: "a loop over a value of the type \(fragment.type.name)",
        allowed: "a range, a list, bits or an array of one dimension")
    }
  }

  private mutating func compile(
    choice value: Expression, _ cases: [Statement.Case], otherwise: [Statement]?, at position: SourcePosition
  ) throws(OpenQASMError) {
    let slot = try newSlot(at: position)
    let fragment = try compile(value)
    guard fragment.type.isInteger || fragment.type.bitCount != nil || fragment.type == .bits(nil) else {
      throw value.position.error(
        found: "a switch over a value of the type \(fragment.type.name)", allowed: "an integer")
    }
    try emit(try convert(fragment, to: .int(64)))
    emit(.store(slot), at: position)
    var seen: Set<Value> = []
    var ends: [Int] = []
    for one in cases {
      var matches: [Int] = []
      for label in one.labels {
        let constant = try convert(try constantFragment(label), to: .int(64))
        guard let number = constant.constant, seen.insert(number).inserted else {
          throw label.position.error(found: "a case that stands twice", allowed: "different cases")
        }
        emit(.load(slot), at: label.position)
        emit(.push(number), at: label.position)
        emit(.combine(.unequal, .bool, isExact: false), at: label.position)
        matches.append(steps.count)
        emit(.jumpIfFalse(0), at: label.position)
      }
      let next = steps.count
      emit(.jump(0), at: position)
      for match in matches { land(match) }
      try compile(block: one.body)
      ends.append(steps.count)
      emit(.jump(0), at: position)
      land(next)
    }
    if let otherwise { try compile(block: otherwise) }
    for end in ends { land(end) }
  }

  private mutating func compile(giveBack value: Statement.Value?, at position: SourcePosition) throws(OpenQASMError) {
    guard !frame.isGlobal else {
      throw position.error(found: "return outside of a subroutine", allowed: "return in def; end ends the program")
    }
    switch value {
    case nil:
      guard frame.result == .void else {
        throw position.error(found: "return without a value", allowed: "a value of the type \(frame.result.name)")
      }
    case _ where frame.result == .void:
      throw position.error(found: "return with a value", allowed: "a subroutine with a type behind '->'")
    case .expression(let expression)?:
      try emit(try compile(value: expression, as: frame.result))
    case .measurement(let qubits, let place)?:
      let outcome = try measuredValue(try compile(qubits: qubits), at: place)
      try emit(try convert(outcome, to: frame.result))
    }
    emitLeave(at: position)
  }
}
