import QuantumCircuits

/// A word, number or sign of an OpenQASM text and where it stands.
struct Token: Sendable {
  enum Kind: Equatable, Sendable {
    case word(String)
    case integer(String)
    case decimal(String)
    /// A number with a unit of time, or with `im`.
    case quantity(digits: String, unit: String)
    case text(String)
    /// `@name payload`, to the end of the line.
    case annotation(name: String, payload: String)
    /// `pragma …` or `#pragma …`, to the end of the line.
    case pragma(String)
    case symbol(Symbol)
    /// A sign that the language does not have.
    case unknown(Unicode.Scalar)
    /// A whole definition, letter by letter the one that we write of a gate.
    case definition(name: String, Circuit.Operation.Kind)
    case end
  }

  let kind: Kind
  let position: SourcePosition

  /// The sign that the token is; nil for others.
  var symbol: Symbol? { if case .symbol(let symbol) = kind { symbol } else { nil } }

  /// The token as a message shows it: short, whatever was written.
  var shown: String {
    switch kind {
    case .word(let text), .integer(let text), .decimal(let text): shortened(text)
    case .quantity(let digits, let unit): shortened(digits + unit)
    case .text(let text): "the text \"\(shortened(text))\""
    case .annotation(let name, _): "the annotation @\(shortened(name))"
    case .pragma: "pragma"
    case .symbol(let symbol): "'\(symbol.rawValue)'"
    case .unknown(let scalar):
      "'\(scalar.isASCII && scalar.value > 31 ? String(scalar) : scalar.escaped(asASCII: true))'"
    case .definition: "gate"
    case .end: "the end of the text"
    }
  }

  func error(found: String? = nil, allowed: String) -> OpenQASMError {
    position.error(found: found ?? shown, allowed: allowed)
  }
}

/// The signs of the language.
enum Symbol: String, Sendable, CaseIterable {
  case semicolon = ";"
  case comma = ","
  case colon = ":"
  case dollar = "$"
  case at = "@"
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case assign = "="
  case arrow = "->"
  case concatenate = "++"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case modulo = "%"
  case power = "**"
  case caret = "^"
  case ampersand = "&"
  case bar = "|"
  case tilde = "~"
  case exclamation = "!"
  case and = "&&"
  case or = "||"
  case equal = "=="
  case unequal = "!="
  case less = "<"
  case greater = ">"
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case addAssign = "+="
  case subtractAssign = "-="
  case multiplyAssign = "*="
  case divideAssign = "/="
  case moduloAssign = "%="
  case powerAssign = "**="
  case andAssign = "&="
  case orAssign = "|="
  case xorAssign = "^="
  case shiftLeftAssign = "<<="
  case shiftRightAssign = ">>="

  /// The operator of a compound assignment; nil for other signs.
  var assignedOperator: BinaryOperator? {
    switch self {
    case .addAssign: .add
    case .subtractAssign: .subtract
    case .multiplyAssign: .multiply
    case .divideAssign: .divide
    case .moduloAssign: .modulo
    case .powerAssign: .power
    case .andAssign: .bitAnd
    case .orAssign: .bitOr
    case .xorAssign: .bitXor
    case .shiftLeftAssign: .shiftLeft
    case .shiftRightAssign: .shiftRight
    default: nil
    }
  }

  /// The operator that the sign is between two operands; nil for other signs.
  var binaryOperator: BinaryOperator? {
    switch self {
    case .or: .or
    case .and: .and
    case .bar: .bitOr
    case .caret: .bitXor
    case .ampersand: .bitAnd
    case .equal: .equal
    case .unequal: .unequal
    case .less: .less
    case .greater: .greater
    case .lessOrEqual: .lessOrEqual
    case .greaterOrEqual: .greaterOrEqual
    case .shiftLeft: .shiftLeft
    case .shiftRight: .shiftRight
    case .plus: .add
    case .minus: .subtract
    case .times: .multiply
    case .divide: .divide
    case .modulo: .modulo
    case .power: .power
    default: nil
    }
  }

  /// The operator that the sign is in front of an operand; nil for other signs.
  var unaryOperator: UnaryOperator? {
    switch self {
    case .plus: .plus
    case .minus: .minus
    case .exclamation: .not
    case .tilde: .complement
    default: nil
    }
  }

  /// The symbols by their first byte, the longest first.
  static let byFirstByte: [[(bytes: [UInt8], symbol: Symbol)]] = {
    var table = [[(bytes: [UInt8], symbol: Symbol)]](repeating: [], count: 128)
    for symbol in allCases.sorted(by: { $0.rawValue.utf8.count > $1.rawValue.utf8.count }) {
      let bytes = Array(symbol.rawValue.utf8)
      if let first = bytes.first { table[Int(first)].append((bytes, symbol)) }
    }
    return table
  }()
}

/// At most 40 characters of a text, without line breaks.
func shortened(_ text: String) -> String {
  let scalars = text.unicodeScalars.prefix(41).map { $0.value < 32 ? " " : $0 }
  return String(String.UnicodeScalarView(scalars.prefix(40))) + (scalars.count > 40 ? "…" : "")
}
