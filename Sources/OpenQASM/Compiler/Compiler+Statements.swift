import QuantumCircuits

extension Compiler {
  mutating func compile(_ statement: Statement) throws(OpenQASMError) {
    let position = statement.position
    try checkLength(at: position)
    try spend(1, at: position)
    switch statement.kind {
    case .library(let library, let place): try include(library, at: place)
    case .included(let statements):
      for statement in statements { try compile(statement) }
    case .pragma: break
    case .qubits(let name, let size): try compile(qubits: name, size: size, at: position)
    case .declaration(let declaration): try compile(declaration, statement.annotations)
    case .alias(let name, let value): try compile(alias: name, value)
    case .gate(let gate): try compile(gate, statement.annotations)
    case .ownGate(let name, let kind): try define(own: name, kind)
    case .opaque(let gate): try define(gate.name, .opaque, as: "gate")
    case .subroutine(let subroutine): try compile(subroutine)
    case .external(let name, _): try define(name, .external, as: "function")
    case .call(let call): try compile(statement: call, statement.annotations, at: position)
    case .measurement(let measurement): try compile(measurement, at: position)
    case .assignment(let assignment): try compile(assignment)
    case .reset(let operand):
      steps += try compile(qubits: operand).pushed
      emit(.reset, at: position)
    case .barrier(let operands):
      for operand in operands { _ = try compile(qubits: operand) }
    case .delay(let duration, let operands):
      try check(duration: duration)
      for operand in operands { _ = try compile(qubits: operand) }
    case .box(let duration, let body):
      if let duration { try check(duration: duration) }
      try compile(block: body)
    case .expression(let expression): try compile(discarding: expression)
    case .conditional, .forLoop, .whileLoop, .choice, .breakLoop, .continueLoop, .giveBack, .end:
      try compile(controlFlow: statement)
    }
  }

  /// Delays have no effect on an ideal device; only their form is checked.
  private mutating func check(duration: Expression) throws(OpenQASMError) {
    let fragment = try compile(duration)
    guard fragment.type == .duration else {
      throw duration.position.error(
        found: "a value of the type \(fragment.type.name) as a duration", allowed: "a duration such as 100ns")
    }
  }

  /// A gate; or a lone name, which is a gate without qubits or an expression without effect.
  private mutating func compile(
    statement call: Statement.GateCallStatement, _ annotations: [Annotation], at position: SourcePosition
  ) throws(OpenQASMError) {
    if call.operands.isEmpty, call.angles.isEmpty, call.modifiers.isEmpty, call.name.text != "gphase" {
      switch definition(of: call.name.text) {
      case .variable, .constant, .bits: return
      default: break
      }
    }
    try compile(call, annotations, at: position)
  }

  /// The call of a subroutine, or of a gate without qubits.
  private mutating func compile(discarding expression: Expression) throws(OpenQASMError) {
    if case .call(let name, let angles) = expression.kind, case .gate = definition(of: name) ?? .external {
      let call = Statement.GateCallStatement(
        modifiers: [], name: Statement.Name(text: name, position: expression.position), angles: angles, operands: [])
      return try compile(call, [], at: expression.position)
    }
    let value = try compile(expression)
    steps += value.steps
    if value.constant == nil, value.type != .void { emit(.pop, at: expression.position) }
  }

  // MARK: Libraries

  private mutating func include(_ library: StandardLibrary, at position: SourcePosition) throws(OpenQASMError) {
    guard !includesStandardGates else {
      throw position.error(found: "a second include of \(library.rawValue)", allowed: "one")
    }
    includesStandardGates = true
    let signatures = library == .qelib1 ? GateSignature.qelib1 : GateSignature.standardGates
    for (name, signature) in signatures.sorted(by: { $0.key < $1.key }) {
      guard scopes[0][name] == nil else {
        throw position.error(
          found: "\(library.rawValue) behind a declaration of \(name)", allowed: "the include before it")
      }
      scopes[0][name] = .gate(signature)
    }
    guard library == .qelib1 else { return }
    for (name, definition) in GateDefinition.qelib1.sorted(by: { $0.key < $1.key }) {
      program.definitions.append(definition)
      program.depths.append(1)
      scopes[0][name] = .gate(
        GateSignature(
          gate: .defined(program.definitions.count - 1), angleCount: definition.parameterCount,
          qubitCount: definition.qubitCount, isReplaceable: true))
    }
  }

  // MARK: Measurements

  /// `measure q;` or `measure q -> c;`
  private mutating func compile(
    _ measurement: Statement.Measurement, at position: SourcePosition
  ) throws(OpenQASMError) {
    guard let target = measurement.target else {
      steps += try compile(qubits: measurement.qubits).pushed
      emit(.discard, at: position)
      return
    }
    try compile(
      measuring: measurement.qubits, into: target, thing: "a declared register of bits", at: measurement.arrow,
      measurement: position)
  }

  /// Measures qubits into what an expression names.
  mutating func compile(
    measuring qubits: Expression, into target: Expression, thing: String, at position: SourcePosition,
    measurement: SourcePosition
  ) throws(OpenQASMError) {
    let qubits = try compile(qubits: qubits)
    guard case .name(let name) = target.base.kind else { throw target.position.error(found: "this", allowed: thing) }
    guard case .bits(let place) = definition(of: name) else {
      guard definition(of: name) != nil else { throw target.position.error(found: shortened(name), allowed: thing) }
      // Other variables take the outcome as a value.
      let value = try measuredValue(qubits, at: measurement)
      return try compile(assigning: value, to: target)
    }
    var chosen = place
    if case .index(_, let indices) = target.kind {
      let selectors = try compile(selectors: indices)
      guard let known = constants(selectors) else {
        let type = try elementType(of: .bits(place.bits.count), selectors, at: position)
        try checkCounts(qubits, type, at: position)
        steps += qubits.pushed + selectors.flatMap(\.pushed)
        emit(.measure(place, isSelected: true), at: measurement)
        return
      }
      chosen = try chosenBits(of: place, named: name, known, at: indices.first?.operandPosition ?? position)
    }
    try checkCounts(qubits, chosen.type, at: position)
    steps += qubits.pushed
    emit(.measure(chosen, isSelected: false), at: measurement)
  }

  private func checkCounts(
    _ qubits: QubitFragment, _ type: ValueType, at position: SourcePosition
  ) throws(OpenQASMError) {
    let bits = if case .bits(let count) = type { count ?? 1 } else { 1 }
    guard let count = qubits.count, count != bits else { return }
    throw position.error(
      found: "a measurement of \(count) qubit\(count == 1 ? "" : "s") into \(bits) bit\(bits == 1 ? "" : "s")",
      allowed: "as many bits as qubits")
  }

  /// The outcome of a measurement as a value, by way of bits of its own.
  mutating func measuredValue(_ qubits: QubitFragment, at position: SourcePosition) throws(OpenQASMError) -> Fragment {
    guard let count = qubits.count else {
      throw position.error(found: "a measurement of qubits whose number is not known", allowed: "a known number")
    }
    let place = try newBits(qubits.isRegister ? count : nil, at: position)
    var result = Fragment(type: place.type, steps: qubits.pushed, position: position)
    result.append(.measure(place, isSelected: false), at: position)
    result.append(.loadBits(place), at: position)
    return result
  }
}

extension Expression {
  /// What stands in front of all brackets.
  var base: Expression {
    var expression = self
    while case .index(let inner, _) = expression.kind { expression = inner }
    return expression
  }
}

extension Statement {
  /// How the statement begins, for messages.
  var word: String {
    switch kind {
    case .library, .included: "include"
    case .pragma: "pragma"
    case .qubits: "qubit"
    case .declaration(let declaration): declaration.role == .constant ? "const" : "a declaration"
    case .alias: "let"
    case .gate, .ownGate: "gate"
    case .opaque: "opaque"
    case .subroutine: "def"
    case .external: "extern"
    case .call(let call): shortened(call.name.text)
    case .measurement: "measure"
    case .assignment: "an assignment"
    case .reset: "reset"
    case .barrier: "barrier"
    case .delay: "delay"
    case .box: "box"
    case .conditional: "if"
    case .forLoop: "for"
    case .whileLoop: "while"
    case .choice: "switch"
    case .breakLoop: "break"
    case .continueLoop: "continue"
    case .end: "end"
    case .giveBack: "return"
    case .expression: "an expression"
    }
  }
}
