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
    printer.print(statements.map { $0.giving(values) })
    return "OPENQASM 3.0;\n" + printer.text
  }
}

extension Statement {
  fileprivate func giving(_ values: [String: OpenQASMValue]) -> Statement {
    switch kind {
    case .included(let inner):
      return Statement(kind: .included(inner.map { $0.giving(values) }), position: position, annotations: annotations)
    case .declaration(let declaration) where declaration.role == .input:
      guard let value = values[declaration.name.text] else { return self }
      let isBits = if case .scalar("bit", _) = declaration.type.kind { true } else { false }
      let isDuration = if case .scalar("duration", _) = declaration.type.kind { true } else { false }
      let given = Declaration(
        role: isBits ? .constant : .variable, type: declaration.type, name: declaration.name,
        value: .expression(Expression(value, isDuration: isDuration, at: position)))
      return Statement(kind: .declaration(given), position: position, annotations: annotations)
    default: return self
    }
  }
}

extension Expression {
  fileprivate init(_ value: OpenQASMValue, isDuration: Bool, at position: SourcePosition) {
    func literal(_ kind: Kind) -> Expression { Expression(kind, at: position) }
    func number(_ value: Double, _ kind: (String) -> Kind) -> Expression {
      let magnitude = literal(kind("\(value.magnitude)"))
      return value.sign == .minus ? literal(.signs([.minus], magnitude)) : magnitude
    }
    switch value {
    case .bool(let value): self = literal(.boolean(value))
    case .integer(.min):
      // Its magnitude has no sign to stand behind.
      let above = literal(.signs([.minus], literal(.integer("\(Int.max)"))))
      self = literal(.chain(above, [.init(symbol: .subtract, position: position, operand: literal(.integer("1")))]))
    case .integer(let value):
      let magnitude = literal(.integer("\(value.magnitude)"))
      self = value < 0 ? literal(.signs([.minus], magnitude)) : magnitude
    case .unsigned(let value): self = literal(.integer("\(value)"))
    case .float(let value): self = number(value) { isDuration ? .duration(digits: $0, unit: "s") : .decimal($0) }
    case .complex(let real, let imaginary):
      let part = number(imaginary) { .imaginary($0) }
      self = literal(.chain(number(real) { .decimal($0) }, [.init(symbol: .add, position: position, operand: part)]))
    case .bits(let bits): self = literal(.bits(String(bits.reversed().map { $0 ? "1" : "0" })))
    case .array(let elements):
      self = literal(.list(elements.map { Expression($0, isDuration: isDuration, at: position) }))
    }
  }
}
