import QuantumCircuits

extension OpenQASMMachine {
  /// Executes instructions up to one that gives an event or a gate to unfold.
  mutating func run() throws(OpenQASMError) -> Event? {
    let parts = program.code.parts
    while counter < parts.steps.count {
      let step = parts.steps[counter]
      remainingSteps -= 1
      guard remainingSteps >= 0 else { throw program.limits.tooManySteps(at: step.position) }
      do throws(ValueError) {
        if let waiting = try waitingBits(readBy: step.instruction) { return .read(bits: waiting) }
        counter += 1
        // Long values take their time where they are used and where they are made.
        let isFree = step.instruction.copiesNothing
        if !isFree { remainingSteps -= stack.top?.cost ?? 0 }
        switch step.instruction {
        case .operation(let index): return .gate(parts.operations[index])
        case .end:
          counter -= 1
          return .end
        case .jump(let target): counter = target
        case .jumpIfFalse(let target):
          if !stack.pop().isTrue { counter = target }
        case .jumpKeeping(let when, let skipped):
          if stack.top?.isTrue == when { counter += skipped }
        case .load(let slot): stack.push(value(in: slot))
        case .store(let slot): store(stack.pop(), in: slot)
        case .storeSelected(let slot, let type, let count): try storeSelected(slot, type, count)
        case .loadBits, .storeBits, .loadSelectedBits, .storeSelectedBits: try executeBits(step.instruction)
        case .beginRange, .nextOfRange, .beginElements, .nextElement: try executeLoop(step.instruction)
        case .gate, .measure, .discard, .reset: try executeQuantum(step.instruction)
        case .enter(let subroutine): try enter(parts.subroutines[subroutine], subroutine)
        case .leave: leave()
        default: _ = try stack.execute(step.instruction)
        }
        if !isFree { remainingSteps -= stack.top?.cost ?? 0 }
      } catch {
        throw error.at(step.position)
      }
      if broadcast != nil || !ready.isEmpty { return nil }
    }
    return .end
  }

  // MARK: Variables

  private func value(in slot: Slot) -> Value {
    slot.isGlobal ? globals[slot.index] : locals[(calls.last?.firstLocal ?? 0) + slot.index]
  }

  private mutating func store(_ value: Value, in slot: Slot) {
    if slot.isGlobal {
      globals[slot.index] = value
    } else {
      locals[(calls.last?.firstLocal ?? 0) + slot.index] = value
    }
  }

  private mutating func storeSelected(_ slot: Slot, _ type: ValueType, _ count: Int) throws(ValueError) {
    let selectors = stack.pop(count), value = stack.pop()
    remainingSteps -= value.cost
    switch self.value(in: slot) {
    case .array(var array):
      // The variable lets go of the array, so that it is changed in its place.
      store(.void, in: slot)
      defer { store(.array(array), in: slot) }
      try array.assign(value, to: selectors)
    case let number:
      // Bits of an integer or an angle.
      guard let width = type.bitCount, case .bits(var row) = try number.converted(to: .bits(width)),
        case .bits(let chosen) = value, let selector = selectors.first
      else { throw ValueError(found: "bits of a value that has none", allowed: "bits of integers and angles") }
      for (position, index) in try selector.indices(among: width, thing: "bit").enumerated()
      where position < chosen.count {
        row[index] = chosen[position]
      }
      store(try Value.bits(row).converted(to: type), in: slot)
    }
  }

  // MARK: Bits

  /// The numbers of bits in the one space of the program's bits.
  func numbers(of place: BitPlace) -> [Int] {
    guard !place.isGlobal, let first = calls.last?.firstBit, first > 0 else { return place.bits }
    return place.bits.map { first + $0 }
  }

  /// The numbers of those bits that a selector names, without going through all.
  func numbers(of place: BitPlace, _ selector: Value) throws(ValueError) -> [Int] {
    let first = place.isGlobal ? 0 : calls.last?.firstBit ?? 0
    return try selector.indices(among: place.bits.count, thing: "bit").map { first + place.bits[$0] }
  }

  /// The bits that an instruction is about to use, if some of them wait for their outcome.
  private func waitingBits(readBy instruction: Instruction) throws(ValueError) -> [Int]? {
    let used: [Int]
    switch instruction {
    case .loadBits(let place): used = numbers(of: place)
    case .loadSelectedBits(let place): used = try numbers(of: place, stack.top ?? .void)
    default: return nil
    }
    guard used.count > 1 else { return used.first.map { bits[$0] == .waiting } == true ? used : nil }
    let waiting = used.filter { bits[$0] == .waiting }
    return waiting.isEmpty ? nil : waiting
  }

  func loadedBits(_ numbers: [Int]) -> Value { .bits(Bits(numbers.map { bits[$0] == .one })) }

  mutating func store(_ value: Value, in numbers: [Int]) {
    remainingSteps -= numbers.count / 8
    guard case .bits(let row) = value else { return }
    for (position, number) in numbers.enumerated() where position < row.count {
      bits[number] = row[position] ? .one : .zero
    }
  }

  private mutating func executeBits(_ instruction: Instruction) throws(ValueError) {
    switch instruction {
    case .loadBits(let place): stack.push(loadedBits(numbers(of: place)))
    case .storeBits(let place): store(stack.pop(), in: numbers(of: place))
    case .loadSelectedBits(let place): stack.push(loadedBits(try numbers(of: place, stack.pop())))
    case .storeSelectedBits(let place):
      let chosen = try numbers(of: place, stack.pop())
      store(stack.pop(), in: chosen)
    default: break
    }
  }

  // MARK: Loops

  private mutating func executeLoop(_ instruction: Instruction) throws(ValueError) {
    func following(_ slot: Slot, _ distance: Int) -> Slot {
      Slot(isGlobal: slot.isGlobal, index: slot.index + distance)
    }
    switch instruction {
    case .beginRange(let slot, let exit):
      let last = stack.pop().index ?? 0, step = stack.pop().index ?? 0, first = stack.pop().index ?? 0
      guard let count = rangeCount(first, step, last) else {
        throw ValueError(
          found: "a range by steps of \(step)", allowed: "a step that is not 0, and less than 2^63 steps")
      }
      guard count > 0 else {
        counter = exit
        return
      }
      store(.int(Int64(first)), in: slot)
      store(.int(Int64(step)), in: following(slot, 1))
      store(.int(Int64(count - 1)), in: following(slot, 2))
      stack.push(.int(Int64(first)))
    case .nextOfRange(let slot, let body):
      guard case .int(let current) = value(in: slot), case .int(let step) = value(in: following(slot, 1)),
        case .int(let rest) = value(in: following(slot, 2)), rest > 0
      else { return }
      store(.int(current &+ step), in: slot)
      store(.int(rest - 1), in: following(slot, 2))
      stack.push(.int(current &+ step))
      counter = body
    case .beginElements(let slot, let exit):
      store(stack.pop(), in: slot)
      store(.int(0), in: following(slot, 1))
      if !pushElement(of: slot, following(slot, 1)) { counter = exit }
    case .nextElement(let slot, let body):
      if pushElement(of: slot, following(slot, 1)) { counter = body }
    default: break
    }
  }

  /// Leaves the next element of a collection on the stack; false behind the last.
  private mutating func pushElement(of collection: Slot, _ position: Slot) -> Bool {
    guard let index = value(in: position).index else { return false }
    switch value(in: collection) {
    case .array(let array):
      guard index < array.elements.count else { return false }
      stack.push(array.elements[index])
    case .bits(let row):
      guard index < row.count else { return false }
      stack.push(.bits(Bits([row[index]])))
    default: return false
    }
    store(.int(Int64(index + 1)), in: position)
    return true
  }

  // MARK: Subroutines

  private mutating func enter(_ code: SubroutineCode, _ index: Int) throws(ValueError) {
    let limits = program.limits
    guard calls.count < limits.callDepth else {
      throw ValueError(
        found: "subroutines that call each other too deep", allowed: "\(limits.callDepth) calls within each other")
    }
    guard valueCount + code.valueCount <= limits.valueCount, bits.count + code.bitCount <= limits.bitCount else {
      throw ValueError(
        found: "too many values at a time", allowed: "\(limits.valueCount) values and \(limits.bitCount) bits")
    }
    let arguments = stack.pop(code.argumentCount)
    remainingSteps -= arguments.reduce((code.slotCount + code.bitCount) / 8) { $0 + $1.cost }
    calls.append(
      CallFrame(subroutine: index, returnAddress: counter, firstLocal: locals.count, firstBit: bits.count))
    valueCount += code.valueCount
    locals += arguments
    locals += [Value](repeating: .void, count: code.slotCount - arguments.count)
    bits += [Bit](repeating: .zero, count: code.bitCount)
    for (argument, place) in zip(arguments, code.parameterBits) {
      if let place { store(argument, in: numbers(of: place)) }
    }
    counter = code.start
  }

  private mutating func leave() {
    guard let frame = calls.popLast() else { return }
    counter = frame.returnAddress
    valueCount -= program.code.parts.subroutines[frame.subroutine].valueCount
    locals.removeLast(locals.count - frame.firstLocal)
    bits.removeLast(bits.count - frame.firstBit)
  }
}
