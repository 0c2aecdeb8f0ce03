import ComplexModule

/// What kind of value a variable or an expression has.
indirect enum ValueType: Hashable, Sendable {
  case bool
  /// A register of bits; nil for a single bit.
  case bits(Int?)
  case int(Int)
  case uint(Int)
  /// With 32 or 64 bits.
  case float(Int)
  case angle(Int)
  case complex(Int)
  /// In seconds.
  case duration
  case array(ValueType, [Int])
  /// Several qubits; nil for a single one.
  case qubits(Int?)
  /// What a subroutine without a result gives.
  case void

  /// The type as the language writes it.
  var name: String {
    switch self {
    case .bool: "bool"
    case .bits(let count): count.map { "bit[\($0)]" } ?? "bit"
    case .int(let width): "int[\(width)]"
    case .uint(let width): "uint[\(width)]"
    case .float(let width): "float[\(width)]"
    case .angle(let width): "angle[\(width)]"
    case .complex(let width): "complex[float[\(width)]]"
    case .duration: "duration"
    case .array(let element, let dimensions):
      "array[\(element.name), \(dimensions.map(String.init).joined(separator: ", "))]"
    case .qubits(let count): count.map { "qubit[\($0)]" } ?? "qubit"
    case .void: "void"
    }
  }

  /// The number of bits that can be named one by one; nil for types that have none.
  var bitCount: Int? {
    switch self {
    case .bits(let count): count
    case .int(let width), .uint(let width), .angle(let width): width
    default: nil
    }
  }

  var isNumber: Bool {
    switch self {
    case .bool, .bits, .int, .uint, .float, .angle, .complex: true
    case .duration, .array, .qubits, .void: false
    }
  }

  var isInteger: Bool {
    switch self {
    case .int, .uint: true
    default: false
    }
  }

  /// How many values a variable counts as against ``OpenQASMLimits/valueCount``.
  var size: Int {
    switch self {
    case .array(_, let dimensions): Self.elementCount(dimensions)
    case .bits(let count): 1 + (count ?? 1) / 64
    case .qubits(let count): count ?? 1
    default: 1
    }
  }

  /// The elements of an array with such dimensions; `Int.max` where no integer counts them.
  static func elementCount(_ dimensions: [Int]) -> Int {
    guard !dimensions.contains(0) else { return 0 }
    return dimensions.reduce(1) { count, size in
      let product = count.multipliedReportingOverflow(by: size)
      return product.overflow ? .max : product.partialValue
    }
  }

  /// What a variable has before it is given a value.
  var zero: Value {
    switch self {
    case .bool: .bool(false)
    case .bits(let count): .bits(Bits(count: count ?? 1))
    case .int: .int(0)
    case .uint: .uint(0)
    case .float, .duration: .float(0)
    case .angle: .angle(0)
    case .complex: .complex(0)
    case .array(let element, let dimensions):
      .array(ArrayValue(dimensions: dimensions, elements: [Value](repeating: element.zero, count: size)))
    case .qubits: .qubits([])
    case .void: .void
    }
  }
}
