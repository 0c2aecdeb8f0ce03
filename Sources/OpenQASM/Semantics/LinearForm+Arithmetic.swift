extension Value {
  /// Sums and products in which an input without a value stands; they must be linear in it.
  static func forms(_ left: Value, _ symbol: BinaryOperator, _ right: Value) throws(ValueError) -> LinearForm {
    var form = try left.form()
    var other = try right.form()
    switch symbol {
    case .add, .subtract:
      if symbol == .subtract { other.negate() }
      form.add(other)
    case .multiply:
      if other.isConstant {
        form.scale(by: other.value)
      } else if form.isConstant {
        other.scale(by: form.value)
        form = other
      } else {
        throw ValueError(found: "a product of two variables", allowed: "an angle that is linear in them")
      }
    case .divide:
      guard other.isConstant else {
        throw ValueError(found: "a division by a variable", allowed: "an angle that is linear in them")
      }
      guard other.value != 0 else { throw divisionByZero }
      form.divide(by: other.value)
    default:
      throw ValueError(found: "'\(symbol.rawValue)' of a variable", allowed: "an angle that is linear in it")
    }
    return form
  }

  /// The value as a number that may depend on inputs.
  func form() throws(ValueError) -> LinearForm {
    if case .linear(let form) = self { return form }
    return .number(try number())
  }

  /// Whether it depends on inputs or on parameters of a gate.
  var isLinear: Bool { if case .linear = self { true } else { false } }

  /// How many terms of inputs the value has: what arithmetic with it costs.
  var termCount: Int {
    if case .linear(let form) = self { form.coefficients.count } else { 0 }
  }
}
