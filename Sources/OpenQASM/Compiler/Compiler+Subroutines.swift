import QuantumCircuits

/// A subroutine as it was written, and the instructions that were made of it for the sizes of its arrays.
struct SubroutineSource: Sendable {
  var statement: Statement.Subroutine
  /// The types of the parameters; those of arrays without sizes are nil.
  var types: [ValueType?]
  var result: ValueType
  /// By the types of the parameters.
  var instances: [[ValueType]: Int] = [:]
}

extension Compiler {
  /// A subroutine for parameters of known types, whose instructions are not written yet.
  struct WaitingInstance {
    var subroutine: Int
    var types: [ValueType]
    var instance: Int
  }

  mutating func compile(_ subroutine: Statement.Subroutine) throws(OpenQASMError) {
    var types: [ValueType?] = []
    for parameter in subroutine.parameters {
      switch parameter.role {
      case .qubits(let size):
        guard let size else {
          types.append(.qubits(nil))
          continue
        }
        types.append(.qubits(try registerSize(size, behind: 0, limit: Circuit.maximumQubitCount)))
      case .array(let name, _):
        if case .arrayOfRank = name.kind { types.append(nil) } else { types.append(try resolve(name)) }
      case .value(let name): types.append(try resolve(name))
      }
    }
    let result = try subroutine.result.map { name throws(OpenQASMError) in try resolve(name) } ?? .void
    if case .array = result, let name = subroutine.result {
      throw name.position.error(found: "a result of the type \(result.name)", allowed: "one value")
    }
    try define(subroutine.name, .subroutine(subroutines.count), as: "subroutine")
    subroutines.append(SubroutineSource(statement: subroutine, types: types, result: result))
    let known = types.compactMap { $0 }
    if known.count == types.count { _ = try instance(of: subroutines.count - 1, types: known) }
  }

  /// The instructions of a subroutine for parameters of known types.
  private mutating func instance(of index: Int, types: [ValueType]) throws(OpenQASMError) -> Int {
    if let instance = subroutines[index].instances[types] { return instance }
    let name = subroutines[index].statement.name
    let instance = program.subroutines.count
    guard instance < 1 << 12 else {
      throw name.position.error(found: "too many subroutines", allowed: "\(1 << 12)")
    }
    subroutines[index].instances[types] = instance
    program.subroutines.append(SubroutineCode(name: name.text, argumentCount: types.count))
    program.subroutineSteps.append([])
    waitingInstances.append(WaitingInstance(subroutine: index, types: types, instance: instance))
    // One after the other, not within each other: each may call itself with arrays of another size.
    guard waitingInstances.count == 1 else { return instance }
    var next = 0
    while next < waitingInstances.count {
      try compile(waitingInstances[next])
      next += 1
    }
    waitingInstances = []
    return instance
  }

  private mutating func compile(_ waiting: WaitingInstance) throws(OpenQASMError) {
    let source = subroutines[waiting.subroutine], instance = waiting.instance
    let outer = (frame, scopes, steps)
    frame = Frame(isGlobal: false, firstScope: 1, result: source.result)
    scopes = [scopes[0], [:]]
    steps = []
    otherStepCount += outer.2.count
    defer {
      otherStepCount += steps.count - outer.2.count
      (frame, scopes, steps) = outer
    }
    for (parameter, type) in zip(source.statement.parameters, waiting.types) {
      let place = try define(parameter, type)
      program.subroutines[instance].parameterBits.append(place)
    }
    for statement in source.statement.body { try compile(statement) }
    // Who comes here gives back nothing, or zero.
    if source.result != .void { emit(.pushZero(source.result), at: source.statement.name.position) }
    emitLeave(at: source.statement.name.position)
    program.subroutines[instance].slotCount = frame.slotCount
    program.subroutines[instance].bitCount = frame.bitCount
    program.subroutines[instance].valueCount = frame.valueCount
    program.subroutineSteps[instance] = steps
  }

  /// Where a parameter is kept; its bits when it is bits.
  private mutating func define(
    _ parameter: Statement.Subroutine.Parameter, _ type: ValueType
  ) throws(OpenQASMError) -> BitPlace? {
    let position = parameter.name.position
    if case .bits(let count) = type {
      // Every parameter takes a slot, so that the arguments on the stack become the slots.
      _ = try newSlot(at: position)
      let place = try newBits(count, at: position)
      try define(parameter.name, .bits(place), as: "parameter")
      return place
    }
    let slot = try newSlot(type.size, at: position)
    switch parameter.role {
    case .qubits:
      let count: Int? = if case .qubits(let count) = type { count } else { nil }
      try define(parameter.name, .qubitVariable(slot, count: count ?? 1, isSingle: count == nil), as: "parameter")
    case .array(_, let isMutable):
      if isMutable { frame.mutableSlots.append(slot) }
      try define(parameter.name, .variable(slot, type, isReadOnly: !isMutable), as: "parameter")
    case .value:
      try define(parameter.name, .variable(slot, type, isReadOnly: false), as: "parameter")
    }
    return nil
  }

  /// Leaves a subroutine whose result is on the stack; the arrays that it changed come on top of it.
  func leaveSteps(at position: SourcePosition) -> [Step] {
    frame.mutableSlots.map { Step(instruction: .load($0), position: position) }
      + [Step(instruction: .leave, position: position)]
  }

  mutating func emitLeave(at position: SourcePosition) { steps += leaveSteps(at: position) }

  // MARK: Calls

  mutating func compile(
    subroutine index: Int, _ arguments: [Expression], at position: SourcePosition
  ) throws(OpenQASMError) -> Fragment {
    let source = subroutines[index]
    guard arguments.count == source.types.count else {
      throw position.error(
        found:
          "\(arguments.count) argument\(arguments.count == 1 ? "" : "s") for \(shortened(source.statement.name.text))",
        allowed: "\(source.types.count)")
    }
    var result = Fragment(type: source.result, position: position)
    var types: [ValueType] = []
    var changed: [Slot] = []
    for ((argument, parameter), type) in zip(zip(arguments, source.statement.parameters), source.types) {
      if case .qubits(let count)? = type {
        let qubits = try compile(qubits: argument)
        guard qubits.count == nil || qubits.count == count ?? 1 else {
          throw argument.position.error(found: "\(qubits.count ?? 0) qubits as an argument", allowed: "\(count ?? 1)")
        }
        noteGate(on: qubits)
        result.steps += qubits.pushed
        if qubits.count == nil { result.append(.checkQubits(.qubits(count)), at: argument.position) }
        types.append(.qubits(count))
        continue
      }
      var value = try compile(argument)
      let wanted: ValueType
      if let type { wanted = type } else { wanted = try rankedType(parameter, value) }
      value = try convert(value, to: wanted)
      types.append(wanted)
      result.steps += value.pushed
      if case .array(_, isMutable: true) = parameter.role {
        guard case .name(let name) = argument.kind, case .variable(let slot, wanted, false) = definition(of: name)
        else {
          throw argument.position.error(
            found: "an argument that cannot be changed", allowed: "the name of a variable of the type \(wanted.name)")
        }
        changed.append(slot)
      }
    }
    result.append(.enter(subroutine: try instance(of: index, types: types)), at: position)
    for slot in changed.reversed() { result.append(.store(slot), at: position) }
    return result
  }

  /// The type of an array whose parameter says only how many dimensions it has.
  private mutating func rankedType(
    _ parameter: Statement.Subroutine.Parameter, _ value: Fragment
  ) throws(OpenQASMError) -> ValueType {
    guard case .array(let name, _) = parameter.role, case .arrayOfRank(let element, let rank) = name.kind,
      case .array(_, let sizes) = value.type
    else { throw value.position.error(found: "a value of the type \(value.type.name)", allowed: "an array") }
    let count = try constantInteger(rank, found: "a number of dimensions", in: 1...7)
    guard sizes.count == count else {
      throw value.position.error(found: "an array of \(sizes.count) dimensions", allowed: "\(count)")
    }
    return .array(try resolve(element), sizes)
  }
}
