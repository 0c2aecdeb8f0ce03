import ComplexModule
import RealModule

/// The functions of the language.
enum BuiltinFunction: String, Sendable, CaseIterable {
  case abs, arccos, arcsin, arctan, ceiling, cos, exp, floor, log, mod, popcount, pow, real, imag, rotl, rotr, sin,
    sizeof
  case sqrt, tan

  var argumentCounts: ClosedRange<Int> {
    switch self {
    case .mod, .pow, .rotl, .rotr: 2...2
    case .sizeof: 1...2
    default: 1...1
    }
  }

  /// The types that arguments are converted to, and that of the result; nil where the function has no such arguments.
  func signature(of types: [ValueType]) -> (arguments: [ValueType], result: ValueType)? {
    let first = types[0]
    guard types.allSatisfy(\.isNumber) else { return nil }
    switch self {
    case .arccos, .arcsin, .arctan, .cos, .sin, .tan, .exp, .log, .sqrt:
      if case .complex(let width) = first {
        guard self == .exp || self == .sqrt || self == .log else { return nil }
        return ([first], .complex(width))
      }
      return ([.float(64)], .float(64))
    case .ceiling, .floor: return ([.float(64)], .float(64))
    case .abs:
      if case .complex = first { return ([first], .float(64)) }
      return first.isInteger ? ([first], first) : ([.float(64)], .float(64))
    case .mod, .pow:
      guard let type = ValueType.common(types[0], types[1]) else { return nil }
      if case .complex = type { return self == .pow ? ([type, type], type) : nil }
      return type.isInteger ? ([type, type], type) : ([.float(64), .float(64)], .float(64))
    case .popcount:
      guard first.bitCount != nil || first == .bits(nil) else { return nil }
      return ([.bits(first.bitCount)], .uint(64))
    case .real, .imag: return ([.complex(64)], .float(64))
    case .rotl, .rotr:
      guard first.bitCount != nil, !(types[1] == .float(64)) else { return nil }
      return ([first, .int(64)], first)
    case .sizeof: return nil
    }
  }

  /// - Parameters:
  ///   - arguments: Values of the types that ``signature(of:)`` asks for.
  ///   - type: The type of the result.
  func value(_ arguments: [Value], as type: ValueType) throws(ValueError) -> Value {
    if arguments.contains(where: \.isLinear) {
      throw .unknownInput("the function \(rawValue) of an input without a value")
    }
    switch arguments[0] {
    case .complex(let number): return try complexValue(number, arguments)
    case .int, .uint, .bits, .angle: return try integerValue(arguments, as: type)
    default:
      let x = try arguments[0].number()
      return .float(try realValue(x, arguments.count > 1 ? try arguments[1].number() : 0))
    }
  }

  private func realValue(_ x: Double, _ y: Double) throws(ValueError) -> Double {
    let value: Double
    switch self {
    case .abs: value = x.magnitude
    case .arccos: value = .acos(x)
    case .arcsin: value = .asin(x)
    case .arctan: value = .atan(x)
    case .ceiling: value = x.rounded(.up)
    case .cos: value = .cos(x)
    case .exp: value = .exp(x)
    case .floor: value = x.rounded(.down)
    case .log: value = .log(x)
    case .mod:
      guard y != 0 else { throw Value.divisionByZero }
      // The sign of the divisor, as for integers.
      value = x - (x / y).rounded(.down) * y
    case .pow: value = Value.realPower(x, y)
    case .sin: value = .sin(x)
    case .sqrt: value = x.squareRoot()
    case .tan: value = .tan(x)
    default: throw ValueError(found: "\(rawValue) of a float", allowed: "arguments that it has")
    }
    guard value.isFinite || !x.isFinite else {
      throw ValueError(found: "\(rawValue) of \(x), which is not finite", allowed: "arguments where it is")
    }
    return value
  }

  private func complexValue(_ number: Complex<Double>, _ arguments: [Value]) throws(ValueError) -> Value {
    switch self {
    case .abs: .float(number.length)
    case .real: .float(number.real)
    case .imag: .float(number.imaginary)
    case .exp: .complex(.exp(number))
    case .log: .complex(.log(number))
    case .sqrt: .complex(.sqrt(number))
    default: try Value.combined(arguments[0], .power, arguments[1], as: .complex(64))
    }
  }

  private func integerValue(_ arguments: [Value], as type: ValueType) throws(ValueError) -> Value {
    switch (self, arguments[0]) {
    case (.abs, .int(let number)):
      return .int(signExtended(Int64(truncatingIfNeeded: number.magnitude), width: type.bitCount ?? 64))
    case (.abs, _): return arguments[0]
    case (.mod, .int(let a)):
      guard case .int(let b) = arguments[1], b != 0 else { throw Value.divisionByZero }
      let rest = a.remainderReportingOverflow(dividingBy: b).partialValue
      return .int(rest != 0 && (rest < 0) != (b < 0) ? rest &+ b : rest)
    case (.mod, _): return try Value.combined(arguments[0], .modulo, arguments[1], as: type)
    case (.pow, _): return try Value.combined(arguments[0], .power, arguments[1], as: type)
    default:
      // The rest works on bits.
      guard case .bits(let bits) = try bitPattern(of: arguments[0], width: type.bitCount) else {
        throw ValueError(found: "\(rawValue) of a value without bits", allowed: "bits or an integer")
      }
      if self == .popcount { return .uint(UInt64(bits.nonzeroBitCount)) }
      guard case .int(let distance)? = arguments.dropFirst().first, bits.count > 0 else {
        throw ValueError(found: "\(rawValue) without a distance", allowed: "an integer")
      }
      let turn = Int(distance % Int64(bits.count))
      return try Value.bits(bits.rotated(left: self == .rotl ? turn : -turn)).converted(to: type)
    }
  }

  /// The bits of a value of so many bits; all of them where that is nil.
  private func bitPattern(of value: Value, width: Int?) throws(ValueError) -> Value {
    if case .bits = value { return value }
    return try value.converted(to: .bits(width ?? 64))
  }
}
