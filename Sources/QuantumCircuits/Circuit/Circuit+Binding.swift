extension Circuit {
  /// The circuit with numbers for all parameters.
  ///
  /// - Parameter values: One finite angle in radians per parameter, in the order of ``parameters``.
  /// - Throws: ``CircuitError`` for another number of values, and for one that is not finite.
  public func bound(to values: [Double]) throws(CircuitError) -> Circuit {
    guard values.count == parameters.count else {
      throw .wrongNumberOfValues(found: values.count, allowed: parameters.count)
    }
    for (parameter, value) in zip(parameters, values) where !value.isFinite {
      throw .nonFiniteValue(parameter, value)
    }
    var result = emptied(keepingParameters: false)
    for operation in operations {
      let angles = operation.angles.map { indexed($0).value(at: values).angle }
      if let overflown = angles.first(where: { !$0.isFinite }) {
        throw .nonFiniteAngle(gate: operation.name, angle: overflown.description)
      }
      result.append(checked: operation.withAngles(angles))
    }
    return result
  }

  /// The circuit with expressions in the place of some parameters; the others stay.
  ///
  /// Parameters that stay keep their order, those of the replacements come behind them.
  /// - Throws: ``CircuitError/nonFiniteAngle(gate:angle:)``.
  public func substituting(_ replacement: [Parameter: ParameterExpression]) throws(CircuitError) -> Circuit {
    var result = emptied(keepingParameters: false)
    result.declare(parameters.filter { replacement[$0] == nil })
    for operation in operations {
      let angles = operation.angles.map { $0.substituting(replacement) }
      if let overflown = angles.first(where: { !$0.isFinite }) {
        throw .nonFiniteAngle(gate: operation.name, angle: overflown.description)
      }
      result.append(checked: operation.withAngles(angles))
    }
    return result
  }
}

/// An angle of a circuit that depends on parameters, as the parameter-shift rule needs it.
public struct IndependentAngle: Sendable, Hashable {
  /// How the angle follows from the circuit's own parameters; the coefficients are the chain rule's.
  public let expression: IndexedExpression
  /// The positive frequencies of an expectation value in this angle; nil when there is no shift rule.
  public let frequencies: [Double]?
  public let gateName: String
}

extension Circuit {
  /// The same circuit with a parameter of its own for each angle that is not constant, and where each came from.
  ///
  /// `angles[k]` belongs to `circuit.parameters[k]`, in the order in which the angles stand in the circuit. Equal angles of
  /// different gates are told apart, so that one can be shifted without the others.
  public func withIndependentAngles() -> (circuit: Circuit, angles: [IndependentAngle]) {
    var result = emptied(keepingParameters: false)
    var independent: [IndependentAngle] = []
    for operation in operations {
      let angles = operation.angles.enumerated().map { index, angle in
        guard !angle.isConstant else { return angle }
        let parameter = Parameter("angle[\(independent.count)]")
        independent.append(
          IndependentAngle(
            expression: indexed(angle), frequencies: operation.shiftFrequencies(ofAngle: index),
            gateName: operation.name))
        return parameter.angle
      }
      result.append(checked: operation.withAngles(angles))
    }
    return (result, independent)
  }
}
