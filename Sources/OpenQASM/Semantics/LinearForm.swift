import QuantumCircuits

/// The value of an OpenQASM expression: a number, or linear in variables that are known by their positions.
///
/// A sum keeps −0 and every coefficient as it was written, so what was printed comes back bit by bit.
struct LinearForm: Hashable, Sendable {
  /// Nil where no number was written, so that adding one does not turn −0 into 0.
  var constant: Double?
  var coefficients: [Int: Double] = [:]

  static func number(_ value: Double) -> LinearForm { LinearForm(constant: value) }

  static func variable(_ index: Int, times coefficient: Double = 1) -> LinearForm {
    LinearForm(constant: nil, coefficients: [index: coefficient])
  }

  var value: Double { constant ?? 0 }
  var isConstant: Bool { coefficients.isEmpty }
  var isFinite: Bool { value.isFinite && coefficients.values.allSatisfy(\.isFinite) }

  mutating func add(_ other: LinearForm) {
    if let number = other.constant { constant = constant.map { $0 + number } ?? number }
    coefficients.merge(other.coefficients, uniquingKeysWith: +)
  }

  mutating func negate() {
    constant = constant.map { -$0 }
    coefficients = coefficients.mapValues { -$0 }
  }

  mutating func scale(by factor: Double) {
    constant = constant.map { factor * $0 }
    coefficients = coefficients.mapValues { factor * $0 }
  }

  mutating func divide(by divisor: Double) {
    constant = constant.map { $0 / divisor }
    coefficients = coefficients.mapValues { $0 / divisor }
  }

  /// The form with other forms in the place of its variables.
  func substituting(_ values: [LinearForm]) -> LinearForm {
    guard !coefficients.isEmpty else { return self }
    var result = LinearForm(constant: constant)
    // In order, so that a sum of several has the same bits in every run.
    for (index, coefficient) in coefficients.count == 1
      ? Array(coefficients) : coefficients.sorted(by: { $0.key < $1.key })
    {
      var term = values[index]
      if coefficient != 1 { term.scale(by: coefficient) }
      result.add(term)
    }
    return result
  }

  func angle(_ parameters: [Parameter]) -> ParameterExpression {
    ParameterExpression(
      constant: value,
      terms: coefficients.sorted { $0.key < $1.key }.map { .init(parameters[$0.key], coefficient: $0.value) })
  }

  /// Whether no number of the two differs by more than `tolerance`.
  func isClose(to other: LinearForm, tolerance: Double) -> Bool {
    let indices = Set(coefficients.keys).union(other.coefficients.keys)
    return abs(value - other.value) <= tolerance
      && indices.allSatisfy { abs(coefficients[$0, default: 0] - other.coefficients[$0, default: 0]) <= tolerance }
  }
}

extension LinearForm {
  /// The form as OpenQASM writes it: shortest decimals that give the same bits again.
  func openQASM(_ names: [String]) -> String {
    openQASMExpression(
      constant: constant ?? 0, terms: coefficients.sorted { $0.key < $1.key }.map { (names[$0.key], $0.value) })
  }
}

/// `2.5*a - b + 0.5`; a constant 0 behind terms is left out, −0 is not.
func openQASMExpression(constant: Double, terms: [(name: String, coefficient: Double)]) -> String {
  var text = ""
  for term in terms {
    let isNegative = term.coefficient < 0
    text += text.isEmpty ? (isNegative ? "-" : "") : (isNegative ? " - " : " + ")
    text += term.coefficient.magnitude == 1 ? term.name : "\(term.coefficient.magnitude)*\(term.name)"
  }
  if text.isEmpty { return "\(constant)" }
  guard constant != 0 || constant.sign == .minus else { return text }
  return text + (constant.sign == .minus ? " - " : " + ") + "\(constant.magnitude)"
}
