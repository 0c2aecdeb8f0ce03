import QuantumCircuits

extension Compiler {
  /// A variable, a constant, an input or an output.
  mutating func compile(
    _ declaration: Statement.Declaration, _ annotations: [Annotation]
  ) throws(OpenQASMError) {
    if declaration.role == .input, knownInputs != nil { return try compile(knownInput: declaration, annotations) }
    let type = try declaredType(declaration)
    let name = declaration.name
    switch declaration.role {
    case .constant:
      guard case .expression(let expression)? = declaration.value else {
        throw name.position.error(found: "a measured constant", allowed: "a value that is known")
      }
      let value = try compile(value: expression, as: type)
      guard let constant = value.constant, !constant.isLinear else {
        throw expression.position.error(
          found: "a value that is known only when the program runs", allowed: "a constant")
      }
      try define(name, .constant(constant, type), as: "constant")
    case .input, .variable, .output:
      try compile(variable: declaration, type)
    }
  }

  /// The type of a declaration; sizes of registers are counted with those before them.
  private mutating func declaredType(_ declaration: Statement.Declaration) throws(OpenQASMError) -> ValueType {
    guard case .scalar("bit", let width?) = declaration.type.kind, frame.isGlobal else {
      return try resolve(declaration.type)
    }
    return .bits(try registerSize(width, behind: frame.bitCount, limit: limits.bitCount))
  }

  private mutating func compile(variable declaration: Statement.Declaration, _ type: ValueType) throws(OpenQASMError) {
    let name = declaration.name
    let isOutput = declaration.role == .output
    let isProgram = frame.isGlobal && scopes.count == 1
    if case .array = type, !frame.isGlobal {
      throw declaration.type.position.error(
        found: "an array in a subroutine", allowed: "arrays outside of it, as its parameters")
    }
    if case .bits(let count) = type {
      let place = try newBits(count, at: name.position)
      if case .measurement(let qubits, let position)? = declaration.value {
        // The value is found before the name is known.
        try define(name, .bits(place), as: "register")
        let target = Expression(.name(name.text), at: name.position)
        try compile(
          measuring: qubits, into: target, thing: "a declared register of bits", at: position, measurement: position)
      } else if case .expression(let expression)? = declaration.value {
        try emit(try compile(value: expression, as: type))
        emit(.storeBits(place), at: name.position)
        try define(name, .bits(place), as: "register")
      } else {
        try define(name, .bits(place), as: "register")
        // What starts the program is zero already.
        if declaration.role == .variable, !isProgram {
          emit(.pushZero(type), at: name.position)
          emit(.storeBits(place), at: name.position)
        }
      }
      guard isProgram else { return }
      if declaration.role == .input {
        program.inputs.append(.init(name: name.text, type: type, bits: place, position: name.position))
      } else {
        program.registers.append(.init(name: name.text, bits: place, position: name.position))
        program.outputs.append(.init(name: name.text, type: type, bits: place, isDeclared: isOutput))
      }
    } else {
      let slot = try newSlot(type.size, at: name.position)
      switch declaration.value {
      case _ where declaration.role == .input: break
      case .expression(let expression)?:
        try emit(try compile(value: expression, as: type))
      case .measurement(let qubits, let position)?:
        try emit(try convert(try measuredValue(try compile(qubits: qubits), at: position), to: type))
      case nil:
        emit(.pushZero(type), at: name.position)
      }
      if declaration.role != .input { emit(.store(slot), at: name.position) }
      try define(name, .variable(slot, type, isReadOnly: false), as: "variable")
      guard isProgram else { return }
      if declaration.role == .input {
        program.inputs.append(.init(name: name.text, type: type, slot: slot, position: name.position))
      } else {
        program.outputs.append(.init(name: name.text, type: type, slot: slot, isDeclared: isOutput))
      }
    }
    if isOutput { program.hasDeclaredOutputs = true }
  }

  // MARK: Inputs of circuits

  /// `input float[64] name;` of a circuit: a constant where its value is given, else one of the circuit's parameters, with
  /// the parameter's own name in an annotation where it is not an identifier.
  private mutating func compile(
    knownInput declaration: Statement.Declaration, _ annotations: [Annotation]
  ) throws(OpenQASMError) {
    let name = declaration.name
    if let value = knownInputs?.values[name.text] {
      let type = try resolve(declaration.type)
      let constant: Value
      do throws(ValueError) {
        constant = try value.value(as: type)
      } catch {
        throw name.position.error(found: "\(error.found) for the input \(shortened(name.text))", allowed: error.allowed)
      }
      try define(name, .constant(constant, type), as: "input")
      return
    }
    try checkParameterType(declaration.type)
    var parameter = Parameter(name.text)
    if let annotation = annotations.last(where: { $0.name == Annotation.parameter }) {
      guard let text = OpenQASMField.text(of: annotation.payload) else {
        throw annotation.position.error(
          found: "the annotation @\(annotation.name)", allowed: "@\(annotation.name) with the name in quotation marks")
      }
      parameter = Parameter(text)
    }
    try define(name, .constant(.linear(.variable(program.parameters.count)), .float(64)), as: "input")
    guard parameterNames.insert(parameter).inserted else {
      throw name.position.error(
        found: "a second input for the parameter \(shortened(parameter.name))", allowed: "one input for each")
    }
    program.parameters.append(parameter)
    program.inputNames.append(name.text)
  }

  private mutating func checkParameterType(_ type: TypeName) throws(OpenQASMError) {
    let allowed = "float, float[64] or angle"
    guard case .scalar(let word, let width) = type.kind, word == "float" || word == "angle" else {
      let word = if case .scalar(let word, _) = type.kind { word } else { "array or complex" }
      throw type.position.error(found: "an input of type \(word)", allowed: "\(allowed); or give the input a value")
    }
    guard let width else { return }
    guard word == "float", case .integer("64") = width.kind else {
      let size = try constantFragment(width).constant?.index.map(String.init) ?? "…"
      throw width.position.error(found: "\(word)[\(size)]", allowed: allowed)
    }
  }

  // MARK: Assignments

  mutating func compile(_ assignment: Statement.Assignment) throws(OpenQASMError) {
    let target = assignment.target
    guard case .name(let name) = target.base.kind else {
      throw target.position.error(found: "the target of an assignment", allowed: "a variable")
    }
    switch definition(of: name) {
    case .bits, .variable(_, _, false): break
    case .variable, .constant:
      throw target.position.error(found: "\(shortened(name)), which cannot be changed", allowed: "a variable")
    default:
      throw target.position.error(
        found: "\(shortened(name)), which is no variable here", allowed: "a declared variable")
    }
    switch assignment.value {
    case .measurement(let qubits, let position):
      guard assignment.combination == nil else {
        throw position.error(found: "a measurement behind \(assignment.combination?.rawValue ?? "")=", allowed: "'='")
      }
      try compile(
        measuring: qubits, into: target, thing: "a declared register of bits", at: position, measurement: position)
    case .expression(let expression):
      if let symbol = assignment.combination {
        try scoped { compiler throws(OpenQASMError) in
          let target = try compiler.computingOnce(target)
          let old = try compiler.compile(target), right = try compiler.compile(expression)
          try compiler.compile(
            assigning: try compiler.combine(old, symbol, right, at: assignment.position), to: target)
        }
      } else if case .list(let elements) = expression.kind {
        let type = try compile(target).type
        try compile(assigning: try compile(list: elements, as: type, at: expression.position), to: target)
      } else {
        try compile(assigning: try compile(expression), to: target)
      }
    }
  }

  /// A target that is read and written, with hidden variables in the place of indices that call subroutines.
  private mutating func computingOnce(_ target: Expression) throws(OpenQASMError) -> Expression {
    guard case .index(let base, var indices) = target.kind else { return target }
    for (number, index) in indices.enumerated() {
      switch index.kind {
      case .range, .list, .integer, .name: continue
      default: break
      }
      let fragment = try integerFragment(index)
      let callsSubroutine = fragment.steps.contains { if case .enter = $0.instruction { true } else { false } }
      guard callsSubroutine else { continue }
      let slot = try newSlot(at: index.position)
      try emit(try convert(fragment, to: .int(64)))
      emit(.store(slot), at: index.position)
      // No text has such a name.
      let name = Statement.Name(text: "#\(number)", position: index.position)
      try define(name, .variable(slot, .int(64), isReadOnly: true), as: "index")
      indices[number] = Expression(.name(name.text), at: index.position)
    }
    return Expression(.index(base, indices), at: target.position)
  }

  /// Gives a variable, or elements of it, a value.
  mutating func compile(assigning value: Fragment, to target: Expression) throws(OpenQASMError) {
    let position = target.position
    guard case .name(let name) = target.base.kind else {
      throw position.error(found: "the target of an assignment", allowed: "a variable")
    }
    guard case .index(let base, let indices) = target.kind else {
      switch definition(of: name) {
      case .bits(let place):
        try emit(try convert(value, to: place.type))
        emit(.storeBits(place), at: position)
      case .variable(let slot, let type, false):
        try emit(try convert(value, to: type))
        emit(.store(slot), at: position)
      default:
        throw position.error(found: "\(shortened(name)), which is no variable here", allowed: "a declared variable")
      }
      return
    }
    guard case .name = base.kind else {
      throw position.error(found: "bits of an element as the target of an assignment", allowed: "a[i, j] = …")
    }
    let selectors = try compile(selectors: indices)
    switch definition(of: name) {
    case .bits(let place):
      let type = try elementType(of: .bits(place.bits.count), selectors, at: position)
      try emit(try convert(value, to: type))
      if let known = constants(selectors) {
        let chosen = try chosenBits(of: place, named: name, known, at: indices.first?.operandPosition ?? position)
        emit(.storeBits(chosen), at: position)
      } else {
        steps += selectors.flatMap(\.pushed)
        emit(.storeSelectedBits(place), at: position)
      }
    case .variable(let slot, let type, false):
      let element = try elementType(of: type, selectors, at: position)
      try emit(try convert(value, to: element))
      steps += selectors.flatMap(\.pushed)
      emit(.storeSelected(slot, type, count: selectors.count), at: position)
    default: throw position.error(found: "\(shortened(name)), which cannot be changed", allowed: "a declared variable")
    }
  }
}
