import PauliAlgebra
public import QuantumCircuits

extension Circuit {
  /// The circuit as OpenQASM 3, from which ``init(openQASM:inputs:include:)`` makes an equal circuit, to the last bit of every number.
  ///
  /// Gates have their names in `stdgates.inc` where they stand there. All others come with a definition that any reader
  /// can execute, exact with its phase:
  /// - standard gates that the include lacks (`rxx`, `ecr`, `iswap`, …) under the name that Qiskit gives them;
  /// - Pauli rotations as `ritz_pauli_XZ` (labels: the rightmost letter acts on the first qubit named), excitations as
  ///   `ritz_excitation_x0_1_e0_o1` (what T flips, where it acts, its sign), as ladders of `cx` around `rz`;
  /// - matrices on up to four qubits as `ritz_unitary_0`, …, by controlled rotations, right up to rounding.
  ///
  /// An exponential of excitations that do not commute and a matrix on more than four qubits have no such body. Their
  /// definition calls `ritz_without_body`, which is defined nowhere, so that another reader refuses the text rather than
  /// run another circuit. What bodies cannot hold stands in annotations, which other readers pass over: the bits of a
  /// matrix, the excitations of an exponential, labels, and names of parameters that are not identifiers.
  ///
  /// `u` is printed as the language's `U`, with the matrix that Qiskit gives it; the text of the language has another
  /// global phase. No other gate depends on that.
  public var openQASM3: String { openQASM3(bits: nil) }

  /// The circuit as OpenQASM 3 with a measurement of all qubits behind its gates, bit k from qubit k.
  ///
  /// Without qubits there is nothing to measure, and no register.
  /// - Parameter name: What the register of bits is called; where that is taken or no identifier, one is made of it.
  public func openQASM3(measuringInto name: String) -> String {
    let taken = openQASM3ParameterNames
    let isFree = OpenQASMNames.isFree(name) && !taken.contains(name)
    return openQASM3(bits: isFree ? name : OpenQASMNames.identifier(for: name, besides: taken))
  }

  /// - Parameter bits: The register that all qubits are measured into; nil for no measurement.
  private func openQASM3(bits: String?) -> String {
    var printer = CircuitPrinter(names: openQASM3ParameterNames, parameters: parameters)
    for operation in operations { printer.print(operation) }
    var text = OpenQASMNames.head + printer.definitions
    for (parameter, name) in zip(parameters, printer.names) {
      if parameter.name != name {
        text += "@\(Annotation.parameter) \(OpenQASMField.quoted(parameter.name))\n"
      }
      text += "input float[64] \(name);\n"
    }
    guard qubitCount > 0 else { return text + printer.statements }
    if let bits { text += "bit[\(qubitCount)] \(bits);\n" }
    text += "qubit[\(qubitCount)] \(OpenQASMNames.registerName);\n"
    text += printer.statements
    if let bits { text += "\(bits) = measure \(OpenQASMNames.registerName);\n" }
    return text
  }

  /// What ``openQASM3`` calls each of the ``parameters``: its name where that is an identifier, else one made of it.
  ///
  /// A service that knows nothing of our annotations takes values under these names.
  public var openQASM3ParameterNames: [String] {
    OpenQASMNames.identifiers(for: parameters)
  }
}

/// The statements of a circuit and the definitions they need.
private struct CircuitPrinter {
  let names: [String]
  private let nameOf: [Parameter: String]
  private(set) var definitions = ""
  private(set) var statements = ""
  /// Gates that are defined, under their names.
  private var defined: [Circuit.Operation.Kind: String] = [:]

  init(names: [String], parameters: [Parameter]) {
    self.names = names
    nameOf = Dictionary(uniqueKeysWithValues: zip(parameters, names))
  }

  mutating func print(_ operation: Circuit.Operation) {
    var kind = operation.kind
    if case .excitation(let gate) = kind {
      if !gate.label.isEmpty {
        statements += "@\(Annotation.label) \(OpenQASMField.quoted(gate.label))\n"
      }
      // Labels stand at calls, so that excitations that differ in nothing else share a definition.
      kind = .excitation(gate.labeled(""))
    }
    var angles = operation.angles.map { angle in
      openQASMExpression(
        constant: angle.constant, terms: angle.terms.map { (nameOf[$0.parameter, default: ""], $0.coefficient) })
    }
    // exp(−iθ/2) as a phase; the form that keeps the bits of the smallest angles too.
    if operation.qubits.isEmpty { angles = angles.map { "-0.5*(\($0))" } }
    statements += name(of: kind)
    if !angles.isEmpty { statements += "(" + angles.joined(separator: ", ") + ")" }
    if !operation.qubits.isEmpty {
      statements += " " + operation.qubits.map { "\(OpenQASMNames.registerName)[\($0)]" }.joined(separator: ", ")
    }
    statements += ";\n"
  }

  /// The name of a gate, which is defined if it was not.
  private mutating func name(of kind: Circuit.Operation.Kind) -> String {
    if let name = defined[kind] { return name }
    let name = kind.openQASMName(index: defined.count)
    defined[kind] = name
    definitions += kind.openQASMDefinition(name: name) ?? ""
    return name
  }
}
