extension Compiler {
  /// Operators of one rank, from left to right.
  mutating func compile(_ first: Expression, _ links: [Expression.Link]) throws(OpenQASMError) -> Fragment {
    var left = try compile(first)
    for link in links {
      let right = try compile(link.operand)
      left = try combine(left, link.symbol, right, at: link.position)
    }
    return left
  }

  /// Powers, from right to left.
  mutating func compile(powers operands: [Expression]) throws(OpenQASMError) -> Fragment {
    guard var result = try operands.last.map({ operand throws(OpenQASMError) in try compile(operand) }) else {
      throw SourcePosition.start.error(found: "a power of nothing", allowed: "an operand")
    }
    for operand in operands.dropLast().reversed() {
      result = try combine(try compile(operand), .power, result, at: operand.position)
    }
    return result
  }

  mutating func combine(
    _ left: Fragment, _ symbol: BinaryOperator, _ right: Fragment, at position: SourcePosition
  ) throws(OpenQASMError) -> Fragment {
    guard let types = ValueType.operation(left.type, symbol, right.type) else {
      throw position.error(
        found: "'\(symbol.rawValue)' between \(left.type.name) and \(right.type.name)",
        allowed: "types that it is defined for")
    }
    if symbol == .and || symbol == .or {
      return try combineLazily(try convert(left, to: .bool), symbol, try convert(right, to: .bool), at: position)
    }
    let left = try convert(left, to: types.left), right = try convert(right, to: types.right)
    let isExact = refusesRemainders && symbol == .divide && types.result.isInteger
    if let a = left.constant, let b = right.constant {
      try spend(on: [a, b], at: position)
      do throws(ValueError) {
        // Inputs that are not known may stand where only their combination is refused.
        if !isExact || !Value.leavesRemainder(a, b) {
          if types.result == .int(64), overflows(a, symbol, b) {
            throw ValueError(found: "a constant beyond 64 bits", allowed: "smaller integers, or floats")
          }
          let value = try Value.combined(a, symbol, b, as: types.result)
          return Fragment(type: types.result, constant: value, position: left.position)
        }
        throw ValueError.remainder
      } catch {
        guard gateBody != nil, a.termCount + b.termCount > 0 else { throw error.at(position) }
      }
    }
    var result = Fragment(type: types.result, position: left.position)
    result.steps = try deferred(left) + deferred(right)
    result.append(.combine(symbol, types.result, isExact: isExact), at: position)
    return result
  }

  /// Instructions for a value; a sum of a gate's parameters becomes loads of these.
  func deferred(_ fragment: Fragment) throws(OpenQASMError) -> [Step] {
    guard gateBody != nil, case .linear(let form)? = fragment.constant else { return fragment.pushed }
    let position = fragment.position
    var steps: [Step] = []
    func step(_ instruction: Instruction) { steps.append(Step(instruction: instruction, position: position)) }
    if let constant = form.constant { step(.push(.float(constant))) }
    for (index, coefficient) in form.coefficients.sorted(by: { $0.key < $1.key }) {
      let isFirst = steps.isEmpty
      step(.load(Slot(isGlobal: false, index: index)))
      if coefficient != 1 {
        step(.push(.float(coefficient)))
        step(.combine(.multiply, .float(64), isExact: false))
      }
      if !isFirst { step(.combine(.add, .float(64), isExact: false)) }
    }
    return steps
  }

  private func overflows(_ a: Value, _ symbol: BinaryOperator, _ b: Value) -> Bool {
    guard let a = a.index, let b = b.index else { return false }
    switch symbol {
    case .add: return a.addingReportingOverflow(b).overflow
    case .subtract: return a.subtractingReportingOverflow(b).overflow
    case .multiply: return a.multipliedReportingOverflow(by: b).overflow
    default: return false
    }
  }

  /// `&&` and `||`, whose right side is left alone where the left decides.
  private func combineLazily(
    _ left: Fragment, _ symbol: BinaryOperator, _ right: Fragment, at position: SourcePosition
  ) throws(OpenQASMError) -> Fragment {
    let deciding = symbol == .or
    if let constant = left.constant {
      return constant.isTrue == deciding ? .constant(.bool(deciding), .bool, at: position) : right
    }
    var result = left
    result.append(.jumpKeeping(when: deciding, skipping: right.pushed.count + 1), at: position)
    result.append(.pop, at: position)
    result.steps += right.pushed
    result.type = .bool
    return result
  }

  /// Signs in front of a value, the last of which is taken first.
  mutating func compile(
    _ signs: [UnaryOperator], _ operand: Expression, at position: SourcePosition
  ) throws(OpenQASMError) -> Fragment {
    var value = try compile(operand)
    for sign in signs.reversed() {
      let type = try type(of: sign, value.type, at: position)
      value = try convert(value, to: type)
      try spend(1, at: position)
      if sign == .plus { continue }
      if let constant = value.constant {
        try spend(on: [constant], at: position)
        do throws(ValueError) {
          value.constant = try Value.signed(sign, constant, as: type)
        } catch {
          throw error.at(position)
        }
      } else {
        value.append(.sign(sign, type), at: position)
      }
    }
    value.position = position
    return value
  }

  private func type(
    of sign: UnaryOperator, _ type: ValueType, at position: SourcePosition
  ) throws(OpenQASMError) -> ValueType {
    switch (sign, type) {
    case (.not, _) where type.isNumber: return .bool
    case (.complement, .bits), (.complement, .int), (.complement, .uint), (.complement, .angle), (.complement, .bool):
      return type
    case (.plus, .int), (.plus, .uint), (.plus, .float), (.plus, .complex), (.plus, .angle), (.plus, .duration),
      (.minus, .int), (.minus, .uint), (.minus, .float), (.minus, .complex), (.minus, .angle), (.minus, .duration):
      return type
    case (.plus, .bool), (.plus, .bits(nil)), (.minus, .bool), (.minus, .bits(nil)): return .int(64)
    case (.plus, .bits(let count?)), (.minus, .bits(let count?)):
      if count <= 64 { return .uint(max(1, count)) }
    default: break
    }
    throw position.error(
      found: "'\(sign.rawValue)' before a value of the type \(type.name)", allowed: "types that have it")
  }
}
