extension Compiler {
  /// A function of the language, or a subroutine, with its arguments.
  mutating func compile(
    call name: String, _ arguments: [Expression], at position: SourcePosition
  ) throws(OpenQASMError) -> Fragment {
    switch definition(of: name) {
    case .subroutine(let index):
      guard gateBody == nil else {
        throw position.error(found: "\(shortened(name)), a subroutine, in a gate", allowed: "functions of the language")
      }
      return try compile(subroutine: index, arguments, at: position)
    case .external:
      throw position.error(
        found: "\(shortened(name)), an extern function", allowed: "subroutines that the program defines")
    default: break
    }
    guard let function = BuiltinFunction(rawValue: name), OpenQASMNames.functions.contains(name) || name == "pow" else {
      throw position.error(
        found: "\(shortened(name)), which is no function here", allowed: "a function or a subroutine defined before it")
    }
    guard function.argumentCounts.contains(arguments.count) else {
      throw position.error(
        found: "\(arguments.count) argument\(arguments.count == 1 ? "" : "s") for \(name)",
        allowed: function.argumentCounts.count == 1
          ? "\(function.argumentCounts.lowerBound)"
          : "\(function.argumentCounts.lowerBound) or \(function.argumentCounts.upperBound)")
    }
    if function == .sizeof { return try compile(sizeOf: arguments, at: position) }
    return try compile(function, arguments, at: position)
  }

  private mutating func compile(
    _ function: BuiltinFunction, _ arguments: [Expression], at position: SourcePosition
  ) throws(OpenQASMError) -> Fragment {
    var values: [Fragment] = []
    for argument in arguments { values.append(try compile(argument)) }
    guard let signature = function.signature(of: values.map(\.type)) else {
      throw position.error(
        found: "\(function.rawValue) of \(values.map(\.type.name).joined(separator: " and "))",
        allowed: "arguments that it has")
    }
    for (index, type) in zip(values.indices, signature.arguments) {
      values[index] = try convert(values[index], to: type)
    }
    if let constants = constants(values) {
      try spend(on: constants, at: position)
      do throws(ValueError) {
        return .constant(try function.value(constants, as: signature.result), signature.result, at: position)
      } catch {
        guard gateBody != nil, constants.contains(where: { $0.termCount > 0 }) else { throw error.at(position) }
      }
    }
    var result = Fragment(type: signature.result, position: position)
    for value in values { result.steps += try deferred(value) }
    result.append(.call(function, count: values.count, signature.result), at: position)
    return result
  }

  /// `sizeof(array)` or `sizeof(array, dimension)`: always a constant here.
  private mutating func compile(
    sizeOf arguments: [Expression], at position: SourcePosition
  ) throws(OpenQASMError) -> Fragment {
    let type = try compile(arguments[0]).type
    let sizes: [Int]
    switch type {
    case .array(_, let dimensions): sizes = dimensions
    case .bits(let count?): sizes = [count]
    default: throw position.error(found: "sizeof of \(type.name)", allowed: "an array")
    }
    let dimension =
      arguments.count > 1
      ? try constantInteger(arguments[1], found: "the number of a dimension", in: 0...(sizes.count - 1)) : 0
    return .constant(.uint(UInt64(sizes[dimension])), .uint(64), at: position)
  }

  /// `a ++ b`: arrays of one type, or registers of bits, behind each other.
  mutating func compile(joined parts: [Expression], at position: SourcePosition) throws(OpenQASMError) -> Fragment {
    var result = Fragment(type: .void, position: position)
    // What is known of the parts so far; registers of bits have no type of elements.
    var element: ValueType??
    var sizes: [Int] = []
    for part in parts {
      let value = try compile(part)
      let (type, dimensions): (ValueType?, [Int])
      switch value.type {
      case .array(let inner, let own): (type, dimensions) = (inner, own)
      case .bits(let count): (type, dimensions) = (nil, [count ?? 1])
      default: throw part.position.error(found: "'++' behind a value of the type \(value.type.name)", allowed: "arrays")
      }
      guard element == nil || (element == .some(type) && sizes.dropFirst() == dimensions.dropFirst()) else {
        throw part.position.error(found: "arrays of different types", allowed: "arrays of one type")
      }
      element = type
      sizes = sizes.isEmpty ? dimensions : [sizes[0] + dimensions[0]] + sizes.dropFirst()
      result.steps += value.pushed
    }
    guard let element, ValueType.elementCount(sizes) <= limits.elementCount else {
      throw position.error(found: "an array of too many elements", allowed: "\(limits.elementCount) elements")
    }
    result.append(.joinArrays(parts.count), at: position)
    result.type = element.map { .array($0, sizes) } ?? .bits(sizes[0])
    return result
  }

  // MARK: Lists

  /// `{a, b, …}` as the value of an array.
  mutating func compile(list: [Expression], as type: ValueType, at position: SourcePosition) throws(OpenQASMError)
    -> Fragment
  {
    guard case .array(let element, let sizes) = type, let size = sizes.first else {
      throw position.error(found: "a list as the value of \(type.name)", allowed: "one value")
    }
    guard list.count == size else {
      throw position.error(found: "\(list.count) elements", allowed: "\(size)")
    }
    let inner: ValueType = sizes.count == 1 ? element : .array(element, Array(sizes.dropFirst()))
    var parts: [Fragment] = []
    for expression in list {
      if case .list(let elements) = expression.kind {
        parts.append(try compile(list: elements, as: inner, at: expression.position))
      } else {
        parts.append(try convert(try compile(expression), to: inner))
      }
    }
    if let values = constants(parts) {
      return .constant(.array(ArrayValue(joining: values, dimensions: sizes)), type, at: position)
    }
    var result = Fragment(type: type, position: position)
    for part in parts { result.steps += part.pushed }
    result.append(.makeArray(type, sizes), at: position)
    return result
  }

  /// What a variable is given, as a value of its type.
  mutating func compile(value expression: Expression, as type: ValueType) throws(OpenQASMError) -> Fragment {
    if case .list(let elements) = expression.kind {
      return try compile(list: elements, as: type, at: expression.position)
    }
    return try convert(try compile(expression), to: type)
  }
}

extension ArrayValue {
  /// Values behind each other: elements, or arrays that are the rows of a larger one.
  init(joining values: [Value], dimensions: [Int]) {
    var elements: [Value] = []
    for value in values {
      if case .array(let array) = value { elements += array.elements } else { elements.append(value) }
    }
    self.init(dimensions: dimensions, elements: elements)
  }
}
