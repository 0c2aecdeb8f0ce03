/// A linear expression in parameters: constant + Σ coefficient · parameter, in radians.
///
/// Terms are sorted by parameter and none has the coefficient zero, so equal expressions compare equal and give the same
/// bits. Derivatives of a circuit follow from those of its angles by the chain rule with these coefficients.
public struct ParameterExpression: Hashable, Sendable {
  public struct Term: Hashable, Sendable, Codable {
    public let parameter: Parameter
    public let coefficient: Double

    public init(_ parameter: Parameter, coefficient: Double) {
      self.parameter = parameter
      self.coefficient = coefficient
    }
  }

  public let constant: Double
  public let terms: [Term]

  /// The expression with these terms; terms of the same parameter are added.
  public init(constant: Double = 0, terms: [Term] = []) {
    self.constant = constant
    if terms.count <= 1 {
      self.terms = terms.filter { $0.coefficient != 0 }
      return
    }
    var coefficients: [Parameter: Double] = [:]
    for term in terms { coefficients[term.parameter, default: 0] += term.coefficient }
    self.terms = coefficients.sorted { $0.key < $1.key }
      .compactMap { $0.value == 0 ? nil : Term($0.key, coefficient: $0.value) }
  }

  public init(_ angle: some AngleConvertible) {
    self = angle.angle
  }

  public var isConstant: Bool { terms.isEmpty }

  /// The parameters of the expression, sorted.
  public var parameters: [Parameter] { terms.map(\.parameter) }

  /// False when the constant or a coefficient is infinite or not a number.
  public var isFinite: Bool { constant.isFinite && terms.allSatisfy(\.coefficient.isFinite) }

  /// The value with each parameter replaced by `value(parameter)`.
  public func evaluated(_ value: (Parameter) throws -> Double) rethrows -> Double {
    try terms.reduce(constant) { try $0 + $1.coefficient * value($1.parameter) }
  }

  /// The expression with parameters replaced by other expressions; those that `replacement` does not know stay.
  public func substituting(_ replacement: [Parameter: ParameterExpression]) -> ParameterExpression {
    terms.reduce(ParameterExpression(constant: constant)) { sum, term in
      sum + term.coefficient * (replacement[term.parameter] ?? term.parameter.angle)
    }
  }
}

/// What may stand where a gate wants an angle: a number, a parameter, or an expression of parameters.
public protocol AngleConvertible: Sendable {
  /// The angle in radians.
  var angle: ParameterExpression { get }
}

extension Double: AngleConvertible {
  public var angle: ParameterExpression { ParameterExpression(constant: self) }
}

extension Int: AngleConvertible {
  public var angle: ParameterExpression { ParameterExpression(constant: Double(self)) }
}

extension Parameter: AngleConvertible {
  public var angle: ParameterExpression { ParameterExpression(terms: [.init(self, coefficient: 1)]) }
}

extension ParameterExpression: AngleConvertible {
  public var angle: ParameterExpression { self }
}

extension ParameterExpression: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) {
    self.init(constant: value)
  }

  public init(integerLiteral value: Int) {
    self.init(constant: Double(value))
  }
}

/// Decoding keeps the invariant whatever order and repetitions were written.
extension ParameterExpression: Codable {
  private enum CodingKeys: String, CodingKey {
    case constant, terms
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      constant: try container.decode(Double.self, forKey: .constant),
      terms: try container.decodeIfPresent([Term].self, forKey: .terms) ?? [])
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(constant, forKey: .constant)
    if !terms.isEmpty { try container.encode(terms, forKey: .terms) }
  }
}
