import ComplexModule

extension Compiler {
  /// The value of an expression, computed now where all its parts are constants.
  mutating func compile(_ expression: Expression) throws(OpenQASMError) -> Fragment {
    let position = expression.position
    func constant(_ value: Value, _ type: ValueType) -> Fragment { .constant(value, type, at: position) }
    switch expression.kind {
    case .integer(let digits):
      if let number = Int64(digits) { return constant(.int(number), .int(64)) }
      if let number = UInt64(digits) { return constant(.uint(number), .uint(64)) }
      return constant(.float(try number(digits, at: position)), .float(64))
    case .decimal(let digits):
      return constant(.float(try number(digits, at: position)), .float(64))
    case .imaginary(let digits):
      return constant(.complex(Complex(0, try number(digits, at: position))), .complex(64))
    case .duration(let digits, let unit):
      return constant(.float(try number(digits, at: position) * seconds(of: unit)), .duration)
    case .boolean(let value): return constant(.bool(value), .bool)
    case .bits(let digits):
      return constant(.bits(Bits(digits.utf8.reversed().map { $0 == UInt8(ascii: "1") })), .bits(digits.utf8.count))
    case .name(let name): return try compile(name: name, at: position)
    case .physicalQubit:
      throw position.error(found: "a qubit in the place of a value", allowed: "a number or a variable")
    case .signs(let signs, let operand): return try compile(signs, operand, at: position)
    case .chain(let first, let links): return try compile(first, links)
    case .powers(let operands): return try compile(powers: operands)
    case .call(let name, let arguments):
      return try allowingRemainders { compiler throws(OpenQASMError) in
        try compiler.compile(call: name, arguments, at: position)
      }
    case .cast(let type, let operand):
      var value = try allowingRemainders { compiler throws(OpenQASMError) in try compiler.compile(operand) }
      value = try convert(value, to: try resolve(type), isExplicit: true)
      value.position = position
      return value
    case .index(let base, let indices): return try compile(elements: indices, of: base, at: position)
    case .range: throw position.error(found: "a range", allowed: "a number, a variable or '('")
    case .list: throw position.error(found: "a list", allowed: "a list as the value of an array, or behind in")
    case .concatenation(let parts): return try compile(joined: parts, at: position)
    }
  }

  /// Only angles themselves are exact: what is within functions, casts and brackets takes integers as the language has them.
  private mutating func allowingRemainders<T>(
    _ body: (inout Compiler) throws(OpenQASMError) -> T
  ) throws(OpenQASMError) -> T {
    let outer = refusesRemainders
    refusesRemainders = false
    defer { refusesRemainders = outer }
    return try body(&self)
  }

  private func number(_ digits: String, at position: SourcePosition) throws(OpenQASMError) -> Double {
    guard let number = Double(digits), number.isFinite else {
      throw position.error(found: shortened(digits), allowed: "a number of at most 1.7976931348623157e+308")
    }
    return number
  }

  /// A cycle of a device, `dt`, counts as a nanosecond: durations have no effect here.
  private func seconds(of unit: String) -> Double {
    switch unit {
    case "s": 1
    case "ms": 1e-3
    case "ns", "dt": 1e-9
    default: 1e-6
    }
  }

  // MARK: Names

  private mutating func compile(name: String, at position: SourcePosition) throws(OpenQASMError) -> Fragment {
    switch definition(of: name) {
    case .constant(let value, let type):
      return .constant(value, type, at: position)
    case .variable(let slot, let type, _):
      return Fragment(type: type, steps: [Step(instruction: .load(slot), position: position)], position: position)
    case .bits(let place):
      return Fragment(
        type: place.type, steps: [Step(instruction: .loadBits(place), position: position)], position: position)
    case .qubits, .qubitVariable:
      throw position.error(
        found: "\(shortened(name)), which is a register of qubits", allowed: "a number or a variable")
    case .gate, .subroutine, .external, .opaque, nil:
      if let constant = constant(named: name) { return .constant(.float(constant), .float(64), at: position) }
      if isFunction(name) {
        throw position.error(found: "the function \(name) without arguments", allowed: "arguments in parentheses")
      }
      if isOutside(name), definition(of: name) == nil {
        throw position.error(
          found: "\(shortened(name)), a variable outside of the \(gateBody == nil ? "subroutine" : "gate")",
          allowed: "its parameters, and constants")
      }
      throw position.error(
        found: "\(shortened(name)), which is no variable here", allowed: "a number or a variable")
    }
  }

  // MARK: Elements

  private mutating func compile(
    elements indices: [Expression], of base: Expression, at position: SourcePosition
  ) throws(OpenQASMError) -> Fragment {
    if case .name(let name) = base.kind, case .bits(let place) = definition(of: name) {
      return try compile(bits: place, named: name, indices, at: position)
    }
    var value = try compile(base)
    let selectors = try compile(selectors: indices)
    let type = try elementType(of: value.type, selectors, at: position)
    if let constant = value.constant, let known = constants(selectors) {
      do throws(ValueError) {
        let whole = value.type.bitCount.map { ValueType.bits($0) }
        value.constant = try Value.selected(
          from: whole.map { type throws(ValueError) in try constant.converted(to: type) } ?? constant, known)
      } catch {
        throw error.at(position)
      }
      value.type = type
      value.position = position
      try spend(on: known + [value.constant ?? .void], at: position)
      return value
    }
    value.materialize()
    // Bits of a number are those of a row of bits.
    if let count = value.type.bitCount, value.type != .bits(count) {
      value.append(.convert(.bits(count)), at: position)
    }
    for selector in selectors { value.steps += selector.pushed }
    value.append(.select(count: selectors.count), at: position)
    value.type = type
    return value
  }

  private mutating func compile(
    bits place: BitPlace, named name: String, _ indices: [Expression], at position: SourcePosition
  ) throws(OpenQASMError) -> Fragment {
    let selectors = try compile(selectors: indices)
    let type = try elementType(of: .bits(place.bits.count), selectors, at: position)
    if let known = constants(selectors) {
      let chosen = try chosenBits(of: place, named: name, known, at: indices.first.map(\.operandPosition) ?? position)
      return Fragment(type: type, steps: [Step(instruction: .loadBits(chosen), position: position)], position: position)
    }
    var result = Fragment(type: type, position: position)
    for selector in selectors { result.steps += selector.pushed }
    result.append(.loadSelectedBits(place), at: position)
    return result
  }

  /// The bits that a known index names.
  mutating func chosenBits(
    of place: BitPlace, named name: String, _ selectors: [Value], at position: SourcePosition
  ) throws(OpenQASMError) -> BitPlace {
    guard selectors.count == 1 else {
      throw position.error(found: "\(selectors.count) indices", allowed: "one for a register of bits")
    }
    let indices = try self.indices(selectors[0], among: place.bits.count, thing: "bit", name: name, at: position)
    let isSingle = selectors[0].index != nil
    try spend(indices.count / 2, at: position)
    return BitPlace(isGlobal: place.isGlobal, bits: indices.map { place.bits[$0] }, isSingle: isSingle)
  }

  /// The elements that an index, a range or a list names, counted from the front.
  func indices(
    _ selector: Value, among count: Int, thing: String, name: String, at position: SourcePosition
  ) throws(OpenQASMError) -> [Int] {
    do throws(ValueError) {
      return try selector.indices(among: count, thing: thing)
    } catch {
      throw position.error(found: error.found + " of \(shortened(name))", allowed: error.allowed)
    }
  }

  /// What stands between brackets: integers, ranges and lists.
  mutating func compile(selectors indices: [Expression]) throws(OpenQASMError) -> [Fragment] {
    try allowingRemainders { compiler throws(OpenQASMError) in
      var selectors: [Fragment] = []
      for index in indices { selectors.append(try compiler.compile(selector: index)) }
      return selectors
    }
  }

  /// The values of selectors, where all are known.
  func constants(_ selectors: [Fragment]) -> [Value]? {
    let values = selectors.compactMap(\.constant)
    return values.count == selectors.count ? values : nil
  }

  private mutating func compile(selector: Expression) throws(OpenQASMError) -> Fragment {
    switch selector.kind {
    case .range(let first, let step, let last):
      var parts: [Fragment] = []
      for part in [first, step, last] {
        guard let part else { continue }
        parts.append(try convert(try integerFragment(part), to: .int(64)))
      }
      let shape = Instruction.makeRange(hasFirst: first != nil, hasStep: step != nil, hasLast: last != nil)
      return try combined(parts, shape, at: selector.position)
    case .list(let elements):
      var parts: [Fragment] = []
      for element in elements { parts.append(try convert(try integerFragment(element), to: .int(64))) }
      return try combined(parts, .makeList(parts.count), at: selector.position)
    default:
      return try integerFragment(selector)
    }
  }

  /// The value of an index.
  mutating func integerFragment(_ expression: Expression) throws(OpenQASMError) -> Fragment {
    let fragment = try compile(expression)
    guard fragment.type.isInteger || fragment.type.bitCount != nil || fragment.type == .bits(nil) else {
      throw expression.position.error(found: "an index of the type \(fragment.type.name)", allowed: "an integer")
    }
    return fragment
  }

  /// Indices of several integers, as a constant where these are.
  private func combined(
    _ parts: [Fragment], _ instruction: Instruction, at position: SourcePosition
  ) throws(OpenQASMError) -> Fragment {
    let type = ValueType.array(.int(64), [])
    if let values = constants(parts) {
      do throws(ValueError) {
        return .constant(try Value.selector(values, instruction), type, at: position)
      } catch {
        throw error.at(position)
      }
    }
    var result = Fragment(type: type, position: position)
    for part in parts { result.steps += part.pushed }
    result.append(instruction, at: position)
    return result
  }

  /// The type of what selectors name; selectors that are lists have the type of an array.
  func elementType(
    of type: ValueType, _ selectors: [Fragment], at position: SourcePosition
  ) throws(OpenQASMError) -> ValueType {
    func isList(_ selector: Fragment) -> Bool { if case .array = selector.type { true } else { false } }
    if case .array(let element, let sizes) = type {
      guard selectors.count <= sizes.count else {
        // Indices behind those of the array name bits of its element.
        throw position.error(
          found: "\(selectors.count) indices for an array of \(sizes.count) dimensions",
          allowed: "at most \(sizes.count)")
      }
      var kept: [Int] = []
      for (dimension, size) in sizes.enumerated() {
        guard dimension < selectors.count else {
          kept.append(size)
          continue
        }
        guard isList(selectors[dimension]) else { continue }
        kept.append(try knownCount(selectors[dimension], size))
      }
      // A list may name an element again and again.
      guard ValueType.elementCount(kept) <= limits.elementCount else {
        throw position.error(found: "an array of too many elements", allowed: "\(limits.elementCount) elements")
      }
      return kept.isEmpty ? element : .array(element, kept)
    }
    guard let count = type.bitCount else {
      throw position.error(found: "an index of a value of the type \(type.name)", allowed: "arrays, bits and integers")
    }
    guard selectors.count == 1 else {
      throw position.error(found: "\(selectors.count) indices", allowed: "one for \(type.name)")
    }
    guard isList(selectors[0]) else { return .bits(nil) }
    return .bits(try knownCount(selectors[0], count))
  }

  /// How many of so many elements a list or a range names.
  private func knownCount(_ selector: Fragment, _ count: Int) throws(OpenQASMError) -> Int {
    guard let constant = selector.constant else {
      throw selector.position.error(found: "a part whose size is not known", allowed: "constant ranges")
    }
    do throws(ValueError) {
      return try constant.indices(among: count, thing: "element").count
    } catch {
      throw error.at(selector.position)
    }
  }
}

extension Expression {
  /// Where the number behind a sign stands.
  var operandPosition: SourcePosition {
    if case .signs(_, let operand) = kind { operand.position } else { position }
  }
}
