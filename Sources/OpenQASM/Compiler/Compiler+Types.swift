extension Compiler {
  /// The type that was written, with its sizes computed.
  mutating func resolve(_ name: TypeName) throws(OpenQASMError) -> ValueType {
    switch name.kind {
    case .complex(let component):
      guard let component else { return .complex(64) }
      guard case .float(let width) = try resolve(component) else {
        throw component.position.error(found: "complex numbers of another type", allowed: "complex[float[64]]")
      }
      return .complex(width)
    case .array(let element, let dimensions):
      guard dimensions.count <= 7 else {
        throw name.position.error(found: "\(dimensions.count) dimensions", allowed: "at most 7")
      }
      let type = try resolve(element)
      guard type.isNumber || type == .duration else {
        throw element.position.error(found: "an array of \(type.name)", allowed: "arrays of numbers and bits")
      }
      var sizes: [Int] = []
      for dimension in dimensions {
        let size = try constantInteger(dimension, found: "the size of an array", in: 0...limits.elementCount)
        sizes.append(size)
        guard ValueType.elementCount(sizes) <= limits.elementCount else {
          throw dimension.position.error(
            found: "an array of too many elements", allowed: "\(limits.elementCount) elements")
        }
      }
      return .array(type, sizes)
    case .arrayOfRank:
      throw name.position.error(found: "an array without its size", allowed: "the size of each dimension")
    case .scalar(let word, let width):
      return try resolve(word, width, at: name.position)
    }
  }

  private mutating func resolve(
    _ word: String, _ width: Expression?, at position: SourcePosition
  ) throws(OpenQASMError) -> ValueType {
    func size(_ standard: Int) throws(OpenQASMError) -> Int {
      guard let width else { return standard }
      return try constantInteger(width, found: "the width of \(word)", in: 1...64)
    }
    switch word {
    case "bit":
      guard let width else { return .bits(nil) }
      return .bits(try registerSize(width, behind: 0, limit: limits.bitCount))
    case "int": return .int(try size(64))
    case "uint": return .uint(try size(64))
    case "angle": return .angle(try size(64))
    case "float":
      let bits = try size(64)
      guard bits == 32 || bits == 64 else {
        throw (width?.position ?? position).error(found: "float[\(bits)]", allowed: "float[32] and float[64]")
      }
      return .float(bits)
    default:
      guard width == nil else { throw position.error(found: "\(word) with a width", allowed: "\(word)") }
      return word == "bool" ? .bool : .duration
    }
  }

  /// The size of a register of qubits or bits, behind so many others.
  mutating func registerSize(
    _ expression: Expression, behind count: Int, limit: Int
  ) throws(OpenQASMError) -> Int {
    let fragment = try constantFragment(expression)
    guard let size = fragment.constant?.index, fragment.type.isInteger, size >= 1, size <= limit - count else {
      throw expression.position.error(
        found: "\(shown(expression, fragment)) as the size of a register",
        allowed: "1 to \(limit) in all, here at most \(limit - count)")
    }
    return size
  }

  /// A constant as a message shows it: as it was written when that is a number.
  private func shown(_ expression: Expression, _ fragment: Fragment) -> String {
    switch expression.kind {
    case .integer(let digits), .decimal(let digits): shortened(digits)
    default: fragment.constant?.index.map(String.init) ?? "a value of the type \(fragment.type.name)"
    }
  }

  /// An integer that is known now.
  mutating func constantInteger(
    _ expression: Expression, found: String, in range: ClosedRange<Int>
  ) throws(OpenQASMError) -> Int {
    let fragment = try constantFragment(expression)
    guard let number = fragment.constant?.index, fragment.type.isInteger, range.contains(number) else {
      throw expression.position.error(
        found: "\(shown(expression, fragment)) as \(found)", allowed: "\(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// An expression whose value is known now.
  mutating func constantFragment(_ expression: Expression) throws(OpenQASMError) -> Fragment {
    let fragment = try compile(expression)
    guard fragment.constant != nil else {
      throw expression.position.error(found: "a value that is known only when the program runs", allowed: "a constant")
    }
    return fragment
  }

  // MARK: Conversions

  /// The fragment as a value of another type, where the language converts without being asked.
  mutating func convert(
    _ fragment: Fragment, to type: ValueType, isExplicit: Bool = false
  ) throws(OpenQASMError) -> Fragment {
    guard fragment.type != type else { return fragment }
    guard Self.isConvertible(fragment.type, to: type, isExplicit: isExplicit) else {
      throw fragment.position.error(
        found: "a value of the type \(fragment.type.name)", allowed: "\(type.name), or what converts to it")
    }
    var result = fragment
    result.type = type
    if let constant = fragment.constant {
      let converted: Value
      do throws(ValueError) {
        converted = try constant.converted(to: type)
      } catch {
        throw error.at(fragment.position)
      }
      try spend(on: [converted], at: fragment.position)
      result.constant = converted
    } else {
      result.append(.convert(type), at: fragment.position)
    }
    return result
  }

  private static func isConvertible(_ type: ValueType, to target: ValueType, isExplicit: Bool) -> Bool {
    switch (type, target) {
    case (.array(let element, let sizes), .array(let other, let otherSizes)):
      sizes == otherSizes && isConvertible(element, to: other, isExplicit: isExplicit)
    case (.duration, .duration): true
    case (.complex, .complex): true
    case (.complex, _), (.duration, _), (_, .duration), (.array, _), (_, .array), (.qubits, _), (_, .qubits),
      (.void, _),
      (_, .void):
      false
    case (_, .complex): true
    case (.bits(let count?), .bits(let other)): count == other ?? 1
    case (.bits(_?), .float): false
    case (.float, .bits): false
    case (.bits(let count?), .angle(let width)): count == width
    case (.angle(let width), .bits(let count)): count == width
    // Angles lose their turns as other numbers.
    case (.angle, .float), (.angle, .int), (.angle, .uint): isExplicit || target == .float(64)
    default: type.isNumber && target.isNumber
    }
  }
}
