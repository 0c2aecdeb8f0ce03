import QuantumCircuits

/// Names that a text may not give to inputs, registers and gates of its own.
enum OpenQASMNames {
  static let keywords: Set<String> = [
    "OPENQASM", "include", "defcalgrammar", "def", "cal", "defcal", "gate", "extern", "box", "let", "break", "continue",
    "if", "else", "end", "return", "for", "while", "in", "switch", "case", "default", "nop", "pragma", "input",
    "output",
    "const", "readonly", "mutable", "qreg", "qubit", "creg", "bool", "bit", "int", "uint", "float", "angle", "complex",
    "array", "void", "duration", "stretch", "gphase", "inv", "pow", "ctrl", "negctrl", "durationof", "delay", "reset",
    "measure", "barrier", "true", "false", "im",
  ]
  static let keywordsOfVersion2: Set<String> = [
    "OPENQASM", "include", "qreg", "creg", "gate", "opaque", "measure", "reset", "barrier", "if", "pi",
  ]
  static let scalarTypes: Set<String> = [
    "bool", "bit", "int", "uint", "float", "angle", "complex", "duration", "stretch",
  ]
  /// How statements begin that may only stand outside of all blocks.
  static let globalStatements: Set<String> = [
    "include", "qubit", "qreg", "creg", "input", "output", "gate", "def", "extern", "OPENQASM",
  ]
  static let constants: [String: Double] = [
    "pi": .pi, "π": .pi, "tau": 2 * .pi, "τ": 2 * .pi, "euler": 2.718281828459045, "ℇ": 2.718281828459045,
  ]
  /// Functions that the language has built in.
  static let functions: Set<String> = [
    "abs", "arccos", "arcsin", "arctan", "ceiling", "cos", "exp", "floor", "log", "mod", "popcount", "real", "imag",
    "rotl",
    "rotr", "sin", "sizeof", "sqrt", "tan",
  ]
  static let functionsOfVersion2: Set<String> = ["sin", "cos", "tan", "exp", "ln", "sqrt"]
  /// The gates of `stdgates.inc` under other names than ours.
  static let aliases: [String: StandardGate] = ["CX": .cx, "phase": .p, "cphase": .cp, "u1": .p]

  /// Whether a name belongs to the language or to a gate with a name of its own.
  static func isReserved(_ name: String) -> Bool {
    keywords.contains(name) || constants[name] != nil || functions.contains(name) || aliases[name] != nil
      || ["U", "u2", "u3"].contains(name) || StandardGate(rawValue: name) != nil
  }

  static func isIdentifier(_ name: String) -> Bool {
    name.unicodeScalars.first?.startsIdentifier == true && name.unicodeScalars.allSatisfy(\.continuesIdentifier)
  }

  /// An identifier for each parameter, distinct, and the parameter's own name wherever that is one.
  static func identifiers(for parameters: [Parameter]) -> [String] {
    var taken = Set(parameters.map(\.name).filter(isFree))
    // How often each stem was numbered, so that many like names stay cheap.
    var counts: [String: Int] = [:]
    return parameters.map { parameter in
      guard !isFree(parameter.name) else { return parameter.name }
      let stem = stem(of: parameter.name)
      var identifier = stem
      while !taken.insert(identifier).inserted {
        counts[stem, default: 1] += 1
        identifier = "\(stem)_\(counts[stem, default: 1])"
      }
      return identifier
    }
  }

  /// Whether a name is an identifier that neither the language, nor our gates, nor the register of qubits has.
  static func isFree(_ name: String) -> Bool {
    isIdentifier(name) && !isReserved(name) && !name.hasPrefix(nativePrefix) && name != registerName
  }

  /// An identifier made of a name, and none of `others`.
  static func identifier(for name: String, besides others: [String]) -> String {
    var identifier = stem(of: name)
    while others.contains(identifier) { identifier += "_" }
    return identifier
  }

  /// A name that version 2 allows, made of another, and none of `others`: it begins with a small Latin letter.
  static func nameOfVersion2(for name: String, besides others: Set<String>) -> String {
    let scalars = name.unicodeScalars.map { $0.isASCII && $0.continuesIdentifier ? $0 : "_" }
    var result = String(String.UnicodeScalarView(scalars))
    let isPlain = result.unicodeScalars.first.map { ("a"..."z").contains($0) } == true
    if !isPlain || keywordsOfVersion2.contains(result) || GateSignature.qelib1[result] != nil
      || GateDefinition.qelib1Texts[result] != nil || functions.contains(result)
      || functionsOfVersion2.contains(result)
    {
      result = "c_" + result
    }
    while others.contains(result) { result += "_" }
    return result
  }

  /// An underscore and the name with underscores in the place of what identifiers cannot have.
  private static func stem(of name: String) -> String {
    let scalars = name.unicodeScalars.map { $0.continuesIdentifier ? $0 : "_" }
    return "_" + String(String.UnicodeScalarView(scalars))
  }

  /// How the names of gates begin that stand for gates of ours without a name in OpenQASM.
  static let nativePrefix = "ritz_"
  /// The gate that no one defines: it makes readers refuse a gate that has no exact body.
  static let withoutBody = "ritz_without_body"
  static let registerName = "q"
  static let maximumPhysicalQubit = Circuit.maximumQubitCount - 1
  /// How our texts begin.
  static let head = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n"
}

/// The payload of an annotation: words, and texts in quotation marks.
enum OpenQASMField: Equatable {
  case word(Substring)
  case text(String)

  /// A text in quotation marks on one line; control characters, `"` and `\` become `\u{…}`.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .format:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        if scalar == "\"" || scalar == "\\" {
          result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// The fields of a payload; nil when a text is not closed or an escape is not one of ours.
  static func fields(of payload: String) -> [OpenQASMField]? {
    var fields: [OpenQASMField] = []
    var rest = payload.unicodeScalars[...]
    while let first = rest.first {
      if first == " " || first == "\t" {
        rest.removeFirst()
      } else if first == "\"" {
        rest.removeFirst()
        guard let text = unquoted(&rest) else { return nil }
        fields.append(.text(text))
      } else {
        let word = rest.prefix { $0 != " " && $0 != "\t" && $0 != "\"" }
        fields.append(.word(Substring(word)))
        rest = rest[word.endIndex...]
      }
    }
    return fields
  }

  /// The text of a payload that is one text; nil for any other.
  static func text(of payload: String) -> String? {
    guard let fields = fields(of: payload), fields.count == 1, case .text(let text) = fields[0] else { return nil }
    return text
  }

  private static func unquoted(_ rest: inout Substring.UnicodeScalarView) -> String? {
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == "\"" { return String(text) }
      guard scalar == "\\" else {
        text.append(scalar)
        continue
      }
      guard rest.popFirst() == "u", rest.popFirst() == "{" else { return nil }
      let digits = rest.prefix { $0 != "}" }
      guard let value = UInt32(String(digits), radix: 16), let scalar = Unicode.Scalar(value) else { return nil }
      text.append(scalar)
      rest = rest[digits.endIndex...].dropFirst()
    }
    return nil
  }
}
