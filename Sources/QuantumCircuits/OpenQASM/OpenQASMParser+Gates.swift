import PauliAlgebra

extension OpenQASMParser {
  /// What a call acts on.
  struct Operand {
    let qubits: Range<Int>
    /// Whether it is a whole register, over which the call is repeated.
    let isRegister: Bool
  }

  /// A register, one of its qubits, or a physical qubit.
  mutating func parseOperand() throws(OpenQASMError) -> Operand {
    let token = peek
    if take("$") { return try parsePhysicalQubit(at: token) }
    guard case .word(let name) = token.kind else { throw token.error(allowed: "a register or a qubit") }
    guard let (register, isSingle) = registers[name] else {
      throw token.error(found: "\(shortened(name)), which is no register", allowed: "a declared register")
    }
    take()
    return try parseIndex(in: register, of: name, thing: "qubit", isSingle: isSingle)
  }

  /// What follows the name of a register: the number of one of its qubits or bits in brackets, or nothing.
  mutating func parseIndex(
    in register: Range<Int>, of name: String, thing: String, isSingle: Bool
  ) throws(OpenQASMError) -> Operand {
    guard take("[") else { return Operand(qubits: register, isRegister: !isSingle) }
    let isNegative = take("-")
    guard case .integer(let digits) = peek.kind, let number = Int(digits) else {
      throw peek.error(allowed: "the number of a \(thing)")
    }
    // −1 is the last qubit.
    let index = isNegative ? register.count - number : number
    guard index >= 0, index < register.count else {
      throw peek.error(
        found: "\(thing) \(isNegative ? "-" : "")\(shortened(digits)) of \(shortened(name))",
        allowed: "0 to \(register.count - 1)")
    }
    take()
    try expect("]")
    return Operand(qubits: (register.lowerBound + index)..<(register.lowerBound + index + 1), isRegister: false)
  }

  /// The number behind `$`. Where physical qubits are named there are no registers.
  private mutating func parsePhysicalQubit(at token: OpenQASMToken) throws(OpenQASMError) -> Operand {
    guard registers.isEmpty else {
      throw token.error(found: "a physical qubit beside registers", allowed: "one or the other")
    }
    guard case .integer(let digits) = peek.kind, let qubit = Int(digits), qubit < Circuit.maximumQubitCount else {
      throw peek.error(
        found: "\(peek.shown) as a physical qubit", allowed: "0 to \(Circuit.maximumQubitCount - 1)")
    }
    take()
    usesPhysicalQubits = true
    qubitCount = max(qubitCount, qubit + 1)
    return Operand(qubits: qubit..<(qubit + 1), isRegister: false)
  }

  /// Modifiers, a name and angles: a call without its qubits.
  private mutating func parseCallee(_ variables: [String: Int]) throws(OpenQASMError) -> GateCall {
    var controls: [Bool] = []
    var isInverse = false
    while case .word(let word) = peek.kind, ["inv", "ctrl", "negctrl", "pow"].contains(word) {
      let token = take()
      guard word != "pow" else { throw token.error(allowed: "inv, ctrl, negctrl or a gate") }
      if word == "inv" {
        isInverse.toggle()
      } else {
        var count = 1
        if take("(") {
          guard case .integer(let digits) = peek.kind, let number = Int(digits), (1...64).contains(number) else {
            throw peek.error(found: "\(peek.shown) as the number of controls", allowed: "1 to 64")
          }
          take()
          count = number
          try expect(")")
        }
        controls += [Bool](repeating: word == "ctrl", count: count)
        guard controls.count <= 64 else { throw token.error(found: "too many controls", allowed: "at most 64") }
      }
      try expect("@")
    }
    let token = take()
    guard case .word(let name) = token.kind else { throw token.error(allowed: "the name of a gate") }
    var call: GateCall
    var angles: [LinearForm]
    if name == "gphase" {
      if let angle = try parseHalvedAngle(variables) {
        call = GateCall(.native(.pauliRotation(.init(qubitCount: 0))), on: [])
        angles = [angle]
      } else {
        call = GateCall(.phase, on: [])
        angles = try parseAngles(variables)
      }
    } else {
      guard let gate = name == "U" ? .native(.standard(.u)) : gates[name] ?? undefinedGate(name) else {
        let hint =
          StandardGate(rawValue: name)?.isInStandardGates == true && !includesStandardGates
          ? "include \"stdgates.inc\" before it" : "a gate that is defined before it"
        throw token.error(found: "\(shortened(name)), which is no gate here", allowed: hint)
      }
      call = GateCall(gate, on: [])
      angles = try parseAngles(variables)
    }
    call.controls = controls
    call.isInverse = isInverse
    call.angles = angles
    let allowed = angleCount(of: call.gate) ?? angles.count
    let expected = name == "u2" ? 2 : allowed
    guard angles.count == expected else {
      throw token.error(
        found: "\(angles.count) angle\(angles.count == 1 ? "" : "s") for \(shortened(name))", allowed: "\(expected)")
    }
    if name == "u2" { call.angles.insert(.number(.pi / 2), at: 0) }
    return call
  }

  private func undefinedGate(_ name: String) -> OpenQASMGate? {
    name == OpenQASMNames.withoutBody && isInDefinition ? .withoutBody : nil
  }

  private func angleCount(of gate: OpenQASMGate) -> Int? {
    switch gate {
    case .native(let kind): kind.angleCount
    case .phase: 1
    case .defined(let index): definitions[index].parameterCount
    case .withoutBody: nil
    }
  }

  private func qubitCount(of gate: OpenQASMGate) -> Int? {
    switch gate {
    case .native(let kind): kind.qubitCount ?? kind.excitationQubitCount
    case .phase: 0
    case .defined(let index): definitions[index].qubitCount
    case .withoutBody: nil
    }
  }

  private func checkQubitCount(
    _ count: Int, of call: GateCall, at token: OpenQASMToken
  ) throws(OpenQASMError) {
    guard let own = qubitCount(of: call.gate) else { return }
    let allowed = own + call.controls.count
    guard count == allowed else {
      throw token.error(found: "\(count) qubit\(count == 1 ? "" : "s") for a gate", allowed: "\(allowed)")
    }
  }

  // MARK: Definitions

  /// A definition that is ours letter by letter.
  mutating func define(_ name: String, as kind: Circuit.Operation.Kind) throws(OpenQASMError) {
    guard !isTaken(name) else {
      throw peek.error(found: "\(shortened(name)), a name that is taken", allowed: "a new name for the gate")
    }
    take()
    gates[name] = .native(kind)
  }

  /// `gate name(a, b) x, y { … }`, kept as one of our gates when its name and body are those of one.
  mutating func parseDefinition(_ annotations: [OpenQASMAnnotation]) throws(OpenQASMError) {
    take()
    let token = peek
    let name = try takeNewName("gate", isTaken: isTaken)
    var parameters: [String: Int] = [:]
    if take("("), !take(")") {
      repeat { try parseFormal("parameter", into: &parameters) } while take(",")
      try expect(")", or: "','")
    }
    var qubits: [String: Int] = [:]
    repeat { try parseFormal("qubit", into: &qubits, besides: parameters) } while take(",")
    try expect("{", or: "','")
    isInDefinition = true
    defer { isInDefinition = false }
    var calls: [GateCall] = []
    var size = (count: 1, depth: 1)
    while !take("}") {
      let start = peek
      if case .word("barrier") = start.kind {
        take()
        if peek.kind != .symbol(";") { _ = try parseFormals(qubits) }
        try expect(";")
        continue
      }
      guard case .word(let word) = start.kind,
        !OpenQASMNames.keywords.contains(word) || ["gphase", "inv", "ctrl", "negctrl", "pow"].contains(word)
      else { throw start.error(allowed: "a gate or '}'") }
      var call = try parseCallee(parameters)
      if peek.kind != .symbol(";") { call.qubits = try parseFormals(qubits) }
      try expect(";", or: "','")
      try checkQubitCount(call.qubits.count, of: call, at: start)
      guard areDistinct(call.qubits) else {
        throw start.error(found: "a gate that names a qubit twice", allowed: "different qubits")
      }
      if case .defined(let index) = call.gate {
        let sum = size.count.addingReportingOverflow(sizes[index].count)
        size.count = sum.overflow ? .max : sum.partialValue
        size.depth = max(size.depth, sizes[index].depth + 1)
        guard size.depth <= Self.maximumDepth else {
          throw start.error(found: "gates within gates", allowed: "\(Self.maximumDepth) within each other")
        }
      } else if size.count < .max {
        size.count += 1
      }
      calls.append(call)
    }
    let definition = GateDefinition(parameterCount: parameters.count, qubitCount: qubits.count, calls: calls)
    if recognizesGates, let kind = Circuit.Operation.Kind(recognizing: definition, named: name, annotations) {
      gates[name] = .native(kind)
      return
    }
    guard !calls.contains(where: { $0.gate == .withoutBody }) else {
      throw token.error(
        found: "\(shortened(name)), a gate without a body", allowed: "one whose annotation describes a gate of ours")
    }
    gates[name] = .defined(definitions.count)
    definitions.append(definition)
    sizes.append(size)
  }

  private mutating func parseFormal(
    _ thing: String, into names: inout [String: Int], besides others: [String: Int] = [:]
  ) throws(OpenQASMError) {
    let name = try takeNewName(thing) {
      OpenQASMNames.keywords.contains($0) || OpenQASMNames.constants[$0] != nil || names[$0] != nil || others[$0] != nil
    }
    names[name] = names.count
  }

  /// The qubits of a statement in a body, by name.
  private mutating func parseFormals(_ names: [String: Int]) throws(OpenQASMError) -> [Int] {
    var qubits: [Int] = []
    repeat {
      guard case .word(let name) = peek.kind, let index = names[name] else {
        throw peek.error(allowed: "a qubit of the gate")
      }
      take()
      qubits.append(index)
    } while take(",")
    return qubits
  }

  // MARK: Calls

  /// A gate on qubits or, once for each of their qubits, on registers.
  mutating func parseCall(_ annotations: [OpenQASMAnnotation]) throws(OpenQASMError) {
    let token = peek
    var call = try parseCallee(inputs)
    var operands: [Operand] = []
    if peek.kind != .symbol(";") {
      repeat { operands.append(try parseOperand()) } while take(",")
    }
    try expect(";", or: "','")
    try checkQubitCount(operands.count, of: call, at: token)
    if let annotation = annotations.last(where: { $0.name == OpenQASMAnnotation.label }) {
      call.gate = try labeled(call.gate, by: annotation)
    }
    let sizes = Set(operands.lazy.filter(\.isRegister).map(\.qubits.count))
    guard sizes.count <= 1 else {
      throw token.error(
        found: "registers of \(sizes.sorted().map(String.init).joined(separator: " and ")) qubits",
        allowed: "registers of the same size")
    }
    for repetition in 0..<(sizes.first ?? 1) {
      let qubits = operands.map { $0.isRegister ? $0.qubits.lowerBound + repetition : $0.qubits.lowerBound }
      if let qubit = qubits.first(where: measuredQubits.contains) {
        throw token.error(
          found: "a gate on qubit \(qubit), which is measured before it",
          allowed: "measurements at the end, behind all gates on their qubits")
      }
      try append(call, on: qubits, at: token)
    }
  }

  /// The excitation under the name that an annotation gives it.
  private func labeled(_ gate: OpenQASMGate, by annotation: OpenQASMAnnotation) throws(OpenQASMError) -> OpenQASMGate {
    guard case .native(.excitation(let excitation)) = gate else { return gate }
    guard let label = OpenQASMField.text(of: annotation.payload) else {
      throw annotation.token.error(allowed: "@\(annotation.name) with the label in quotation marks")
    }
    return .native(.excitation(excitation.labeled(label)))
  }
}

extension Circuit.Operation.Kind {
  /// The number of qubits on which an excitation stands when its support has no gaps.
  fileprivate var excitationQubitCount: Int { (excitations.compactMap { $0.support.last }.max() ?? -1) + 1 }
}
