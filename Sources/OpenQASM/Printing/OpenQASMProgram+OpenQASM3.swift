import QuantumCircuits

extension OpenQASMProgram {
  /// The program in version 3, with all that it says: control flow, annotations and pragmas, files in their place.
  ///
  /// Of version 2, names that mean something else in version 3 get an underscore, and gates that `stdgates.inc` does not have
  /// a definition. Comments are not kept.
  public var openQASM3: String {
    guard version == 2 else {
      var printer = StatementPrinter()
      printer.print(statements)
      return "OPENQASM 3.0;\n" + printer.text
    }
    var usage = GateUsage()
    usage.visit(statements)
    var printer = StatementPrinter(names: usage.renamed)
    printer.print(statements.filter { if case .library = $0.kind { false } else { true } })
    var definitions = ""
    for name in usage.called.subtracting(usage.declared).sorted() {
      let text =
        StandardGate(rawValue: name)?.openQASMDefinition ?? GateDefinition.qelib1Texts[name] ?? Self.otherNames[name]
      if let text { definitions += text + "\n" }
    }
    return OpenQASMNames.head + definitions + printer.text
  }

  /// Names that `qelib1.inc` has for gates of `stdgates.inc`.
  private static let otherNames = [
    "u": "gate u(theta, phi, lambda) a { U(theta, phi, lambda) a; }",
    "cu1": "gate cu1(lambda) a, b { cp(lambda) a, b; }",
  ]
}

/// Which names a program of version 2 declares and calls.
private struct GateUsage {
  var declared: Set<String> = []
  /// Names of parameters and qubits of gates, which may be those of gates.
  var formal: Set<String> = []
  var called: Set<String> = []

  /// What declared names become that version 3 has other uses for.
  var renamed: [String: String] {
    var result: [String: String] = [:]
    for name in declared.union(formal) {
      let isTaken =
        OpenQASMNames.keywords.contains(name) || OpenQASMNames.constants[name] != nil
        || OpenQASMNames.functions.contains(name)
      guard isTaken || (declared.contains(name) && GateSignature.standardGates[name] != nil) else { continue }
      var other = name + "_"
      while declared.contains(other) || formal.contains(other) { other += "_" }
      result[name] = other
    }
    return result
  }

  mutating func visit(_ statements: [Statement]) {
    for statement in statements {
      switch statement.kind {
      case .included(let inner): visit(inner)
      case .conditional(_, let body, _): visit(body)
      case .call(let call): called.insert(call.name.text)
      case .qubits(let name, _): declared.insert(name.text)
      case .declaration(let declaration): declared.insert(declaration.name.text)
      case .gate(let gate):
        declared.insert(gate.name.text)
        formal.formUnion(gate.parameters.map(\.text) + gate.qubits.map(\.text))
        visit(gate.body)
      default: break
      }
    }
  }
}
