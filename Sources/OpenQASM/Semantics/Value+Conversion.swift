import ComplexModule
import RealModule

extension Value {
  /// The value as one of another type.
  ///
  /// - Throws: Where there is no such value: a number that is not finite as an integer, a row of bits of another length.
  func converted(to type: ValueType) throws(ValueError) -> Value {
    switch type {
    case .bool: .bool(try truth())
    case .bits(let count): .bits(try bits(count: count ?? 1))
    case .int(let width): .int(signExtended(try integer(), width: width))
    case .uint(let width): .uint(truncated(UInt64(bitPattern: try integer()), width: width))
    case .float(let width): try float(width: width)
    case .duration: self
    case .angle(let width): try angle(width: width)
    case .complex: .complex(try complex())
    case .array(let element, let dimensions): try array(of: element, dimensions)
    case .qubits, .void: self
    }
  }

  private func truth() throws(ValueError) -> Bool {
    switch self {
    case .bool, .bits, .int, .uint, .float, .angle: isTrue
    case .linear: throw .unknownInput("a decision that depends on an input without a value")
    default: throw ValueError(found: "a value that is neither true nor false", allowed: "bool, bit or a number")
    }
  }

  private func bits(count: Int) throws(ValueError) -> Bits {
    switch self {
    case .bool(let value): return Bits(value ? 1 : 0, count: count)
    case .bits(let bits):
      guard bits.count != count else { return bits }
      throw ValueError(found: "\(bits.count) bits", allowed: "\(count)")
    case .int(let value):
      // A negative number fills all bits beyond 64 with its sign.
      guard count > 64, value < 0 else { return Bits(UInt64(bitPattern: value), count: count) }
      return Bits((0..<count).map { $0 < 64 ? value >> Int64($0) & 1 == 1 : true })
    case .uint(let value): return Bits(value, count: count)
    case .angle(let turns): return Bits(turns >> UInt64(64 - min(64, count)), count: count)
    case .linear: throw .unknownInput("bits of an input without a value")
    default: throw ValueError(found: "a value that is no row of bits", allowed: "bits or an integer")
    }
  }

  /// The bits of an integer, in two's complement.
  private func integer() throws(ValueError) -> Int64 {
    switch self {
    case .bool(let value): return value ? 1 : 0
    case .int(let value): return value
    case .uint(let value): return Int64(bitPattern: value)
    case .bits(let bits):
      guard let number = bits.number else {
        throw ValueError(found: "\(bits.count) bits as an integer", allowed: "at most 64 significant bits")
      }
      return Int64(bitPattern: number)
    case .float(let value):
      let whole = value.rounded(.towardZero)
      if let number = Int64(exactly: whole) { return number }
      guard let number = UInt64(exactly: whole) else {
        throw ValueError(found: "\(value) as an integer", allowed: "numbers that fit 64 bits")
      }
      return Int64(bitPattern: number)
    case .linear: throw .unknownInput("an integer that depends on an input without a value")
    default: throw ValueError(found: "a value that is no integer", allowed: "an integer")
    }
  }

  private func float(width: Int) throws(ValueError) -> Value {
    if case .linear = self {
      guard width == 64 else { throw .unknownInput("float[\(width)] of an input without a value") }
      return self
    }
    let value = try number()
    return .float(width == 32 ? Double(Float(value)) : value)
  }

  /// The value as a real number; an angle in radians.
  func number() throws(ValueError) -> Double {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int(let value): Double(value)
    case .uint(let value): Double(value)
    case .bits(let bits): Double(UInt64(bitPattern: try Value.bits(bits).integer()))
    case .float(let value): value
    case .angle(let turns): Value.radians(turns)
    case .linear: throw .unknownInput("a function of an input without a value")
    default: throw ValueError(found: "a value that is no real number", allowed: "a real number")
    }
  }

  private func angle(width: Int) throws(ValueError) -> Value {
    switch self {
    case .angle(let turns): return .angle(turns & (UInt64.max << UInt64(64 - width)))
    case .bits(let bits):
      guard bits.count == width, let number = bits.number else {
        throw ValueError(found: "\(bits.count) bits", allowed: "\(width)")
      }
      return .angle(number << UInt64(64 - width))
    case .linear: return self
    default:
      let radians = try number()
      guard radians.isFinite else { throw ValueError(found: "\(radians) as an angle", allowed: "finite numbers") }
      return .angle(Value.turns(radians, width: width))
    }
  }

  func complex() throws(ValueError) -> Complex<Double> {
    if case .complex(let value) = self { return value }
    return Complex(try number(), 0)
  }

  private func array(of element: ValueType, _ dimensions: [Int]) throws(ValueError) -> Value {
    guard case .array(var array) = self else {
      throw ValueError(found: "a value that is no array", allowed: "an array")
    }
    guard array.dimensions == dimensions else {
      throw ValueError(
        found: "an array of \(array.dimensions.map(String.init).joined(separator: " × ")) elements",
        allowed: dimensions.map(String.init).joined(separator: " × "))
    }
    for index in array.elements.indices { array.elements[index] = try array.elements[index].converted(to: element) }
    return .array(array)
  }
}

extension ValueError {
  /// An input that is a parameter of a circuit, where only a number will do.
  static func unknownInput(_ found: String) -> ValueError {
    ValueError(
      found: found, allowed: "angles that are linear in such inputs; give the input a value to run the program")
  }
}

/// The lowest bits of a number, of which the highest is the sign.
func signExtended(_ number: Int64, width: Int) -> Int64 {
  let unused = Int64(64 - width)
  return (number << unused) >> unused
}

/// The lowest bits of a number.
func truncated(_ number: UInt64, width: Int) -> UInt64 {
  let unused = UInt64(64 - width)
  return (number << unused) >> unused
}
