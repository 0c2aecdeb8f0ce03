/// What arithmetic of angles works on beside plain numbers: parameters and their expressions.
public protocol SymbolicAngle: AngleConvertible {}
extension Parameter: SymbolicAngle {}
extension ParameterExpression: SymbolicAngle {}

extension SymbolicAngle {
  public static func + (left: Self, right: some SymbolicAngle) -> ParameterExpression {
    let a = left.angle, b = right.angle
    return ParameterExpression(constant: a.constant + b.constant, terms: a.terms + b.terms)
  }

  public static func - (left: Self, right: some SymbolicAngle) -> ParameterExpression {
    left + (-right)
  }

  public static prefix func - (angle: Self) -> ParameterExpression {
    -1 * angle
  }

  public static func + (left: Self, right: Double) -> ParameterExpression {
    left + right.angle
  }

  public static func - (left: Self, right: Double) -> ParameterExpression {
    left + (-right).angle
  }

  public static func + (left: Double, right: Self) -> ParameterExpression {
    right + left.angle
  }

  public static func - (left: Double, right: Self) -> ParameterExpression {
    left.angle + (-right)
  }

  public static func * (factor: Double, angle: Self) -> ParameterExpression {
    let angle = angle.angle
    return ParameterExpression(
      constant: factor * angle.constant,
      terms: angle.terms.map { .init($0.parameter, coefficient: factor * $0.coefficient) })
  }

  public static func * (angle: Self, factor: Double) -> ParameterExpression {
    factor * angle
  }

  public static func / (angle: Self, divisor: Double) -> ParameterExpression {
    let angle = angle.angle
    return ParameterExpression(
      constant: angle.constant / divisor,
      terms: angle.terms.map { .init($0.parameter, coefficient: $0.coefficient / divisor) })
  }
}

extension ParameterExpression: CustomStringConvertible {
  /// As it would be written: `2*θ - φ + 0.5`.
  public var description: String {
    var text = ""
    for term in terms {
      let magnitude = abs(term.coefficient)
      text += text.isEmpty ? (term.coefficient < 0 ? "-" : "") : (term.coefficient < 0 ? " - " : " + ")
      text += magnitude == 1 ? term.parameter.name : "\(magnitude)*\(term.parameter.name)"
    }
    if text.isEmpty { return "\(constant)" }
    return constant == 0 ? text : text + (constant < 0 ? " - " : " + ") + "\(abs(constant))"
  }
}
