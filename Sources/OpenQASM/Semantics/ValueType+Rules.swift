extension ValueType {
  /// The type in which two numbers are added or compared; nil where there is none.
  ///
  /// Bits count as integers without sign. Of two integers the wider wins, of two of the same width the one without sign;
  /// above integers stand floats, above them complex numbers. An angle takes a float or an integer along.
  static func common(_ left: ValueType, _ right: ValueType) -> ValueType? {
    if left == right { return left }
    switch (left.asNumber, right.asNumber) {
    case (.duration, .duration): return .duration
    case (.complex(let a), .complex(let b)): return .complex(max(a, b))
    case (.complex(let a), let other?) where other.isNumber: return .complex(a)
    case (let other?, .complex(let a)) where other.isNumber: return .complex(a)
    case (.angle(let a), .angle(let b)): return .angle(max(a, b))
    case (.angle(let a), let other?) where other.isNumber: return .angle(a)
    case (let other?, .angle(let a)) where other.isNumber: return .angle(a)
    case (.float(let a), .float(let b)): return .float(max(a, b))
    case (.float(let a), let other?) where other.isInteger: return .float(a)
    case (let other?, .float(let a)) where other.isInteger: return .float(a)
    case (.int(let a), .int(let b)): return .int(max(a, b))
    case (.uint(let a), .uint(let b)): return .uint(max(a, b))
    case (.int(let a), .uint(let b)), (.uint(let b), .int(let a)): return b >= a ? .uint(b) : .int(a)
    default: return nil
    }
  }

  /// Bits and truth values as the integers that they are; nil for what is no number.
  private var asNumber: ValueType? {
    switch self {
    case .bool, .bits(nil): .int(64)
    case .bits(let count?): count <= 64 ? .uint(max(1, count)) : nil
    case .int, .uint, .float, .angle, .complex, .duration: self
    case .array, .qubits, .void: nil
    }
  }

  /// What operands of an operator are converted to, and the type of its result; nil where it has no such operands.
  static func operation(
    _ left: ValueType, _ symbol: BinaryOperator, _ right: ValueType
  ) -> (left: ValueType, right: ValueType, result: ValueType)? {
    switch symbol {
    case .and, .or:
      return left.isNumber && right.isNumber ? (.bool, .bool, .bool) : nil
    case .shiftLeft, .shiftRight:
      guard right.isInteger || right.bitCount != nil || right == .bits(nil) else { return nil }
      switch left {
      case .bits(_?), .int, .uint, .angle: return (left, .int(64), left)
      default: return nil
      }
    case .bitAnd, .bitOr, .bitXor:
      switch (left, right) {
      case (.bits, .bits), (.bool, .bool): return left == right ? (left, right, left) : nil
      case (.bool, .bits(nil)), (.bits(nil), .bool): return (.bool, .bool, .bool)
      default:
        guard let type = common(left, right), type.bitCount != nil else { return nil }
        return (type, type, type)
      }
    case .equal, .unequal, .less, .greater, .lessOrEqual, .greaterOrEqual:
      return comparison(left, symbol, right).map { ($0, $0, .bool) }
    case .add, .subtract, .multiply, .divide, .modulo, .power:
      return arithmetic(left, symbol, right)
    }
  }

  private static func comparison(_ left: ValueType, _ symbol: BinaryOperator, _ right: ValueType) -> ValueType? {
    let isEquality = symbol == .equal || symbol == .unequal
    if left == right {
      switch left {
      case .qubits, .void: return nil
      case .array, .complex: return isEquality ? left : nil
      case .bool: return isEquality ? .bool : .uint(1)
      default: return left
      }
    }
    switch (left, right) {
    case (.bits(let a?), .bits(let b?)): return a == b ? left : nil
    // More bits than an integer has are compared one by one.
    case (.bits(let count?), let other) where count > 64 && other.isInteger: return left
    case (let other, .bits(let count?)) where count > 64 && other.isInteger: return right
    case (.bool, .bits(nil)), (.bits(nil), .bool): return isEquality ? .bool : .uint(1)
    default: break
    }
    guard let type = common(left, right) else { return nil }
    if case .complex = type, !isEquality { return nil }
    return type
  }

  private static func arithmetic(
    _ left: ValueType, _ symbol: BinaryOperator, _ right: ValueType
  ) -> (left: ValueType, right: ValueType, result: ValueType)? {
    switch (left, right) {
    case (.duration, .duration):
      switch symbol {
      case .add, .subtract, .modulo: return (left, right, .duration)
      case .divide: return (left, right, .float(64))
      default: return nil
      }
    case (.duration, _) where right.isNumber && (symbol == .multiply || symbol == .divide):
      return (.duration, .float(64), .duration)
    case (_, .duration) where left.isNumber && symbol == .multiply:
      return (.float(64), .duration, .duration)
    case (.angle(let width), .angle) where symbol == .divide:
      return (left, .angle(width), .uint(width))
    case (.angle, .angle) where symbol != .add && symbol != .subtract:
      return nil
    case (.angle, _) where symbol != .add && symbol != .subtract && right.isNumber:
      guard right.isInteger || right.bitCount != nil else { return (.float(64), .float(64), .float(64)) }
      return symbol == .multiply || symbol == .divide ? (left, .int(64), left) : nil
    case (_, .angle) where symbol != .add && symbol != .subtract && left.isNumber:
      guard left.isInteger || left.bitCount != nil else { return (.float(64), .float(64), .float(64)) }
      return symbol == .multiply ? (.int(64), right, right) : nil
    default:
      guard let type = common(left, right), type.isNumber || type == .duration else { return nil }
      if case .complex = type, symbol == .modulo { return nil }
      switch type {
      case .bool, .bits(nil): return (.int(64), .int(64), .int(64))
      case .bits(let width?):
        guard width <= 64 else { return nil }
        return (.uint(max(1, width)), .uint(max(1, width)), .uint(max(1, width)))
      default: return (type, type, type)
      }
    }
  }
}
