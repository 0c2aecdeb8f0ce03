import ComplexModule
import RealModule

extension Value {
  /// The result of an operator on values of one type; comparisons give a `bool`.
  ///
  /// Integers wrap at the width of the type, as those of the language do.
  static func combined(
    _ left: Value, _ symbol: BinaryOperator, _ right: Value, as type: ValueType
  ) throws(ValueError) -> Value {
    switch (left, right) {
    case (_, .int(let distance)) where symbol == .shiftLeft || symbol == .shiftRight:
      return try shifted(left, symbol, by: distance, width: type.bitCount ?? 64)
    case (.int(let a), .int(let b)):
      return try integers(a, symbol, b) { .int(signExtended($0, width: type.bitCount ?? 64)) }
    case (.uint(let a), .uint(let b)):
      return try integers(a, symbol, b) { .uint(truncated($0, width: type.bitCount ?? 64)) }
    case (.float(let a), .float(let b)):
      let value = try floats(a, symbol, b)
      guard case .float(let number) = value, type == .float(32) else { return value }
      return .float(Double(Float(number)))
    case (.angle(let a), .angle(let b)): return try angles(a, symbol, b)
    case (.angle, .int), (.angle, .uint): return try scaledAngle(left, symbol, right, width: type.bitCount ?? 64)
    case (.int, .angle), (.uint, .angle): return try scaledAngle(right, symbol, left, width: type.bitCount ?? 64)
    case (.bits(let a), .bits(let b)): return try bits(a, symbol, b)
    case (.bool(let a), .bool(let b)): return try truths(a, symbol, b)
    case (.complex(let a), .complex(let b)): return try complexes(a, symbol, b)
    case (.linear, _), (_, .linear): return .linear(try forms(left, symbol, right))
    case (.array(let a), .array(let b)) where symbol == .equal || symbol == .unequal:
      return .bool((a == b) == (symbol == .equal))
    default: throw ValueError(found: "'\(symbol.rawValue)' between values that do not go together", allowed: "numbers")
    }
  }

  private static func compared<T: Comparable>(_ a: T, _ symbol: BinaryOperator, _ b: T) -> Value? {
    switch symbol {
    case .equal: .bool(a == b)
    case .unequal: .bool(a != b)
    case .less: .bool(a < b)
    case .greater: .bool(a > b)
    case .lessOrEqual: .bool(a <= b)
    case .greaterOrEqual: .bool(a >= b)
    default: nil
    }
  }

  private static func unsupported(_ symbol: BinaryOperator, _ things: String) -> ValueError {
    ValueError(found: "'\(symbol.rawValue)' between \(things)", allowed: "operators that they have")
  }

  static let divisionByZero = ValueError(found: "a division by zero", allowed: "another divisor")

  private static func integers<T: FixedWidthInteger>(
    _ a: T, _ symbol: BinaryOperator, _ b: T, _ made: (T) -> Value
  ) throws(ValueError) -> Value {
    switch symbol {
    case .add: return made(a &+ b)
    case .subtract: return made(a &- b)
    case .multiply: return made(a &* b)
    case .divide, .modulo:
      guard b != 0 else { throw divisionByZero }
      return made(
        symbol == .divide
          ? a.dividedReportingOverflow(by: b).partialValue : a.remainderReportingOverflow(dividingBy: b).partialValue)
    case .power:
      guard b >= 0 else {
        throw ValueError(found: "an integer to the power \(b)", allowed: "a power of at least 0, or a float")
      }
      return made(power(a, b))
    case .bitAnd: return made(a & b)
    case .bitOr: return made(a | b)
    case .bitXor: return made(a ^ b)
    default:
      guard let result = compared(a, symbol, b) else { throw unsupported(symbol, "integers") }
      return result
    }
  }

  /// Whether the quotient of two integers is not whole.
  static func leavesRemainder(_ a: Value, _ b: Value) -> Bool {
    guard let a = a.index, let b = b.index, b != 0 else { return false }
    return a.remainderReportingOverflow(dividingBy: b).partialValue != 0
  }

  /// a to the power b, by squaring, wrapping.
  private static func power<T: FixedWidthInteger>(_ a: T, _ b: T) -> T {
    var result: T = 1, square = a, rest = b
    while rest > 0 {
      if rest & 1 == 1 { result = result &* square }
      square = square &* square
      rest >>= 1
    }
    return result
  }

  private static func floats(_ a: Double, _ symbol: BinaryOperator, _ b: Double) throws(ValueError) -> Value {
    switch symbol {
    case .add: return .float(a + b)
    case .subtract: return .float(a - b)
    case .multiply: return .float(a * b)
    case .divide:
      guard b != 0 else { throw divisionByZero }
      return .float(a / b)
    case .modulo:
      guard b != 0 else { throw divisionByZero }
      return .float(a.truncatingRemainder(dividingBy: b))
    case .power: return .float(realPower(a, b))
    default:
      guard let result = compared(a, symbol, b) else { throw unsupported(symbol, "floats") }
      return result
    }
  }

  /// a to the power b; whole powers of negative numbers too.
  static func realPower(_ a: Double, _ b: Double) -> Double {
    if let whole = Int(exactly: b) { return Double.pow(a, whole) }
    return Double.pow(a, b)
  }

  /// Products and quotients of angles with numbers come as ``scaledAngle(_:_:_:)``.
  private static func angles(_ a: UInt64, _ symbol: BinaryOperator, _ b: UInt64) throws(ValueError) -> Value {
    switch symbol {
    case .add: return .angle(a &+ b)
    case .subtract: return .angle(a &- b)
    case .bitAnd: return .angle(a & b)
    case .bitOr: return .angle(a | b)
    case .bitXor: return .angle(a ^ b)
    case .divide:
      guard b != 0 else { throw divisionByZero }
      return .uint(a / b)
    default:
      guard let result = compared(a, symbol, b) else { throw unsupported(symbol, "angles") }
      return result
    }
  }

  /// A value of so many bits whose bits are moved; those that leave it are lost.
  private static func shifted(
    _ value: Value, _ symbol: BinaryOperator, by distance: Int64, width: Int
  ) throws(ValueError) -> Value {
    guard distance >= 0 else { throw ValueError(found: "a shift by \(distance)", allowed: "a shift by at least 0") }
    let isLeft = symbol == .shiftLeft
    switch value {
    case .int(let number): return .int(signExtended(isLeft ? number << distance : number >> distance, width: width))
    case .uint(let number): return .uint(truncated(isLeft ? number << distance : number >> distance, width: width))
    case .angle(let turns):
      // The bits that an angle does not use stay 0.
      let unused = UInt64(64 - width)
      return .angle(isLeft ? turns << distance : ((turns >> unused) >> distance) << unused)
    case .bits(let bits):
      let places = Int(min(distance, Int64(bits.count)))
      return .bits(bits.shifted(left: isLeft ? places : -places))
    default: throw unsupported(symbol, "such values")
    }
  }

  /// An angle of a width times or divided by an integer.
  static func scaledAngle(
    _ angle: Value, _ symbol: BinaryOperator, _ factor: Value, width: Int
  ) throws(ValueError) -> Value {
    guard case .angle(let turns) = angle else { throw unsupported(symbol, "an angle and an integer") }
    let unused = UInt64(64 - width)
    let steps = turns >> unused
    let isNegative = if case .int(let number) = factor { number < 0 } else { false }
    let size: UInt64 =
      switch factor {
      case .int(let number): number.magnitude
      case .uint(let number): number
      default: 0
      }
    let result: UInt64
    switch symbol {
    case .multiply: result = steps &* size
    case .divide:
      guard size != 0 else { throw divisionByZero }
      result = steps / size
    default: throw unsupported(symbol, "an angle and an integer")
    }
    return .angle((isNegative ? 0 &- result : result) << unused)
  }

  private static func bits(_ a: Bits, _ symbol: BinaryOperator, _ b: Bits) throws(ValueError) -> Value {
    guard a.count == b.count else {
      throw ValueError(found: "\(a.count) bits beside \(b.count)", allowed: "rows of the same length")
    }
    switch symbol {
    case .bitAnd: return .bits(a.combined(with: b, &))
    case .bitOr: return .bits(a.combined(with: b, |))
    case .bitXor: return .bits(a.combined(with: b, ^))
    case .equal: return .bool(a == b)
    case .unequal: return .bool(a != b)
    case .less, .greater, .lessOrEqual, .greaterOrEqual:
      // From the highest bit on, as numbers.
      let order = a.text == b.text ? 0 : a.text < b.text ? -1 : 1
      guard let result = compared(order, symbol, 0) else { throw unsupported(symbol, "bits") }
      return result
    default: throw unsupported(symbol, "bits")
    }
  }

  private static func truths(_ a: Bool, _ symbol: BinaryOperator, _ b: Bool) throws(ValueError) -> Value {
    switch symbol {
    case .bitAnd, .and: .bool(a && b)
    case .bitOr, .or: .bool(a || b)
    case .bitXor, .unequal: .bool(a != b)
    case .equal: .bool(a == b)
    default: throw unsupported(symbol, "truth values")
    }
  }

  private static func complexes(
    _ a: Complex<Double>, _ symbol: BinaryOperator, _ b: Complex<Double>
  ) throws(ValueError) -> Value {
    switch symbol {
    case .add: return .complex(a + b)
    case .subtract: return .complex(a - b)
    case .multiply: return .complex(a * b)
    case .divide:
      guard b != .zero else { throw divisionByZero }
      return .complex(a / b)
    case .power:
      if b.imaginary == 0, let whole = Int(exactly: b.real), (0...1024).contains(whole) {
        // By multiplication: exact where the products are.
        return .complex((0..<whole).reduce(Complex(1)) { product, _ in product * a })
      }
      return .complex(Complex.pow(a, b))
    case .equal: return .bool(a == b)
    case .unequal: return .bool(a != b)
    default: throw unsupported(symbol, "complex numbers")
    }
  }
}

extension Value {
  /// The result of a sign in front of a value.
  static func signed(_ sign: UnaryOperator, _ value: Value, as type: ValueType) throws(ValueError) -> Value {
    switch (sign, value) {
    case (.plus, _): return value
    case (.not, .linear): throw .unknownInput("a decision that depends on an input without a value")
    case (.not, _): return .bool(!value.isTrue)
    case (.minus, .int(let number)): return .int(signExtended(0 &- number, width: type.bitCount ?? 64))
    case (.minus, .uint(let number)): return .uint(truncated(0 &- number, width: type.bitCount ?? 64))
    case (.minus, .float(let number)): return .float(-number)
    case (.minus, .complex(let number)): return .complex(-number)
    case (.minus, .angle(let turns)): return .angle(0 &- turns)
    case (.minus, .linear(var form)):
      form.negate()
      return .linear(form)
    case (.complement, .bits(let bits)): return .bits(bits.complement)
    case (.complement, .int(let number)): return .int(~number)
    case (.complement, .uint(let number)): return .uint(truncated(~number, width: type.bitCount ?? 64))
    case (.complement, .angle(let turns)): return .angle(~turns & (UInt64.max << UInt64(64 - (type.bitCount ?? 64))))
    case (.complement, .bool(let value)): return .bool(!value)
    default: throw ValueError(found: "'\(sign.rawValue)' before a value that has no such operator", allowed: "numbers")
    }
  }
}

extension ValueError {
  /// A quotient of integers in an angle.
  static let remainder = ValueError(
    found: "a division of integers with a remainder", allowed: "a decimal point in one of them, as in 1.0/2")
}
