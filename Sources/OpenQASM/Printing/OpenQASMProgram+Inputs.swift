extension OpenQASMProgram {
  /// The program in version 3 with some of its inputs given: what was an input is a variable that starts with the value, or
  /// for bits a constant, so that the registers stay what they were.
  ///
  /// - Parameter values: By the names of inputs; the others stay inputs.
  /// - Throws: ``OpenQASMError`` for a name that is no input, and for a value that is none of its type.
  public func openQASM3(inputs values: [String: OpenQASMValue]) throws(OpenQASMError) -> String {
    guard !values.isEmpty else { return openQASM3 }
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let input = code.parts.inputs.first(where: { $0.name == name }) else {
        let names = inputNames.joined(separator: ", ")
        throw OpenQASMError(
          line: 1, column: 1, found: "a value for \(shortened(name))",
          allowed: names.isEmpty ? "no values, as there are no inputs" : "values for \(names)")
      }
      do throws(ValueError) {
        _ = try value.value(as: input.type)
      } catch {
        throw input.position.error(found: "\(error.found) for the input \(shortened(name))", allowed: error.allowed)
      }
    }
    var printer = StatementPrinter()
    let inputs = InputValues(
      values: values, types: Dictionary(code.parts.inputs.map { ($0.name, $0.type) }) { first, _ in first },
      hasDeclaredOutputs: code.parts.hasDeclaredOutputs)
    printer.print(statements.map(inputs.given))
    return "OPENQASM 3.0;\n" + printer.text
  }
}

/// Turns inputs into what starts with their values.
private struct InputValues {
  let values: [String: OpenQASMValue]
  let types: [String: ValueType]
  let hasDeclaredOutputs: Bool

  func given(_ statement: Statement) -> Statement {
    let kind: Statement.Kind
    switch statement.kind {
    case .included(let inner): kind = .included(inner.map(given))
    case .declaration(let declaration) where declaration.role == .input:
      guard let value = values[declaration.name.text], let type = types[declaration.name.text] else {
        return statement
      }
      // A variable of bits would be one more register where none is declared as an output.
      let isRegister = if case .bits = type { !hasDeclaredOutputs } else { false }
      kind = .declaration(
        Statement.Declaration(
          role: isRegister ? .constant : .variable, type: declaration.type, name: declaration.name,
          value: .expression(Expression(value, as: type, at: statement.position))))
    default: return statement
    }
    return Statement(kind: kind, position: statement.position, annotations: statement.annotations)
  }
}

extension Expression {
  /// - Parameter type: That of `value`, whose elements have other forms in some types.
  fileprivate init(_ value: OpenQASMValue, as type: ValueType, at position: SourcePosition) {
    func literal(_ kind: Kind) -> Expression { Expression(kind, at: position) }
    func number(_ value: Double, _ kind: (String) -> Kind) -> Expression {
      let magnitude = literal(kind("\(value.magnitude)"))
      return value.sign == .minus ? literal(.signs([.minus], magnitude)) : magnitude
    }
    func duration(_ value: Double) -> Expression { number(value) { .duration(digits: $0, unit: "s") } }
    switch (value, type) {
    case (.float(let value), .duration): self = duration(value)
    case (.integer(let value), .duration): self = duration(Double(value))
    case (.unsigned(let value), .duration): self = duration(Double(value))
    case (.bool(let value), _): self = literal(.boolean(value))
    case (.integer(.min), _):
      // Its magnitude has no sign to stand behind.
      let above = literal(.signs([.minus], literal(.integer("\(Int.max)"))))
      self = literal(.chain(above, [.init(symbol: .subtract, position: position, operand: literal(.integer("1")))]))
    case (.integer(let value), _):
      let magnitude = literal(.integer("\(value.magnitude)"))
      self = value < 0 ? literal(.signs([.minus], magnitude)) : magnitude
    case (.unsigned(let value), _): self = literal(.integer("\(value)"))
    case (.float(let value), _): self = number(value) { .decimal($0) }
    case (.complex(let real, let imaginary), _):
      let part = number(imaginary) { .imaginary($0) }
      self = literal(.chain(number(real) { .decimal($0) }, [.init(symbol: .add, position: position, operand: part)]))
    case (.bits(let bits), _): self = literal(.bits(String(bits.reversed().map { $0 ? "1" : "0" })))
    case (.array(let elements), _):
      var inner = type
      if case .array(let element, let sizes) = type {
        inner = sizes.count == 1 ? element : .array(element, Array(sizes.dropFirst()))
      }
      self = literal(.list(elements.map { Expression($0, as: inner, at: position) }))
    }
  }
}
