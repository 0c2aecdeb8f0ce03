import ComplexModule
import RealModule

/// What a variable or an expression has while a program runs.
enum Value: Sendable, Hashable {
  case bool(Bool)
  case bits(Bits)
  case int(Int64)
  case uint(UInt64)
  /// A number; a duration in seconds.
  case float(Double)
  /// A number that depends on inputs whose values are not known.
  case linear(LinearForm)
  /// A part of a whole turn, in units of 2⁻⁶⁴ turns; an `angle[n]` uses the n highest bits.
  case angle(UInt64)
  case complex(Complex<Double>)
  case array(ArrayValue)
  case qubits([Int])
  /// Numbers of elements, as a list between brackets names them.
  case indices([Int])
  /// A range between brackets; nil where an end is left out.
  case range(first: Int?, step: Int, last: Int?)
  case void

  /// The number as an integer that may index something; nil for other values and larger numbers.
  var index: Int? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int(let value): Int(exactly: value)
    case .uint(let value): Int(exactly: value)
    case .bits(let bits): bits.number.flatMap { Int(exactly: $0) }
    default: nil
    }
  }

  /// Whether the value stands for something that is true.
  var isTrue: Bool {
    switch self {
    case .bool(let value): value
    case .bits(let bits): !bits.isZero
    case .int(let value): value != 0
    case .uint(let value), .angle(let value): value != 0
    case .float(let value): value != 0
    default: false
    }
  }

  /// How many steps a copy of it takes, beside the first.
  var cost: Int {
    switch self {
    case .array(let array): array.elements.count / 8
    case .bits(let bits): bits.count / 8
    case .qubits(let numbers), .indices(let numbers): numbers.count / 8
    default: 0
    }
  }

  /// The radians of an angle.
  static func radians(_ turns: UInt64) -> Double { Double(turns) * (2 * .pi * 0x1p-64) }

  /// The multiple of 2π/2ʷ that is nearest to an angle in radians.
  static func turns(_ radians: Double, width: Int) -> UInt64 {
    let turns = radians / (2 * .pi)
    let scaled = ((turns - turns.rounded(.down)) * Double(sign: .plus, exponent: width, significand: 1))
      .rounded(.toNearestOrEven)
    // A whole turn is none.
    guard scaled < Double(sign: .plus, exponent: width, significand: 1), let steps = UInt64(exactly: scaled) else {
      return 0
    }
    return steps << UInt64(64 - width)
  }
}

/// Why values could not be combined; who knows the place makes it an ``OpenQASMError``.
struct ValueError: Error {
  let found: String
  let allowed: String

  func at(_ position: SourcePosition) -> OpenQASMError { position.error(found: found, allowed: allowed) }
}
