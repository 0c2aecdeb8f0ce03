import QuantumCircuits

extension Compiler {
  /// `qubit[2] q;`
  mutating func compile(qubits name: Statement.Name, size: Expression?, at position: SourcePosition)
    throws(OpenQASMError)
  {
    guard !program.usesPhysicalQubits else {
      throw position.error(found: "a register beside physical qubits", allowed: "one or the other")
    }
    let limit = Circuit.maximumQubitCount
    let count = try size.map { size throws(OpenQASMError) in
      try registerSize(size, behind: program.qubitCount, limit: limit)
    }
    let start = program.qubitCount
    guard start + (count ?? 1) <= limit else {
      throw name.position.error(found: "a qubit too many", allowed: "\(limit) qubits in all")
    }
    try define(name, .qubits(Array(start..<(start + (count ?? 1))), isSingle: count == nil), as: "register")
    program.usesRegisters = true
    program.qubitCount = start + (count ?? 1)
  }

  /// Remembers that a gate may act on qubits. Those that a subroutine names are its parameters, and known where it is called.
  mutating func noteGate(on operand: QubitFragment) {
    guard knownInputs == nil, frame.isGlobal else { return }
    if let qubits = operand.known { program.gatedQubits.formUnion(qubits) } else { program.gatesAnyQubit = true }
  }

  /// The qubits that an operand names.
  mutating func compile(qubits expression: Expression) throws(OpenQASMError) -> QubitFragment {
    let position = expression.position
    switch expression.kind {
    case .physicalQubit(let digits):
      guard !program.usesRegisters else {
        throw position.error(found: "a physical qubit beside registers", allowed: "one or the other")
      }
      guard let qubit = Int(digits), qubit < Circuit.maximumQubitCount else {
        var place = position
        place.column += 1
        throw place.error(
          found: "\(shortened(digits)) as a physical qubit", allowed: "0 to \(OpenQASMNames.maximumPhysicalQubit)")
      }
      program.usesPhysicalQubits = true
      program.qubitCount = max(program.qubitCount, qubit + 1)
      return QubitFragment(known: [qubit], isRegister: false, count: 1, position: position)
    case .name(let name):
      switch definition(of: name) {
      case .qubits(let qubits, let isSingle):
        return QubitFragment(known: qubits, isRegister: !isSingle, count: qubits.count, position: position)
      case .qubitVariable(let slot, let count, let isSingle):
        let step = Step(instruction: .load(slot), position: position)
        return QubitFragment(isRegister: !isSingle, count: count, steps: [step], position: position)
      default:
        if isOutside(name), definition(of: name) == nil {
          throw position.error(
            found: "\(shortened(name)), a register outside of the subroutine", allowed: "qubits that are its parameters"
          )
        }
        throw position.error(
          found: "\(shortened(name)), which is no register", allowed: "a declared register")
      }
    case .index(let base, let indices):
      return try compile(qubits: base, indices, at: position)
    case .concatenation(let parts):
      return try compile(joinedQubits: parts, at: position)
    default:
      throw position.error(found: "an expression in the place of qubits", allowed: "a register or a qubit")
    }
  }

  private mutating func compile(
    qubits base: Expression, _ indices: [Expression], at position: SourcePosition
  ) throws(OpenQASMError) -> QubitFragment {
    // What most operands are: a number behind the name of a register.
    if case .name(let name) = base.kind, indices.count == 1, case .integer(let digits) = indices[0].kind,
      case .qubits(let qubits, _) = definition(of: name), let index = Int(digits), index < qubits.count
    {
      return QubitFragment(known: [qubits[index]], isRegister: false, count: 1, position: position)
    }
    let whole = try compile(qubits: base)
    let selectors = try compile(selectors: indices)
    let isList = selectors.contains { if case .array = $0.type { true } else { false } }
    guard selectors.count == 1 else {
      throw position.error(found: "\(selectors.count) indices", allowed: "one for a register of qubits")
    }
    let name = if case .name(let name) = base.kind { name } else { "it" }
    if let qubits = whole.known, let selector = selectors[0].constant {
      let place = indices.first?.operandPosition ?? position
      let chosen = try self.indices(selector, among: qubits.count, thing: "qubit", name: name, at: place)
      try spend(chosen.count / 2, at: position)
      return QubitFragment(
        known: chosen.map { qubits[$0] }, isRegister: isList, count: chosen.count, position: position)
    }
    var result = QubitFragment(isRegister: isList, count: isList ? nil : 1, position: position)
    if isList, let count = whole.count, let selector = selectors[0].constant {
      result.count = try self.indices(selector, among: count, thing: "qubit", name: name, at: position).count
    }
    result.steps = whole.pushed + selectors[0].pushed
    result.steps.append(Step(instruction: .selectQubits(count: 1), position: position))
    return result
  }

  private mutating func compile(
    joinedQubits parts: [Expression], at position: SourcePosition
  ) throws(OpenQASMError) -> QubitFragment {
    var fragments: [QubitFragment] = []
    for part in parts { fragments.append(try compile(qubits: part)) }
    let counts = fragments.compactMap(\.count)
    var result = QubitFragment(
      isRegister: true, count: counts.count == parts.count ? counts.reduce(0, +) : nil, position: position)
    let known = fragments.compactMap(\.known)
    if known.count == parts.count {
      var seen: Set<Int> = []
      for (part, qubits) in zip(parts, known) {
        try spend(1 + qubits.count / 2, at: position)
        for qubit in qubits where !seen.insert(qubit).inserted { throw ValueError.overlap("qubits").at(part.position) }
      }
      result.known = Array(known.joined())
      result.count = result.known?.count
    } else {
      result.steps = fragments.flatMap(\.pushed)
      result.steps.append(Step(instruction: .joinQubits(parts.count), position: position))
    }
    return result
  }

  /// `let name = …;`: other names for qubits, or for bits.
  mutating func compile(alias name: Statement.Name, _ value: Expression) throws(OpenQASMError) {
    if let place = try bits(value) {
      try define(name, .bits(place), as: "alias")
      return
    }
    let qubits = try compile(qubits: value)
    if let known = qubits.known {
      guard known.count <= limits.elementCount else {
        throw value.position.error(found: "an alias of too many qubits", allowed: "\(limits.elementCount)")
      }
      try define(name, .qubits(known, isSingle: !qubits.isRegister), as: "alias")
      return
    }
    let slot = try newSlot(qubits.count ?? 1, at: name.position)
    steps += qubits.steps
    emit(.store(slot), at: name.position)
    try define(name, .qubitVariable(slot, count: qubits.count, isSingle: !qubits.isRegister), as: "alias")
  }

  /// The bits that an expression names; nil when it names none.
  private mutating func bits(_ expression: Expression) throws(OpenQASMError) -> BitPlace? {
    switch expression.kind {
    case .name(let name):
      if case .bits(let place) = definition(of: name) { return place }
      return nil
    case .index(let base, let indices):
      guard case .name(let name) = base.kind, let place = try bits(base) else { return nil }
      let selectors = try compile(selectors: indices)
      guard let known = constants(selectors) else {
        throw expression.position.error(found: "bits whose numbers are not known", allowed: "constant indices")
      }
      return try chosenBits(of: place, named: name, known, at: indices.first?.operandPosition ?? expression.position)
    case .concatenation(let parts):
      guard let first = parts.first, let start = try bits(first) else { return nil }
      var result = BitPlace(isGlobal: start.isGlobal, bits: start.bits, isSingle: false)
      var seen = Set(start.bits)
      for part in parts.dropFirst() {
        guard let place = try bits(part) else {
          throw part.position.error(found: "qubits joined to bits", allowed: "bits")
        }
        result.bits += place.bits
        try spend(1 + place.bits.count / 2, at: part.position)
        for bit in place.bits where !seen.insert(bit).inserted { throw ValueError.overlap("bits").at(part.position) }
        guard result.bits.count <= limits.elementCount else {
          throw part.position.error(found: "an alias of too many bits", allowed: "\(limits.elementCount)")
        }
      }
      return result
    default: return nil
    }
  }
}

extension ValueError {
  /// Qubits or bits that are joined twice; copies of copies would grow without an end.
  static func overlap(_ things: String) -> ValueError {
    ValueError(found: "a register joined to a part of itself", allowed: "different \(things)")
  }
}
