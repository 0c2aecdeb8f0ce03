/// A word, number or sign of an OpenQASM text and where it stands.
struct OpenQASMToken {
  enum Kind: Equatable {
    case word(String)
    case integer(String)
    case decimal(String)
    case text(String)
    /// `@name payload`, to the end of the line.
    case annotation(name: String, payload: String)
    case symbol(Unicode.Scalar)
    /// A whole definition, letter by letter the one that we write of a gate.
    case definition(name: String, Circuit.Operation.Kind)
    case end
  }

  let kind: Kind
  let line: Int
  let column: Int

  /// The token as a message shows it: short, whatever was written.
  var shown: String {
    switch kind {
    case .word(let text), .integer(let text), .decimal(let text): shortened(text)
    case .text(let text): "the text \"\(shortened(text))\""
    case .annotation(let name, _): "the annotation @\(shortened(name))"
    case .symbol(let scalar):
      "'\(scalar.isASCII && scalar.value > 31 ? String(scalar) : scalar.escaped(asASCII: true))'"
    case .definition: "gate"
    case .end: "the end of the text"
    }
  }

  func error(found: String? = nil, allowed: String) -> OpenQASMError {
    OpenQASMError(line: line, column: column, found: found ?? shown, allowed: allowed)
  }
}

/// At most 40 characters of a text, without line breaks.
func shortened(_ text: String) -> String {
  let scalars = text.unicodeScalars.prefix(41).map { $0.value < 32 ? " " : $0 }
  return String(String.UnicodeScalarView(scalars.prefix(40))) + (scalars.count > 40 ? "…" : "")
}
