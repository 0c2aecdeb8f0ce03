/// Writes expressions with no more parentheses than they need.
struct ExpressionPrinter {
  /// 2 or 3.
  let version: Int
  /// What names become that mean something else in the version.
  let names: [String: String]

  func text(_ expression: Expression) -> String { text(expression, atLeast: 0) }

  /// - Parameter rank: How strongly the surroundings bind; weaker operators come in parentheses.
  private func text(_ expression: Expression, atLeast rank: Int) -> String {
    let text = bare(expression)
    return self.rank(of: expression) < rank ? "(\(text))" : text
  }

  private static let postfixRank = BinaryOperator.powerRank + 1

  private func rank(of expression: Expression) -> Int {
    switch expression.kind {
    case .chain(_, let links): links.first?.symbol.rank ?? 0
    case .signs: BinaryOperator.signRank
    case .powers: BinaryOperator.powerRank
    case .concatenation: 0
    default: Self.postfixRank
    }
  }

  private func bare(_ expression: Expression) -> String {
    switch expression.kind {
    case .integer(let digits), .decimal(let digits): return digits
    case .imaginary(let digits): return digits + "im"
    case .duration(let digits, let unit): return digits + unit
    case .boolean(let value): return "\(value)"
    case .bits(let digits): return "\"\(digits)\""
    case .name(let name): return names[name] ?? name
    case .physicalQubit(let digits): return "$" + digits
    case .signs(let signs, let operand):
      // Two plus signs without a space would join registers.
      let separator = signs.contains(.plus) ? " " : ""
      return signs.map(\.rawValue).joined(separator: separator) + text(operand, atLeast: BinaryOperator.powerRank)
    case .chain(let first, let links):
      let rank = links.first?.symbol.rank ?? 0
      var result = text(first, atLeast: rank)
      for link in links { result += " \(link.symbol.rawValue) " + text(link.operand, atLeast: rank + 1) }
      return result
    case .powers(let operands):
      return operands.map { text($0, atLeast: Self.postfixRank) }.joined(separator: version == 2 ? " ^ " : " ** ")
    case .call(let name, let arguments):
      // Functions keep their names: what is renamed are gates and registers of version 2.
      return "\(version == 2 && name == "log" ? "ln" : name)(\(list(arguments)))"
    case .cast(let type, let value): return "\(text(type))(\(text(value)))"
    case .index(let base, let indices): return "\(text(base, atLeast: Self.postfixRank))[\(list(indices))]"
    case .range(let first, let step, let last):
      return (first.map(text) ?? "") + ":" + (step.map { text($0) + ":" } ?? "") + (last.map(text) ?? "")
    case .list(let elements): return "{\(list(elements))}"
    case .concatenation(let parts): return parts.map { text($0, atLeast: 0) }.joined(separator: " ++ ")
    }
  }

  func list(_ expressions: [Expression]) -> String { expressions.map(text).joined(separator: ", ") }

  func text(_ type: TypeName) -> String {
    switch type.kind {
    case .scalar(let word, let width): word + (width.map { "[\(text($0))]" } ?? "")
    case .complex(let component): "complex" + (component.map { "[\(text($0))]" } ?? "")
    case .array(let element, let dimensions): "array[\(text(element)), \(list(dimensions))]"
    case .arrayOfRank(let element, let rank): "array[\(text(element)), #dim = \(text(rank))]"
    }
  }
}
