/// The operands of instructions, and those that only compute.
struct OperandStack: Sendable {
  private var values: [Value] = []

  var top: Value? { values.last }

  mutating func push(_ value: Value) { values.append(value) }

  mutating func pop() -> Value { values.popLast() ?? .void }

  /// The last so many values, in their order.
  mutating func pop(_ count: Int) -> [Value] {
    let taken = Array(values.suffix(count))
    values.removeLast(taken.count)
    return taken
  }

  mutating func popQubits() -> [Int] {
    if case .qubits(let qubits) = pop() { qubits } else { [] }
  }

  /// Executes an instruction that depends on nothing but the stack; false for others.
  mutating func execute(_ instruction: Instruction) throws(ValueError) -> Bool {
    switch instruction {
    case .push(let value): push(value)
    case .pushZero(let type): push(type.zero)
    case .pop: _ = pop()
    case .combine(let symbol, let type, let isExact):
      let right = pop(), left = pop()
      if isExact, Value.leavesRemainder(left, right) { throw .remainder }
      push(try Value.combined(left, symbol, right, as: type))
    case .sign(let sign, let type): push(try Value.signed(sign, pop(), as: type))
    case .convert(let type): push(try pop().converted(to: type))
    case .call(let function, let count, let type): push(try function.value(pop(count), as: type))
    case .select(let count):
      let selectors = pop(count)
      push(try Value.selected(from: pop(), selectors))
    case .makeRange(let hasFirst, let hasStep, let hasLast):
      let count = (hasFirst ? 1 : 0) + (hasStep ? 1 : 0) + (hasLast ? 1 : 0)
      push(try Value.selector(pop(count), instruction))
    case .makeList(let count): push(try Value.selector(pop(count), instruction))
    case .makeArray(_, let sizes):
      push(.array(ArrayValue(joining: pop(sizes.first ?? 0), dimensions: sizes)))
    case .joinArrays(let count): push(joined(pop(count)))
    case .selectQubits(let count):
      let selectors = pop(count), qubits = popQubits()
      let chosen = try selectors.first?.indices(among: qubits.count, thing: "qubit") ?? []
      push(.qubits(chosen.map { qubits[$0] }))
    case .joinQubits(let count):
      let qubits = pop(count).flatMap { if case .qubits(let qubits) = $0 { qubits } else { [Int]() } }
      guard Set(qubits).count == qubits.count else { throw .overlap("qubits") }
      push(.qubits(qubits))
    case .checkQubits(let type):
      let qubits = popQubits()
      let count: Int? = if case .qubits(let count) = type { count } else { nil }
      guard qubits.count == count ?? 1 else {
        throw ValueError(found: "\(qubits.count) qubits as an argument", allowed: "\(count ?? 1)")
      }
      push(.qubits(qubits))
    default: return false
    }
    return true
  }

  private func joined(_ parts: [Value]) -> Value {
    var bits: [Bool] = []
    var arrays: [ArrayValue] = []
    for part in parts {
      if case .array(let array) = part { arrays.append(array) }
      if case .bits(let row) = part { bits += row.elements }
    }
    guard let first = arrays.first else { return .bits(Bits(bits)) }
    let rows = arrays.reduce(0) { $0 + ($1.dimensions.first ?? 0) }
    return .array(ArrayValue(dimensions: [rows] + first.dimensions.dropFirst(), elements: arrays.flatMap(\.elements)))
  }

  /// The number that instructions compute from the parameters of a gate.
  ///
  /// - Throws: ``OpenQASMError`` where an input without a value would have to be known.
  static func number(
    _ steps: [Step], parameters: [LinearForm]
  ) throws(OpenQASMError) -> LinearForm {
    var stack = OperandStack()
    var counter = 0
    while counter < steps.count {
      let step = steps[counter]
      counter += 1
      do throws(ValueError) {
        switch step.instruction {
        case .load(let slot):
          let form = parameters.indices.contains(slot.index) ? parameters[slot.index] : .number(0)
          stack.push(form.isConstant ? .float(form.value) : .linear(form))
        case .jumpKeeping(let when, let skipped):
          if stack.top?.isTrue == when { counter += skipped }
        default: _ = try stack.execute(step.instruction)
        }
      } catch {
        throw error.at(step.position)
      }
    }
    do throws(ValueError) {
      return try stack.pop().form()
    } catch {
      throw error.at(steps.last?.position ?? .start)
    }
  }
}
