/// What has a value, as it was written.
///
/// Operators of the same rank that stand in a row are one node, so that a sum of a hundred thousand terms is no deeper
/// than a sum of two; what is nested deeper than ``OpenQASMLimits/nestingDepth`` is refused by the parser.
struct Expression: Sendable {
  let kind: Kind
  let position: SourcePosition

  indirect enum Kind: Sendable {
    /// The decimal digits of an integer.
    case integer(String)
    case decimal(String)
    case imaginary(String)
    case duration(digits: String, unit: String)
    case boolean(Bool)
    /// The digits of a text of zeros and ones, the highest bit first.
    case bits(String)
    case name(String)
    /// `$0`
    case physicalQubit(String)
    /// Signs in front of an operand, the outermost first.
    case signs([UnaryOperator], Expression)
    /// Operators of one rank from left to right.
    case chain(Expression, [Link])
    /// `a ** b ** c`, from right to left.
    case powers([Expression])
    case call(String, [Expression])
    case cast(TypeName, Expression)
    case index(Expression, [Expression])
    /// `a:b`, `a:step:b`, with ends left out, within brackets.
    case range(first: Expression?, step: Expression?, last: Expression?)
    /// `{a, b, …}`
    case list([Expression])
    /// `a ++ b ++ c`
    case concatenation([Expression])
  }

  struct Link: Sendable {
    let symbol: BinaryOperator
    let position: SourcePosition
    let operand: Expression
  }

  init(_ kind: Kind, at position: SourcePosition) {
    self.kind = kind
    self.position = position
  }
}

enum UnaryOperator: String, Sendable {
  case plus = "+"
  case minus = "-"
  case not = "!"
  case complement = "~"
}

enum BinaryOperator: String, Sendable {
  case or = "||"
  case and = "&&"
  case bitOr = "|"
  case bitXor = "^"
  case bitAnd = "&"
  case equal = "=="
  case unequal = "!="
  case less = "<"
  case greater = ">"
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulo = "%"
  case power = "**"

  /// How strongly it binds; operators of one rank are taken from left to right, powers from right to left.
  var rank: Int {
    switch self {
    case .or: 0
    case .and: 1
    case .bitOr: 2
    case .bitXor: 3
    case .bitAnd: 4
    case .equal, .unequal: 5
    case .less, .greater, .lessOrEqual, .greaterOrEqual: 6
    case .shiftLeft, .shiftRight: 7
    case .add, .subtract: 8
    case .multiply, .divide, .modulo: 9
    case .power: Self.powerRank
    }
  }

  static let multiplicationRank = 9
  /// Signs stand between products and powers: `-a ** b` is `-(a ** b)`.
  static let signRank = 10
  static let powerRank = 11

  /// Whether the result is a truth value.
  var isComparison: Bool { rank == Self.equal.rank || rank == Self.less.rank }
}

/// A type as it was written.
struct TypeName: Sendable {
  indirect enum Kind: Sendable {
    /// `int`, `float[64]`, `bit[n]`, …
    case scalar(String, width: Expression?)
    /// `complex[float[64]]`
    case complex(component: TypeName?)
    case array(element: TypeName, dimensions: [Expression])
    /// The parameter `array[element, #dim = n]`.
    case arrayOfRank(element: TypeName, rank: Expression)
  }

  let kind: Kind
  let position: SourcePosition
}
