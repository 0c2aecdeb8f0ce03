import ComplexModule

/// A value that goes into a program or comes out of it.
public enum OpenQASMValue: Hashable, Sendable {
  case bool(Bool)
  case integer(Int)
  /// An integer without sign that no `Int` holds.
  case unsigned(UInt64)
  /// A number; an angle in radians, a duration in seconds.
  case float(Double)
  case complex(real: Double, imaginary: Double)
  /// Bit 0, which a text shows rightmost, comes first.
  case bits([Bool])
  /// The elements of an array; those of an array with several dimensions are arrays.
  indirect case array([OpenQASMValue])
}

extension OpenQASMValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral {
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .float(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension OpenQASMValue {
  /// The value as one of a type of the language.
  func value(as type: ValueType) throws(ValueError) -> Value {
    if case .array(let values) = self {
      guard case .array(let element, let sizes) = type, sizes.first == values.count else {
        throw ValueError(found: "\(values.count) elements", allowed: type.name)
      }
      let inner: ValueType = sizes.count == 1 ? element : .array(element, Array(sizes.dropFirst()))
      let parts = try values.map { value throws(ValueError) in try value.value(as: inner) }
      return .array(ArrayValue(joining: parts, dimensions: sizes))
    }
    let value = plainValue
    let isMatching =
      switch (value, type) {
      case (.bits, .duration): false
      case (.bool, .bool), (.bool, .bits(nil)), (.int, _), (.uint, _), (.bits, _): true
      case (.float(let number), .int), (.float(let number), .uint): number == number.rounded()
      case (.float, .float), (.float, .angle), (.float, .complex), (.float, .duration), (.complex, .complex): true
      default: false
      }
    if case .float(let number) = value, !number.isFinite {
      throw ValueError(found: "the value \(number)", allowed: "finite numbers")
    }
    guard isMatching else { throw ValueError(found: "a value that is no \(type.name)", allowed: type.name) }
    // A number of seconds, whole or not.
    let converted = type == .duration ? .float(try value.number()) : try value.converted(to: type)
    guard !type.isInteger || value.isSameInteger(as: converted) else {
      throw ValueError(found: "the value \(self.shown)", allowed: "what fits \(type.name)")
    }
    return converted
  }

  private var shown: String {
    switch self {
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .float(let value): "\(value)"
    default: "of \(plainValue.index.map(String.init) ?? "so many bits")"
    }
  }

  private var plainValue: Value {
    switch self {
    case .bool(let value): .bool(value)
    case .integer(let value): .int(Int64(value))
    case .unsigned(let value): .uint(value)
    case .float(let value): .float(value)
    case .complex(let real, let imaginary): .complex(Complex(real, imaginary))
    case .bits(let bits): .bits(Bits(bits))
    case .array: .void
    }
  }

  init(_ value: Value) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .integer(Int(value))
    case .uint(let value): self = Int(exactly: value).map { .integer($0) } ?? .unsigned(value)
    case .float(let value): self = .float(value)
    case .angle(let turns): self = .float(Value.radians(turns))
    case .complex(let value): self = .complex(real: value.real, imaginary: value.imaginary)
    case .bits(let bits): self = .bits(bits.elements)
    case .array(let array): self = .array(Self.rows(array.elements[...], array.dimensions[...]))
    case .linear(let form): self = .float(form.value)
    case .qubits(let numbers), .indices(let numbers): self = .array(numbers.map { .integer($0) })
    case .range, .void: self = .array([])
    }
  }

  private static func rows(_ elements: ArraySlice<Value>, _ dimensions: ArraySlice<Int>) -> [OpenQASMValue] {
    guard dimensions.count > 1, let count = dimensions.first, count > 0 else {
      return elements.map { OpenQASMValue($0) }
    }
    let length = elements.count / count
    return (0..<count).map { row in
      let start = elements.startIndex + row * length
      return .array(rows(elements[start..<(start + length)], dimensions.dropFirst()))
    }
  }
}

extension Value {
  /// Whether an integer of the language has kept the value of a number that it was made of.
  fileprivate func isSameInteger(as integer: Value) -> Bool {
    switch (self, integer) {
    case (.float(let number), .int(let value)): Int64(exactly: number) == value
    case (.float(let number), .uint(let value)): UInt64(exactly: number) == value
    case (.uint(let number), .int(let value)): Int64(exactly: number) == value
    case (.uint(let number), .uint(let value)): number == value
    default: index == nil || index == integer.index
    }
  }
}
