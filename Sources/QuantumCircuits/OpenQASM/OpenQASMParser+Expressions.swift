extension OpenQASMParser {
  /// An expression of numbers, π and its like, and variables, in which it must be linear.
  ///
  /// - Parameter variables: Names and positions of what may vary: the inputs, or the parameters of a gate.
  mutating func parseExpression(_ variables: [String: Int], depth: Int = 0) throws(OpenQASMError) -> LinearForm {
    var sum = try parseProduct(variables, depth: depth)
    while peek.kind == .symbol("+") || peek.kind == .symbol("-") {
      let sign = take()
      var term = try parseProduct(variables, depth: depth)
      if sign.kind == .symbol("-") { term.negate() }
      try spend(steps: term.coefficients.count, at: sign)
      sum.add(term)
    }
    return sum
  }

  private mutating func parseProduct(_ variables: [String: Int], depth: Int) throws(OpenQASMError) -> LinearForm {
    var product = try parseFactor(variables, depth: depth)
    while true {
      let token = peek
      if take("*") {
        guard peek.kind != .symbol("*") else { throw token.error(found: "the power **", allowed: "+, -, * and /") }
        let factor = try parseFactor(variables, depth: depth)
        try multiply(&product, by: factor, at: token)
      } else if take("/") {
        let divisor = try parseFactor(variables, depth: depth)
        try divide(&product, by: divisor, at: token)
      } else {
        return product
      }
    }
  }

  private mutating func multiply(
    _ product: inout LinearForm, by factor: LinearForm, at token: OpenQASMToken
  ) throws(OpenQASMError) {
    try spend(steps: product.coefficients.count + factor.coefficients.count, at: token)
    let isInteger = product.isInteger && factor.isInteger
    if factor.isConstant {
      product.scale(by: factor.value)
    } else if product.isConstant {
      let number = product.value
      product = factor
      product.scale(by: number)
    } else {
      throw token.error(found: "a product of two variables", allowed: "an angle that is linear in them")
    }
    product.isInteger = isInteger
  }

  private mutating func divide(
    _ product: inout LinearForm, by divisor: LinearForm, at token: OpenQASMToken
  ) throws(OpenQASMError) {
    try spend(steps: product.coefficients.count, at: token)
    guard divisor.isConstant else {
      throw token.error(found: "a division by a variable", allowed: "an angle that is linear in them")
    }
    guard divisor.value != 0 else { throw token.error(found: "a division by zero", allowed: "another divisor") }
    if product.isInteger && divisor.isInteger {
      // OpenQASM rounds the quotient of integers, most readers do not: neither is guessed.
      guard product.value.truncatingRemainder(dividingBy: divisor.value) == 0 else {
        throw token.error(
          found: "a division of integers with a remainder", allowed: "a decimal point in one of them, as in 1.0/2")
      }
    } else {
      product.isInteger = false
    }
    product.divide(by: divisor.value)
  }

  private mutating func parseFactor(_ variables: [String: Int], depth: Int) throws(OpenQASMError) -> LinearForm {
    var isNegative = false
    while peek.kind == .symbol("-") || peek.kind == .symbol("+") {
      if take().kind == .symbol("-") { isNegative.toggle() }
    }
    let token = take()
    var value: LinearForm
    switch token.kind {
    case .integer(let digits), .decimal(let digits):
      guard let number = Double(digits), number.isFinite else {
        throw token.error(allowed: "a number of at most 1.7976931348623157e+308")
      }
      if case .integer = token.kind {
        value = .number(number, isInteger: true)
      } else {
        value = .number(number)
      }
    case .symbol("("):
      guard depth < Self.maximumDepth else {
        throw token.error(found: "too many parentheses", allowed: "\(Self.maximumDepth) within each other")
      }
      value = try parseExpression(variables, depth: depth + 1)
      try expect(")", or: "an operator")
    case .word(let name):
      if let index = variables[name] {
        value = .variable(index)
      } else if let constant = OpenQASMNames.constants[name] {
        value = .number(constant)
      } else if OpenQASMNames.functions.contains(name) {
        throw token.error(found: "the function \(name)", allowed: "+, -, * and /")
      } else {
        throw token.error(found: "\(shortened(name)), which is no variable here", allowed: "a number or a variable")
      }
    default: throw token.error(allowed: "a number, a variable or '('")
    }
    if isNegative {
      try spend(steps: value.coefficients.count, at: token)
      value.negate()
    }
    return value
  }

  /// The angles of a call, in parentheses; none without them.
  mutating func parseAngles(_ variables: [String: Int]) throws(OpenQASMError) -> [LinearForm] {
    guard take("(") else { return [] }
    var angles: [LinearForm] = []
    guard !take(")") else { return [] }
    repeat {
      let token = peek
      angles.append(try parseExpression(variables))
      guard angles[angles.count - 1].isFinite else {
        throw token.error(found: "an angle that is not finite", allowed: "finite angles and coefficients")
      }
    } while take(",")
    try expect(")", or: "','")
    return angles
  }

  /// The angle θ of a global phase written as `gphase(-0.5*(θ))`; nil for anything else, with nothing taken.
  ///
  /// Half of the smallest numbers is not a number: only this form keeps their bits.
  mutating func parseHalvedAngle(_ variables: [String: Int]) throws(OpenQASMError) -> LinearForm? {
    let start = [OpenQASMToken.Kind.symbol("("), .symbol("-"), .decimal("0.5"), .symbol("*"), .symbol("(")]
    guard start.indices.allSatisfy({ peek($0).kind == start[$0] }) else { return nil }
    let before = position
    for _ in start { take() }
    let angle = try parseExpression(variables)
    guard take(")"), take(")"), angle.isFinite else {
      position = before
      return nil
    }
    return angle
  }
}
